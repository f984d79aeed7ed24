/** Gauges that have to ask PostgreSQL or the broker; they are asked when metrics are collected, not before. */
import type { Pool } from 'pg';
import type { Attributes, ObservableResult } from '@opentelemetry/api';
import type { ConsumerBroker } from '../broker/broker.js';
import type { Consumer } from '../consumer/consumer.js';
import { countStates } from '../inbox/inbox.js';
import { backlog } from '../outbox/window.js';
import { consumerLag, inboxUnfinished, outboxBacklog, outboxOldestAge } from './metrics.js';

export interface Observed {
  readonly pool: Pool;
  readonly broker: ConsumerBroker;
  readonly consumer: Consumer;
}

/** @returns ends the observation */
export const observe = ({ pool, broker, consumer }: Observed): (() => void) => {
  // Two gauges of one collection share one question.
  const askBacklog = sharedFor(500, async () => backlog(pool));
  const observers = [
    {
      gauge: outboxBacklog,
      callback: observing([{}], async () => [[(await askBacklog()).rows, {}]]),
    },
    {
      gauge: outboxOldestAge,
      callback: observing([{}], async () => [[(await askBacklog()).oldestAgeSeconds, {}]]),
    },
    {
      gauge: inboxUnfinished,
      callback: observing(
        ['retrying', 'waiting', 'dead'].map((state) => ({ state })),
        async () => [...(await countStates(pool))].map(([state, count]) => [count, { state }]),
      ),
    },
    {
      gauge: consumerLag,
      callback: observing(consumer.streams.map(ofStream), async () =>
        [...(await lagOf(broker, consumer))].map(([stream, lag]) => [lag, ofStream(stream)]),
      ),
    },
  ];
  for (const { gauge, callback } of observers) gauge.addCallback(callback);
  return () => {
    for (const { gauge, callback } of observers) gauge.removeCallback(callback);
  };
};

const ofStream = (stream: string): Attributes => ({ 'messaging.destination.name': stream });

/** Entries not yet delivered, summed over the partitions that this instance owns; NaN where the broker cannot tell. */
const lagOf = async (broker: ConsumerBroker, consumer: Consumer): Promise<ReadonlyMap<string, number>> => {
  const lags = new Map(consumer.streams.map((stream) => [stream, 0]));
  await Promise.all(
    consumer.ownedKeys().map(async ({ consumer: { channel, group }, key }) => {
      const lag = (await broker.group(key, group))?.lag ?? Number.NaN;
      lags.set(channel.address, (lags.get(channel.address) ?? 0) + lag);
    }),
  );
  return lags;
};

/**
 * Shows NaN where the source does not answer, and health says why. Without that an exporter would go on showing what it saw
 * last, which is 0 more often than not.
 */
const observing =
  (all: readonly Attributes[], ask: () => Promise<readonly (readonly [value: number, attributes: Attributes])[]>) =>
  async (result: ObservableResult): Promise<void> => {
    try {
      for (const [value, attributes] of await ask()) result.observe(value, attributes);
    } catch {
      for (const attributes of all) result.observe(Number.NaN, attributes);
    }
  };

const sharedFor = <Value>(ms: number, ask: () => Promise<Value>): (() => Promise<Value>) => {
  let asked: { at: number; value: Promise<Value> } | undefined;
  return async () => {
    if (!asked || performance.now() - asked.at > ms) asked = { at: performance.now(), value: ask() };
    return asked.value;
  };
};
