/** Gauges that have to ask PostgreSQL or the broker; they are asked when metrics are collected, not before. */
import type { Pool } from 'pg';
import type { ObservableResult } from '@opentelemetry/api';
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
      callback: silently(async (result) => result.observe((await askBacklog()).rows)),
    },
    {
      gauge: outboxOldestAge,
      callback: silently(async (result) => result.observe((await askBacklog()).oldestAgeSeconds)),
    },
    {
      gauge: inboxUnfinished,
      callback: silently(async (result) => {
        for (const [state, count] of await countStates(pool)) result.observe(count, { state });
      }),
    },
    {
      gauge: consumerLag,
      callback: silently(async (result) => {
        for (const [stream, lag] of await lagOf(broker, consumer)) {
          result.observe(lag, { 'messaging.destination.name': stream });
        }
      }),
    },
  ];
  for (const { gauge, callback } of observers) gauge.addCallback(callback);
  return () => {
    for (const { gauge, callback } of observers) gauge.removeCallback(callback);
  };
};

/** Entries not yet delivered, summed over the partitions that this instance owns; none where the broker cannot tell. */
const lagOf = async (broker: ConsumerBroker, consumer: Consumer): Promise<ReadonlyMap<string, number>> => {
  const lags = new Map<string, number>();
  await Promise.all(
    consumer.ownedKeys().map(async ({ consumer: { channel, group }, key }) => {
      const lag = (await broker.group(key, group))?.lag;
      if (lag !== undefined) lags.set(channel.address, (lags.get(channel.address) ?? 0) + lag);
    }),
  );
  return lags;
};

/** A gauge whose source does not answer shows nothing; health says why. */
const silently =
  (ask: (result: ObservableResult) => Promise<void>) =>
  async (result: ObservableResult): Promise<void> => {
    await ask(result).catch(() => undefined);
  };

const sharedFor = <Value>(ms: number, ask: () => Promise<Value>): (() => Promise<Value>) => {
  let asked: { at: number; value: Promise<Value> } | undefined;
  return async () => {
    if (!asked || performance.now() - asked.at > ms) asked = { at: performance.now(), value: ask() };
    return asked.value;
  };
};
