/**
 * Goal: each event is told by one e-mail, also if the recipient is not known yet or the e-mail server is away. Method: the
 * whole service, a real SMTP server, and the events of the other services from their generated publishers.
 */
import { randomUUID } from 'node:crypto';
import { notificationsStream } from '@streampact/generated/notification-service';
import { orderService, ordersStream, type OrderServicePublisher } from '@streampact/generated/order-service';
import { userService, type UserServicePublisher } from '@streampact/generated/user-service';
import {
  eventually,
  startForeignService,
  StreamReader,
  type ForeignService,
  type IdentityProvider,
  type TestService,
} from '../../edge/test/harness/index.js';
import type { MailServer, ReceivedMail } from './mail-server.js';
import { startNotificationService, type TestNotificationService } from './start-notification-service.js';

let notifications: TestNotificationService;
let mailServer: MailServer;
let identity: IdentityProvider;
let service: TestService;
let users: ForeignService<UserServicePublisher>;
let orders: ForeignService<OrderServicePublisher>;
let streams: StreamReader;

beforeAll(async () => {
  notifications = await startNotificationService();
  ({ service, mailServer, identity } = notifications);
  users = await startForeignService(userService, service.keyPrefix);
  orders = await startForeignService(orderService, service.keyPrefix);
  streams = new StreamReader(service.keyPrefix);
});

afterAll(async () => {
  streams.close();
  await users.close();
  await orders.close();
  await notifications.close();
});

interface Person {
  readonly userId: string;
  readonly email: string;
}

const newPerson = (): Person => {
  const userId = randomUUID();
  return { userId, email: `${userId}@example.com` };
};

const register = async ({ userId, email }: Person, firstName = 'Ada'): Promise<string> =>
  users.publish((publisher, options) => publisher.userCreated({ userId, email, firstName, lastName: 'King' }, options));

const mailsTo = async ({ email }: Person, count: number): Promise<readonly ReceivedMail[]> =>
  eventually(() => {
    expect(mailServer.to(email)).toHaveLength(count);
    return mailServer.to(email);
  });

const notificationsOf = async ({ userId }: Person): Promise<Record<string, unknown>[]> => {
  const { body } = await service.http.as(await identity.issue(userId)).get('/notifications');
  // NotificationListResponse.
  return body['notifications'] as Record<string, unknown>[];
};

const outcomeOf = async (notificationId: unknown) => streams.eventsOf(notificationsStream, String(notificationId));

test('welcomes a new user by one e-mail, and tells that it was sent', async () => {
  const person = newPerson();
  const eventId = await register(person);
  const [mail] = await mailsTo(person, 1);
  const [notification] = await eventually(async () => {
    const list = await notificationsOf(person);
    expect(list).toMatchObject([{ template: 'WELCOME', subject: 'Welcome', status: 'sent' }]);
    return list;
  });
  expect(Object.fromEntries(mail?.headers ?? [])).toMatchObject({
    from: 'Shop <shop@example.com>',
    to: `Ada King <${person.email}>`,
    subject: 'Welcome',
    'message-id': `<${String(notification?.['notificationId'])}@streampact.local>`,
    'x-streampact-event-id': eventId,
  });
  expect(mail?.text).toContain('Dear Ada,');
  await eventually(async () =>
    expect(await outcomeOf(notification?.['notificationId'])).toMatchObject([
      {
        type: 'NOTIFICATION_SENT',
        causationId: eventId,
        correlationId: eventId,
        data: { template: 'WELCOME', userId: person.userId },
      },
    ]),
  );
});

test('tells how an order ended', async () => {
  const person = newPerson();
  const { userId } = person;
  const [confirmed, rejected] = [randomUUID(), randomUUID()];
  await register(person);
  await orders.publish(async (publisher, options) => {
    const total = { amountMinor: 1250, currency: 'EUR' };
    await publisher.orderConfirmed({ orderId: confirmed, userId, total }, options);
    await publisher.orderCancelled({ orderId: confirmed, userId }, options);
    await publisher.orderRejected({ orderId: rejected, userId, reason: 'INSUFFICIENT_CREDIT' }, options);
  });
  const mails = await mailsTo(person, 4);
  const texts = mails.map(({ text }) => text.replaceAll(/=\r\n/g, '')).join('\n');
  expect(texts).toContain(`your order ${confirmed} over 12.50 EUR is confirmed.`);
  expect(texts).toContain(`your order ${confirmed} is cancelled`);
  expect(texts).toContain(`your order ${rejected}: your credit does not cover it.`);
  const templates = (await notificationsOf(person)).map(({ template }) => template);
  expect(new Set(templates)).toEqual(new Set(['ORDER_CANCELLED', 'ORDER_CONFIRMED', 'ORDER_REJECTED', 'WELCOME']));
});

test('an order that is told before its customer is known waits, and its events keep their order', async () => {
  const person = newPerson();
  const { userId } = person;
  const orderId = randomUUID();
  await orders.publish(async (publisher, options) => {
    await publisher.orderConfirmed({ orderId, userId, total: { amountMinor: 1, currency: 'EUR' } }, options);
    await publisher.orderCancelled({ orderId, userId }, options);
  });
  await eventually(async () => {
    const rows = await service.database.query('select state from inbox where key = $1 order by entry_ms, entry_seq', [
      orderId,
    ]);
    expect(rows).toEqual([{ state: 'retrying' }, { state: 'waiting' }]);
  });
  await register(person);
  const mails = await mailsTo(person, 3);
  const subjects = mails.map(({ headers }) => headers.get('subject'));
  expect(subjects.map((subject) => subject?.replace(/ [0-9a-f]{8}/, ''))).toEqual([
    'Welcome',
    'Your order is confirmed',
    'Your order is cancelled',
  ]);
});

test('an event that is delivered twice is told once', async () => {
  const person = newPerson();
  const { userId } = person;
  const orderId = randomUUID();
  await register(person);
  const eventId = await orders.publish((publisher, options) => publisher.orderCancelled({ orderId, userId }, options));
  await mailsTo(person, 2);
  await streams.appendAgain(ordersStream, eventId);
  // The same key: when it is told, the second delivery has been handled.
  await orders.publish((publisher, options) =>
    publisher.orderRejected({ orderId, userId, reason: 'CREDIT_TIMEOUT' }, options),
  );
  const mails = await mailsTo(person, 3);
  expect(mails.filter(({ headers }) => headers.get('x-streampact-event-id') === eventId)).toHaveLength(1);
});

test('a name cannot add a header', async () => {
  const person = newPerson();
  await register(person, 'Ada\r\nBcc: everyone@example.com\r\nX-Evil: 1');
  const [mail] = await mailsTo(person, 1);
  expect([...(mail?.headers.keys() ?? [])]).not.toContain('bcc');
  expect([...(mail?.headers.keys() ?? [])]).not.toContain('x-evil');
  expect(mail?.headers.get('to')).toContain(person.email);
});

test('an e-mail that the server refuses for good is given up and told as failed', async () => {
  const person = newPerson();
  mailServer.refusals.set(person.email, 550);
  await register(person);
  const [notification] = await eventually(async () => {
    const list = await notificationsOf(person);
    expect(list).toMatchObject([{ template: 'WELCOME', status: 'failed' }]);
    return list;
  });
  await eventually(async () =>
    expect(await outcomeOf(notification?.['notificationId'])).toMatchObject([
      { type: 'NOTIFICATION_FAILED', data: { reason: expect.stringContaining('550') as string } },
    ]),
  );
});

test('an e-mail that is not taken now is kept for later', async () => {
  const person = newPerson();
  mailServer.refusals.set(person.email, 450);
  await register(person);
  const attempts = async () =>
    service.database.query<object[]>(
      'select attempts, next_attempt_at > now() as "isLater" from delivery where user_id = $1 and last_error is not null',
      [person.userId],
    );
  await eventually(async () => expect(await attempts()).toEqual([{ attempts: 1, isLater: true }]));
  mailServer.refusals.delete(person.email);
  await service.database.query('update delivery set next_attempt_at = now() where user_id = $1', [person.userId]);
  await mailsTo(person, 1);
});

test('with the e-mail server away nothing is lost, it is said once, and told when it is back', async () => {
  await mailServer.stop();
  const people = [newPerson(), newPerson(), newPerson()];
  for (const person of people) await register(person);
  await eventually(async () =>
    expect(await service.http.get('/health/ready')).toMatchObject({
      status: 200,
      body: { status: 'degraded', details: { mail: { status: 'degraded' } } },
    }),
  );
  await eventually(async () => {
    for (const person of people) expect(await notificationsOf(person)).toMatchObject([{ status: 'pending' }]);
  });
  await mailServer.start();
  for (const person of people) await mailsTo(person, 1);
  await eventually(async () =>
    expect(await service.http.get('/health/ready')).toMatchObject({ body: { details: { mail: { status: 'up' } } } }),
  );
  const said = service.log.filter(({ sentence }) => sentence.startsWith('the e-mail server'));
  expect(said.map(({ level, sentence }) => [level, sentence.replace(/;.*/, '')])).toEqual([
    ['warn', 'the e-mail server does not answer'],
    ['info', 'the e-mail server answers again'],
  ]);
  const rows = await service.database.query<object[]>(
    'select distinct attempts from delivery where user_id = any($1)',
    [people.map(({ userId }) => userId)],
  );
  // Attempts against a server that was not there do not count.
  expect(rows).toEqual([{ attempts: 1 }]);
});

test('lists nothing to somebody who is not logged in', async () => {
  expect(await service.http.get('/notifications')).toMatchObject({ status: 401 });
});
