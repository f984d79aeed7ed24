/**
 * Goal: whatever the contracts let other services publish, user-service handles. Method: generated events of every message it
 * receives, through the outbox and the relay of their owner; the inbox says what became of them.
 */
import { randomUUID } from 'node:crypto';
import { userService } from '@streampact/generated/user-service';
import { deliverGenerated, expectHandled, startTestService, type TestService } from '../../edge/test/harness/index.js';
import { userServiceApplication } from '../src/app.module.js';

let service: TestService;

beforeAll(async () => {
  service = await startTestService(userServiceApplication);
});

afterAll(async () => service.close());

test.each([1, 2, 3])('handles orders of users it does not know, seed %i', async (seed) => {
  const { events, close } = await deliverGenerated(userService, service.keyPrefix, { seed, count: 20 });
  try {
    await expectHandled(service, events);
  } finally {
    await close();
  }
});

test('handles orders of its users, and everything that happens to one order', async () => {
  const users: string[] = [];
  for (let n = 0; n < 20; n += 1) {
    const person = {
      email: `${randomUUID()}@example.com`,
      password: 'long enough',
      firstName: 'Ada',
      lastName: 'King',
    };
    users.push(String((await service.http.post('/users', person)).body['userId']));
  }
  const orders = users.map(() => randomUUID());
  const { events, close } = await deliverGenerated(userService, service.keyPrefix, {
    seed: 4,
    count: users.length,
    shared: (n) => ({ userId: users[n], orderId: orders[n] }),
  });
  try {
    await expectHandled(service, events);
  } finally {
    await close();
  }
});
