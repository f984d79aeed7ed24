/** user-service, with customers who have much credit, little, or an account nowhere. */
import { UserServicePublisher } from '@streampact/generated/user-service';
import { userServiceApplication } from '@streampact/user-service';
import { DataSource } from 'typeorm';
import type { HostedService, HostingContext, WorkloadLoop } from './hosted-service.js';
import type { Customer } from './protocol.js';
import { startShopService } from './shop-service.js';

export const startUserService = async (context: HostingContext): Promise<HostedService> => {
  const application = await startShopService('user-service', userServiceApplication, context);
  const dataSource = application.get(DataSource);
  const publisher = application.get(UserServicePublisher);
  const waiting = [...context.settings.customers];
  const registering: WorkloadLoop = {
    once: async () => {
      const [customer] = waiting;
      if (customer) await register(customer, { dataSource, publisher });
      waiting.shift();
    },
    pauseMs: [5, 20],
  };
  return { workload: [registering], stop: async () => application.close() };
};

/** Once, however many workers try; without its form over HTTP, whose password hash alone takes a tenth of a second. */
const register = async (
  { userId, limitMinor, isUnknownToUserService }: Customer,
  { dataSource, publisher }: { dataSource: DataSource; publisher: UserServicePublisher },
): Promise<void> => {
  const person = { email: `${userId}@example.com`, firstName: 'Ada', lastName: 'Lovelace' };
  await dataSource.transaction(async (transaction) => {
    const first = await transaction.query<unknown[]>(
      'insert into fault_once (name) values ($1) on conflict do nothing returning name',
      [userId],
    );
    if (first.length === 0) return;
    if (!isUnknownToUserService) {
      await transaction.query(
        `insert into users (user_id, email, first_name, last_name, password_hash, created_at, updated_at)
         values ($1, $2, $3, $4, '', clock_timestamp(), clock_timestamp())`,
        [userId, person.email, person.firstName, person.lastName],
      );
      await transaction.query('insert into credit_account (user_id, limit_minor) values ($1, $2)', [
        userId,
        limitMinor,
      ]);
    }
    await publisher.userCreated({ userId, ...person }, { transaction });
  });
};
