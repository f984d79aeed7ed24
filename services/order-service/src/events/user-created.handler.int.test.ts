/** Goal: order-service knows its customers. Method: the handlers of users-stream, in a database, with events of the contract. */
import { orderService, type OrderServicePublisher } from '@streampact/generated/order-service';
import { userCreatedEvent, userProfileUpdatedEvent } from '@streampact/generated/user-service/testing';
import { testService, type TestService } from '@streampact/runtime/testing';
import { openHandlerDatabase, type HandlerDatabase } from '../../../edge/test/harness/index.js';
import { CustomerEntity } from '../persistence/customer.entity.js';
import { CustomerRepository } from '../persistence/customer.repository.js';
import { entities, migrations } from '../persistence/index.js';
import { UserCreatedHandler } from './user-created.handler.js';
import { UserProfileUpdatedHandler } from './user-profile-updated.handler.js';

let database: HandlerDatabase;
let service: TestService<OrderServicePublisher>;

beforeAll(async () => {
  database = await openHandlerDatabase('order-service', { entities, migrations });
  const customers = new CustomerRepository();
  service = await testService({
    service: orderService,
    dataSource: database.dataSource,
    handlers: () => ({
      usersStream: {
        userCreated: new UserCreatedHandler(customers),
        userProfileUpdated: new UserProfileUpdatedHandler(customers),
      },
    }),
  });
});
afterAll(async () => database.close());

const customer = (userId: string) => database.dataSource.manager.findOneBy(CustomerEntity, { userId });

test('a user that registered is a customer', async () => {
  const event = userCreatedEvent({ firstName: 'Ada', lastName: 'King' });
  const { outcome } = await service.when(event, { times: 2 });
  expect(outcome.state).toBe('done');
  expect(await customer(event.data.userId)).toMatchObject({ firstName: 'Ada', lastName: 'King' });
});

test('a new name is kept', async () => {
  const created = userCreatedEvent({ firstName: 'Ada', lastName: 'King' });
  const { userId } = created.data;
  await service.given(created);
  await service.when(userProfileUpdatedEvent({ userId, firstName: undefined, lastName: 'Byron' }));
  expect(await customer(userId)).toMatchObject({ firstName: 'Ada', lastName: 'Byron' });
});

test('a new name of a customer who is not known yet waits for the customer, not the others', async () => {
  const renamed = userProfileUpdatedEvent({ lastName: 'Byron' });
  const { outcome } = await service.when(renamed);
  expect(outcome).toMatchObject({ state: 'retrying', attempts: 1, dueInMs: 500 });
  expect((await service.when(userCreatedEvent())).outcome.state).toBe('done');
  expect((await service.advance(499)).outcome).toMatchObject({ attempts: 1, dueInMs: 1 });
  expect((await service.advance(1)).outcome).toMatchObject({ attempts: 2, dueInMs: 1_000 });
});

test('a customer who never comes makes a dead letter of the name after the eighth attempt', async () => {
  const renamed = userProfileUpdatedEvent({ lastName: 'Byron' });
  await service.when(renamed);
  await service.advance(600_000);
  expect(await service.outcomeOf(renamed)).toMatchObject({ state: 'dead', attempts: 8 });
});
