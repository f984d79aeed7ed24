/**
 * Goal: one trace tells what became of an order, from the HTTP request to the e-mail, over three services, without a gap. Method: the
 * three services as real processes tell the shop's story, and the receiver of their telemetry is asked for the first order's trace.
 */
import { serviceNames } from '@streampact/local';
import { tellObservedStory, type ObservedStory } from './observed-story.js';
import type { ReceivedSpan } from './otlp-receiver.js';

const testMaxMs = 120_000;
let story: ObservedStory;
let trace: readonly ReceivedSpan[];

beforeAll(async () => {
  story = await tellObservedStory();
  trace = story.receiver.trace(story.receiver.spans.find(isOrderPlaced)?.traceId ?? '');
}, testMaxMs);

afterAll(async () => story.close(), testMaxMs);

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
    const batch = story.receiver.spans.find(({ spanId }) => spanId === span.links?.[0]?.spanId);
    expect(batch?.name).toBe(`receive ${String(span.attributes['messaging.destination.name'])}`);
    expect(batch?.links?.map(({ spanId }) => spanId)).toContain(span.parentSpanId);
  }
});

test.each(serviceNames)('%s says who it is', (service) => {
  const [span] = story.receiver.spans.filter((one) => one.service === service);
  expect(span?.resource).toMatchObject({
    'service.name': service,
    'service.version': expect.stringMatching(/^\d+\.\d+\.\d+$/),
    'service.instance.id': expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
});

test.each(serviceNames)('%s sends its metrics by OTLP as well, the last of them when it stops', (service) => {
  expect([...(story.receiver.metrics.get(service) ?? [])]).toEqual(
    expect.arrayContaining([
      'http.server.request.duration',
      'messaging.client.sent.messages',
      'process.cpu.time',
      'streampact.relay.entries',
    ]),
  );
});
