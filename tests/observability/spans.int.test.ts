/**
 * Goal: traces stay whole where it is not simple: several entries in one append, an attempt that fails, a timer that fires later.
 * Method: OpenTelemetry's SDK in this process, and the services of the ledger and the trip.
 */
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
  type ReadableSpan,
} from '@opentelemetry/sdk-trace-node';
import { inSpan, OutboxPublisher } from '@streampact/runtime';
import { eventually } from '../infrastructure/test-infrastructure.js';
import { balanceChanged } from '../integration/ledger-contract.js';
import { LedgerSystem } from '../integration/ledger-system.js';
import { TripSystem } from '../sagas/trip-system.js';

const exporter = new InMemorySpanExporter();
const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
const closings: (() => Promise<void>)[] = [];

beforeAll(() => provider.register());
afterEach(async () => {
  for (const close of closings.splice(0)) await close();
  exporter.reset();
});
afterAll(async () => provider.shutdown());

const ledgerSystem = async (): Promise<LedgerSystem> => {
  const system = await LedgerSystem.create({
    consumer: { retry: { attempts: 3, firstDelayMs: 1, maxDelayMs: 1, jitter: 0 } },
  });
  closings.push(async () => system.close());
  return system;
};

const spansCalled = (name: string): readonly ReadableSpan[] =>
  exporter.getFinishedSpans().filter((span) => span.name === name);
const idOf = (span: ReadableSpan | undefined): string | undefined => span?.spanContext().spanId;
const traceOf = (span: ReadableSpan | undefined): string | undefined => span?.spanContext().traceId;

/** A request of somebody, below which something is done. */
const request = async (work: () => Promise<unknown>): Promise<void> => {
  await inSpan(() => ({ name: 'request', parent: null }), work);
};

test('entries that are appended together are each in their own trace, and link to the append', async () => {
  const system = await ledgerSystem();
  for (const n of [1, 2, 3]) await request(async () => system.change('ada', n));
  system.startRelay();

  await eventually(() => expect(spansCalled('send accounts-stream')).toHaveLength(4));
  const sent = spansCalled('send accounts-stream');
  const batch = sent.find((span) => span.attributes['messaging.batch.message_count'] === 3);
  const created = spansCalled('create accounts-stream');
  expect(batch?.parentSpanContext).toBeUndefined();
  expect(new Set(batch?.links.map(({ context }) => context.spanId))).toEqual(new Set(created.map(idOf)));
  const alone = sent.filter((span) => span !== batch);
  expect(new Set(alone.map((span) => span.parentSpanContext?.spanId))).toEqual(new Set(created.map(idOf)));
  for (const span of alone) expect(span.links.map(({ context }) => context.spanId)).toEqual([idOf(batch)]);
  expect(new Set(alone.map(traceOf))).toEqual(new Set(spansCalled('request').map(traceOf)));
});

test('many events that are published together have one create span, whose trace each is in', async () => {
  const system = await ledgerSystem();
  const data = [1, 2, 3].map((n) => ({ accountId: `a-${String(n)}`, n }));
  await request(async () =>
    system.accounts.transaction(async (transaction) =>
      new OutboxPublisher().publishMany(balanceChanged, data, { transaction }),
    ),
  );
  system.startRelay();

  await eventually(() =>
    expect(
      spansCalled('send accounts-stream').filter((span) => 'messaging.message.id' in span.attributes),
    ).toHaveLength(3),
  );
  const [created, ...others] = spansCalled('create accounts-stream');
  expect(others).toEqual([]);
  expect(created?.attributes['messaging.batch.message_count']).toBe(3);
  expect(traceOf(created)).toBe(traceOf(spansCalled('request')[0]));
});

test('an attempt that fails is marked with the kind of its error, and the next one is in the same trace', async () => {
  const system = await ledgerSystem();
  await system.startAccounts();
  let attempts = 0;
  await system.startLedger(async (event, context) => {
    attempts++;
    if (attempts <= 2) throw new RangeError('ada@example.com is out of range');
    await system.write(event, context);
  });
  await request(async () => system.change('ada', 1));

  await eventually(() => expect(spansCalled('create ledger-stream')).toHaveLength(1));
  await eventually(() => expect(spansCalled('process accounts-stream')).toHaveLength(3));
  const processed = spansCalled('process accounts-stream');
  expect(processed.map((span) => span.attributes['streampact.delivery.attempt'])).toEqual([1, 2, 3]);
  expect(processed.map((span) => span.attributes['error.type'])).toEqual(['RangeError', 'RangeError', undefined]);
  expect(new Set(processed.map(traceOf))).toEqual(new Set([traceOf(spansCalled('request')[0])]));
  const next = spansCalled('create ledger-stream')[0];
  expect(next?.parentSpanContext?.spanId).toBe(idOf(processed[2]));
  expect(JSON.stringify(processed.map(({ events, status, attributes }) => [events, status, attributes]))).not.toContain(
    '@',
  );
});

test('a timer of a saga fires in the trace in which it was set', async () => {
  const trips = await TripSystem.create();
  closings.push(async () => trips.close());
  let tripId = '';
  await request(async () => (tripId = await trips.bookedAndUnpaid()));
  const { timers } = await trips.instance();
  timers.start();
  await trips.letTimersBeDue(tripId);

  await eventually(() =>
    expect(exporter.getFinishedSpans().filter(({ name }) => name.startsWith('timer '))).toHaveLength(1),
  );
  const fired = exporter.getFinishedSpans().find(({ name }) => name.startsWith('timer '));
  expect(traceOf(fired)).toBe(traceOf(spansCalled('request')[0]));
  const moved = exporter.getFinishedSpans().filter((span) => span.parentSpanContext?.spanId === idOf(fired));
  expect(moved.map(({ name }) => name)).toEqual([expect.stringMatching(/^saga trip /)]);
});
