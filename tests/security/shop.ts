/** The whole shop for tests of its security: three services and an e-mail server, each real, logging all that they ever log. */
import { notificationServiceApplication } from '@streampact/notification-service';
import { orderServiceApplication } from '@streampact/order-service';
import { userServiceApplication } from '@streampact/user-service';
import {
  eventually,
  startTestService,
  testKeyPrefix,
  type TestService,
} from '../../services/edge/test/harness/index.js';
import { MailServer } from '../../services/notification-service/test/mail-server.js';

export interface Shop {
  readonly users: TestService;
  readonly orders: TestService;
  readonly notifications: TestService;
  readonly mails: MailServer;
  readonly all: readonly TestService[];
  /** Everything that the services have logged. */
  readonly logText: () => string;
  readonly close: () => Promise<void>;
}

export interface Account {
  readonly userId: string;
  readonly email: string;
  readonly password: string;
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** @param environment – of user-service, beside what it needs */
export const startShop = async (environment: Readonly<Record<string, string>> = {}): Promise<Shop> => {
  const mails = new MailServer();
  await mails.start();
  const common = { STREAMPACT_KEY_PREFIX: testKeyPrefix(), LOG_LEVEL: 'debug' };
  const users = await startTestService(userServiceApplication, { ...common, ...environment });
  const others = { ...common, JWKS_URL: `${users.url}/.well-known/jwks.json` };
  const orders = await startTestService(orderServiceApplication, others);
  const notifications = await startTestService(notificationServiceApplication, {
    ...others,
    SMTP_URL: mails.url,
    MAIL_FROM: 'Shop <shop@example.com>',
  });
  const all = [users, orders, notifications];
  return {
    users,
    orders,
    notifications,
    mails,
    all,
    logText: () => all.flatMap(({ log }) => log.map((line) => JSON.stringify(line))).join('\n'),
    close: async () => {
      await Promise.all(all.map(async (service) => service.close()));
      await mails.stop();
    },
  };
};

/** Somebody who is registered, logged in, and known to order-service. */
export const newAccount = async (shop: Shop, email: string, password: string): Promise<Account> => {
  const registration = { email, password, firstName: 'Adalbertine', lastName: 'Lovelace-King' };
  const { body: user } = await shop.users.http.post('/users', registration);
  const { body: session } = await shop.users.http.post('/sessions', { email, password });
  const userId = String(user['userId']);
  await eventually(async () => {
    const known = await shop.orders.database.query<unknown[]>('select 1 from customer where user_id = $1', [userId]);
    expect(known).toHaveLength(1);
  });
  const { accessToken, refreshToken } = session;
  return { userId, email, password, accessToken: String(accessToken), refreshToken: String(refreshToken) };
};
