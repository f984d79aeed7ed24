/**
 * Goal: what the contracts mark as personal (x-pii) stands in the databases and streams that need it, and nowhere else. Method:
 * notification-service, whose database refuses a person with an error that names her; then everything that is written about the
 * failure is searched: log, inbox, mirror of the dead letter, tools.
 */
import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { userService, type UserServicePublisher } from '@streampact/generated/user-service';
import {
  eventually,
  startForeignService,
  type ForeignService,
  type TestService,
} from '../../services/edge/test/harness/index.js';
import type { MailServer } from '../../services/notification-service/test/mail-server.js';
import {
  startNotificationService,
  type TestNotificationService,
} from '../../services/notification-service/test/start-notification-service.js';
import { projectFolder } from '../infrastructure/compiled.js';
import { testRedisUrl } from '../infrastructure/test-infrastructure.js';
import { opsIn, type Ended } from '../integration/operator.js';

const ada = { userId: randomUUID(), email: 'ada.lovelace@example.com', firstName: 'Augusta', lastName: 'Lovelace' };
const personal = /lovelace|augusta/i;
const redis = new Redis(testRedisUrl());
let notifications: TestNotificationService;
let mailServer: MailServer;
let service: TestService;
let users: ForeignService<UserServicePublisher>;
let id: string;

beforeAll(async () => {
  notifications = await startNotificationService();
  ({ service, mailServer } = notifications);
  users = await startForeignService(userService, service.keyPrefix);
  await service.database.query(`
    create function refuse() returns trigger language plpgsql as $$
    begin
      raise exception 'We know % % already', new.first_name, new.email using detail = 'Her name is ' || new.last_name;
    end $$;
    create trigger refuse before insert on recipient for each row when (new.email like 'ada%') execute function refuse();
  `);
  await users.publish(async (publisher, options) => (id = await publisher.userCreated(ada, options)));
  // The last of its attempts comes at once.
  await eventually(async () => expectState('retrying'));
  await eventually(async () => {
    await service.database.query(
      `update inbox set attempts = 100, next_attempt_at = now() where id = $1 and state = 'retrying'`,
      [id],
    );
    await expectState('dead');
  });
});

afterAll(async () => {
  redis.disconnect();
  await users.close();
  await notifications.close();
});

const inbox = async (): Promise<{ state: string; errors: unknown } | undefined> =>
  (
    await service.database.query<{ state: string; errors: unknown }[]>(
      'select state, errors from inbox where id = $1',
      [id],
    )
  )[0];

const expectState = async (state: string): Promise<void> => expect(await inbox()).toMatchObject({ state });

const deadLetters = async (...argv: readonly string[]): Promise<Ended> => {
  const environment = {
    STREAMPACT_DATABASES: `notification-service=${service.databaseUrl}`,
    REDIS_URL: testRedisUrl(),
    STREAMPACT_KEY_PREFIX: service.keyPrefix,
  };
  // Where the generated registry is found.
  return opsIn(
    { environment, folder: `${projectFolder}/services/notification-service` },
    'streams',
    'dead-letters',
    ...argv,
  );
};

test('the log tells of the failure without naming the person', () => {
  const told = service.log.filter(({ messageId }) => messageId === id);
  expect(told.map(({ sentence }) => sentence)).toContain('message given up: it is a dead letter now');
  expect(JSON.stringify(told)).toContain('We know [personal] [personal] already');
  expect(JSON.stringify(service.log)).not.toMatch(personal);
});

test('the history of attempts does not name her either', async () => {
  const text = JSON.stringify((await inbox())?.errors);
  expect(text).toContain('We know [personal] [personal] already');
  expect(text).not.toMatch(personal);
});

test('the mirror of the dead letter holds her data in the event only', async () => {
  const key = `${service.keyPrefix}users-stream.dlq.notification-service`;
  const [entry] = await eventually(async () => {
    const entries = await redis.xrange(key, '-', '+');
    expect(entries).toHaveLength(1);
    return entries;
  });
  const fields = entry?.[1] ?? [];
  const field = (name: string): string => fields[fields.indexOf(name) + 1] ?? '';
  expect(JSON.parse(field('data'))).toEqual(ada);
  expect(field('deadLetter')).toContain('We know [personal] [personal] already');
  expect(field('deadLetter')).not.toMatch(personal);
});

test('the tools show the payload without her data', async () => {
  const listed = await deadLetters('list');
  expect(listed.stdout).toContain(id);
  expect(listed.stdout).not.toMatch(personal);

  const { stdout } = await deadLetters('show', id);
  expect(stdout).toContain(`"userId": "${ada.userId}"`);
  expect(stdout).toContain('"email": "[personal]"');
  expect(stdout).not.toMatch(personal);
  expect((await deadLetters('show', id, '--json')).stdout).not.toMatch(personal);
});

test('--reveal shows it, and puts on record who looked', async () => {
  const { stdout } = await deadLetters('show', id, '--reveal', '--who', 'grace');
  expect(stdout).toContain(ada.email);
  const rows = await service.database.query<object[]>('select who, command, details from streampact_audit');
  expect(rows).toEqual([
    {
      who: 'grace',
      command: 'streams dead-letters show --reveal',
      details: { group: 'notification-service', ids: [id] },
    },
  ]);
});

test('an address that the e-mail server refuses is not repeated', async () => {
  const bob = { userId: randomUUID(), email: 'bob.lovelace@example.com', firstName: 'Bob', lastName: 'Lovelace' };
  mailServer.refusals.set(bob.email, 550);
  await users.publish(async (publisher, options) => publisher.userCreated(bob, options));
  await eventually(() => expect(service.log.map(({ sentence }) => sentence)).toContain('e-mail given up'));
  expect(JSON.stringify(service.log)).not.toMatch(personal);
  const failed = await eventually(async () => {
    const rows = await service.database.query<object[]>(
      `select data->>'reason' as reason from outbox where type = 'NOTIFICATION_FAILED'`,
    );
    expect(rows).toHaveLength(1);
    return JSON.stringify(rows);
  });
  expect(failed).toContain('[personal] is refused');
  expect(failed).not.toMatch(personal);
});
