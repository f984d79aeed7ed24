/**
 * Goal: one trace tells what became of an order, from the HTTP request to the e-mail, over three services, without a gap. Method:
 * the three services as real processes that send OTLP to a receiver of this test; the shop's story; then SIGTERM, which sends what
 * was not sent yet; then the receiver is asked for the trace of the first order.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseOf, serviceNames, System, tellStory } from '@streampact/local';
import { compile, projectFolder } from '../infrastructure/compiled.js';
import {
  createTestDatabase,
  testKeyPrefix,
  testRedisUrl,
  type TestDatabase,
} from '../infrastructure/test-infrastructure.js';
import { startOtlpReceiver, type OtlpReceiver, type ReceivedSpan } from './otlp-receiver.js';

const testMaxMs = 120_000;
const keyPrefix = testKeyPrefix();
const databases = new Map<string, TestDatabase>();
/** What `/metrics` of each service showed before it was stopped. */
const metricsText = new Map<string, string>();
let logFolder: string;
let receiver: OtlpReceiver;
let trace: readonly ReceivedSpan[];

beforeAll(async () => {
  compile();
  receiver = await startOtlpReceiver();
  for (const name of serviceNames) databases.set(name, await createTestDatabase(databaseOf(name)));
  logFolder = mkdtempSync(join(tmpdir(), 'streampact-trace-'));
  const system = await System.start({
    projectFolder,
    logFolder,
    env: {
      PATH: process.env['PATH'],
      STREAMPACT_KEY_PREFIX: keyPrefix,
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      USER_SERVICE_PORT: '0',
      ORDER_SERVICE_PORT: '0',
      NOTIFICATION_SERVICE_PORT: '0',
    },
    infrastructure: {
      databaseUrl: process.env['STREAMPACT_TEST_DATABASE_URL'] ?? '',
      redisUrl: testRedisUrl(),
      from: { postgres: 'the test run', redis: 'the test run' },
      servers: [],
      stop: () => Promise.resolve(),
    },
    databaseName: (service) => decodeURIComponent(new URL(databases.get(service)?.url ?? '').pathname.slice(1)),
    say: () => undefined,
    onDeath: () => undefined,
  });
  const urls = {
    users: system.url('user-service'),
    orders: system.url('order-service'),
    notifications: system.url('notification-service'),
  };
  await tellStory({ urls, redisUrl: testRedisUrl(), keyPrefix, mails: system.mailCatcher.mails });
  for (const name of serviceNames) {
    metricsText.set(name, await (await fetch(`${system.url(name)}/metrics`)).text());
  }
  await system.stop();
  const placed = receiver.spans.find(isOrderPlaced);
  trace = receiver.trace(placed?.traceId ?? '');
}, testMaxMs);

afterAll(async () => {
  for (const database of databases.values()) await database.drop();
  await receiver.close();
  rmSync(logFolder, { recursive: true, force: true });
}, testMaxMs);

const isOrderPlaced = ({ name, attributes }: ReceivedSpan): boolean =>
  name === 'POST /orders' && attributes['http.response.status_code'] === 201;

/** From a span up to the root of its trace. */
const pathTo = (span: ReceivedSpan | undefined): readonly string[] => {
  const names: string[] = [];
  for (let at = span; at; at = trace.find(({ spanId }) => spanId === at?.parentSpanId)) names.unshift(nameOf(at));
  return names;
};

const nameOf = ({ service, name }: ReceivedSpan): string => `${service}: ${name}`;

test('the trace begins with the request, and the parent of every other span is in it', () => {
  const ids = new Set(trace.map(({ spanId }) => spanId));
  const parentless = trace.filter(({ parentSpanId }) => parentSpanId === undefined || parentSpanId === '');
  expect(parentless.map(nameOf)).toEqual(['order-service: POST /orders']);
  const orphans = trace.filter((span) => !parentless.includes(span) && !ids.has(span.parentSpanId ?? ''));
  expect(orphans.map(nameOf)).toEqual([]);
});

test('it leads from the request through all three services to the e-mail', () => {
  const email = trace.find(({ name }) => name === 'send e-mail');
  expect(pathTo(email)).toEqual([
    'order-service: POST /orders',
    'order-service: create orders-stream',
    'user-service: process orders-stream',
    'user-service: create users-stream',
    'order-service: process users-stream',
    'order-service: saga order creditReserved',
    'order-service: create orders-stream',
    'notification-service: process orders-stream',
    'notification-service: deliver e-mail',
    'notification-service: send e-mail',
  ]);
  const told = trace.find(({ name }) => name === 'create notifications-stream');
  expect(pathTo(told).slice(-2)).toEqual([
    'notification-service: deliver e-mail',
    'notification-service: create notifications-stream',
  ]);
});

test('every message of it is appended once, and the append is below the span that created it', () => {
  const created = trace.filter(({ name }) => name.startsWith('create '));
  expect(created.length).toBeGreaterThanOrEqual(4);
  for (const { spanId, attributes } of created) {
    const sent = trace.filter(({ parentSpanId, name }) => parentSpanId === spanId && name.startsWith('send '));
    expect(sent.map((span) => span.attributes['messaging.message.id'])).toEqual([attributes['messaging.message.id']]);
  }
});

test('statements and commands are below what asked for them, without values', () => {
  const statements = trace.filter(({ attributes }) => attributes['db.system.name'] === 'postgresql');
  const insert = statements.find(
    ({ attributes }) =>
      typeof attributes['db.query.text'] === 'string' && attributes['db.query.text'].includes('insert into outbox '),
  );
  expect(pathTo(insert).at(-2)).toMatch(/: create /);
  const commands = trace.filter(({ attributes }) => attributes['db.system.name'] === 'redis');
  expect(commands.length).toBeGreaterThan(0);
  for (const command of commands) expect(pathTo(command).at(-2)).toMatch(/: send /);
  expect(JSON.stringify([...statements, ...commands])).not.toContain('@example.com');
});

test('a process span links to the receive span of its batch, which links to the create spans of its messages', () => {
  const processed = trace.filter(({ name }) => name.startsWith('process '));
  expect(processed.length).toBeGreaterThanOrEqual(3);
  for (const span of processed) {
    const batch = receiver.spans.find(({ spanId }) => spanId === span.links?.[0]?.spanId);
    expect(batch?.name).toBe(`receive ${String(span.attributes['messaging.destination.name'])}`);
    expect(batch?.links?.map(({ spanId }) => spanId)).toContain(span.parentSpanId);
  }
});

test.each(serviceNames)('%s says who it is', (service) => {
  const [span] = receiver.spans.filter((one) => one.service === service);
  expect(span?.resource).toMatchObject({
    'service.name': service,
    'service.version': expect.stringMatching(/^\d+\.\d+\.\d+$/),
    'service.instance.id': expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
});

test.each(serviceNames)('%s sends its metrics by OTLP as well, the last of them when it stops', (service) => {
  expect([...(receiver.metrics.get(service) ?? [])]).toEqual(
    expect.arrayContaining([
      'http.server.request.duration',
      'messaging.client.sent.messages',
      'process.cpu.time',
      'streampact.relay.entries',
    ]),
  );
});

test.each(serviceNames)('%s shows units in the names of /metrics', (service) => {
  const text = metricsText.get(service) ?? '';
  for (const name of [
    'http_server_request_duration_seconds_bucket',
    'process_cpu_time_seconds_total',
    'process_memory_usage_bytes',
    'streampact_outbox_oldest_age_seconds',
    'streampact_relay_leader',
  ]) {
    expect(text).toMatch(new RegExp(`^${name}[ {]`, 'm'));
  }
});
