/**
 * Goal: the whole system does over public HTTP what `npm start` shows. Method: the three services as real processes on
 * databases and a key prefix of this test, two customers, three orders; then states, events and e-mails are compared.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseOf, serviceNames, System, tellStory, type Story } from '@streampact/local';
import { compile, projectFolder } from '../infrastructure/compiled.js';
import {
  createTestDatabase,
  testKeyPrefix,
  testRedisUrl,
  type TestDatabase,
} from '../infrastructure/test-infrastructure.js';

const startMaxMs = 120_000;
const keyPrefix = testKeyPrefix();
const databases = new Map<string, TestDatabase>();
const deaths: string[] = [];
let logFolder: string;
let system: System;
let story: Story;

beforeAll(async () => {
  compile();
  for (const name of serviceNames) databases.set(name, await createTestDatabase(databaseOf(name)));
  logFolder = mkdtempSync(join(tmpdir(), 'streampact-e2e-'));
  system = await System.start({
    projectFolder,
    logFolder,
    env: {
      PATH: process.env['PATH'],
      STREAMPACT_KEY_PREFIX: keyPrefix,
      USER_SERVICE_PORT: '0',
      ORDER_SERVICE_PORT: '0',
      NOTIFICATION_SERVICE_PORT: '0',
    },
    infrastructure: testInfrastructure(),
    databaseName: (service) => databaseNameIn(databases.get(service)),
    say: () => undefined,
    onDeath: (sentence) => void deaths.push(sentence),
  });
  story = await tellStory({
    urls: {
      users: system.url('user-service'),
      orders: system.url('order-service'),
      notifications: system.url('notification-service'),
    },
    redisUrl: testRedisUrl(),
    keyPrefix,
    mails: system.mailCatcher.mails,
  });
}, startMaxMs);

afterAll(async () => {
  await system.stop();
  for (const database of databases.values()) await database.drop();
  rmSync(logFolder, { recursive: true, force: true });
}, startMaxMs);

test('every order ends in its state, every e-mail arrives, and credit is held for the confirmed order only', () => {
  expect(story.checks.filter(({ isTrue }) => !isTrue)).toEqual([]);
  expect(story.checks).toHaveLength(8);
});

test.each([
  ['order 1', ['ORDER_PLACED', 'CREDIT_RESERVED', 'ORDER_CONFIRMED']],
  ['order 2', ['ORDER_PLACED', 'CREDIT_REJECTED', 'ORDER_REJECTED']],
  ['order 3', ['ORDER_PLACED', 'CREDIT_RESERVED', 'ORDER_CONFIRMED', 'ORDER_CANCELLED', 'CREDIT_RELEASED']],
])('%s publishes its events once and in this order: %j', (label, types) => {
  const { orderId } = story.orders.find((order) => order.label === label) ?? {};
  const events = story.events.filter(({ data, type }) => data['orderId'] === orderId && types.includes(type));
  expect(events.map(({ type }) => type)).toEqual(types);
});

test('each event has an id of its own and names the event that caused it', () => {
  const ids = new Set(story.events.map(({ id }) => id));
  expect(ids.size).toBe(story.events.length);
  const answers = story.events.filter(({ type }) => type.startsWith('CREDIT_') || type.startsWith('NOTIFICATION_'));
  expect(answers.filter(({ causationId }) => causationId === undefined || !ids.has(causationId))).toEqual([]);
});

test('each e-mail is sent once, under a Message-ID of its own', () => {
  expect(new Set(story.mails.map(({ messageId }) => messageId)).size).toBe(6);
  expect(story.mails).toHaveLength(6);
});

test.each(serviceNames)('%s shows its health, its metrics and its API page', async (service) => {
  for (const path of ['/health/live', '/health/ready', '/metrics', '/docs/json']) {
    const response = await fetch(`${system.url(service)}${path}`);
    expect([path, response.status]).toEqual([path, 200]);
  }
});

test('no service ended by itself', () => {
  expect(deaths).toEqual([]);
});

const testInfrastructure = () => ({
  databaseUrl: process.env['STREAMPACT_TEST_DATABASE_URL'] ?? '',
  redisUrl: testRedisUrl(),
  from: { postgres: 'the test run', redis: 'the test run' },
  servers: [],
  stop: () => Promise.resolve(),
});

const databaseNameIn = (database: TestDatabase | undefined): string =>
  decodeURIComponent(new URL(database?.url ?? '').pathname.slice(1));
