/**
 * Goal: whatever the contracts let other services publish, notification-service handles. Method: generated events of every
 * message it receives, through the outbox and the relay of their owners; the inbox says what became of them.
 */
import { randomUUID } from 'node:crypto';
import { notificationService } from '@streampact/generated/notification-service';
import { deliverGenerated, expectHandled } from '../../edge/test/harness/index.js';
import { startNotificationService, type TestNotificationService } from './start-notification-service.js';

let notifications: TestNotificationService;

beforeAll(async () => {
  notifications = await startNotificationService();
});

afterAll(async () => notifications.close());

// Of somebody it does not know there is no address: such an event waits for USER_CREATED, so each user is created once.
test.each([1, 2, 3])('handles everything that happens to its recipients, seed %i', async (seed) => {
  const users = Array.from({ length: 20 }, () => randomUUID());
  const { events, close } = await deliverGenerated(notificationService, notifications.service.keyPrefix, {
    seed,
    count: users.length,
    shared: (n) => ({ userId: users[n] }),
  });
  try {
    await expectHandled(notifications.service, events);
  } finally {
    await close();
  }
});
