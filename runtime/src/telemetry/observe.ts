/**
 * Gauges: what PostgreSQL, the broker and this process are asked when metrics are collected, not before. What is read from the
 * database is the same in every instance of a service (take the maximum); lag, partitions and the relay are this instance's own
 * (take the sum).
 */
import type { Attributes, ObservableCallback, ObservableGauge } from '@opentelemetry/api';
import type { Pool } from 'pg';
import type { ConsumerBroker } from '../broker/broker.js';
import type { Consumer } from '../consumer/consumer.js';
import { countStates, countWaitingKeys } from '../inbox/inbox.js';
import type { Relay } from '../outbox/relay.js';
import { backlog } from '../outbox/window.js';
import { countFailingTimers, countOpenSagas } from '../saga/saga-counts.js';
import type { Finding } from '../service/finding.js';
import {
  consumerLag,
  findingsNow,
  inboxUnfinished,
  keysWaiting,
  outboxBacklog,
  outboxOldestAge,
  partitionsOwned,
  relayLeader,
  sagasOpen,
  sagaTimersFailing,
} from './metrics.js';
import { observing, sharedFor } from './observed-gauge.js';

export interface Observed {
  readonly pool: Pool;
  readonly broker: ConsumerBroker;
  readonly consumer: Consumer;
  readonly relay: Pick<Relay, 'status'>;
  /** Names of the sagas that run here. */
  readonly sagas: readonly string[];
  readonly findings: () => readonly Finding[];
}

/** @returns ends the observation */
export const observe = (observed: Observed): (() => void) => {
  const observers = [...ofDatabase(observed), ...ofInstance(observed), ...ofSagas(observed)];
  for (const [gauge, callback] of observers) gauge.addCallback(callback);
  return () => {
    for (const [gauge, callback] of observers) gauge.removeCallback(callback);
  };
};

type Observer = readonly [gauge: ObservableGauge, callback: ObservableCallback];

const ofDatabase = ({ pool }: Observed): readonly Observer[] => {
  const askBacklog = sharedFor(500, async () => backlog(pool));
  return [
    [outboxBacklog, observing([{}], async () => [[(await askBacklog()).rows, {}]])],
    [outboxOldestAge, observing([{}], async () => [[(await askBacklog()).oldestAgeSeconds, {}]])],
    [
      inboxUnfinished,
      observing(
        ['retrying', 'waiting', 'dead'].map((state) => ({ state })),
        async () => [...(await countStates(pool))].map(([state, count]) => [count, { state }]),
      ),
    ],
    [
      keysWaiting,
      observing(
        ['retry', 'dead-letter'].map((behind) => ({ behind })),
        async () => [...(await countWaitingKeys(pool))].map(([behind, count]) => [count, { behind }]),
      ),
    ],
  ];
};

const ofInstance = ({ broker, consumer, relay, findings }: Observed): readonly Observer[] => [
  [
    consumerLag,
    observing(consumer.streams.map(ofStream), async () =>
      [...(await lagOf(broker, consumer))].map(([stream, lag]) => [lag, ofStream(stream)]),
    ),
  ],
  [
    partitionsOwned,
    observing([], () => Object.entries(consumer.status.partitions).map(([stream, count]) => [count, ofStream(stream)])),
  ],
  [relayLeader, observing([], () => [[isLeading(relay) ? 1 : 0, {}]])],
  [findingsNow, observing([], () => findings().map(({ subject, severity }) => [1, { subject, severity }]))],
];

const ofSagas = ({ pool, sagas }: Observed): readonly Observer[] =>
  sagas.length === 0
    ? []
    : [
        [
          sagasOpen,
          observing([], async () =>
            (await countOpenSagas(pool)).map(({ saga, state, count }) => [count, { saga, state }]),
          ),
        ],
        [
          sagaTimersFailing,
          observing(
            sagas.map((saga) => ({ saga })),
            async () => {
              const failing = await countFailingTimers(pool);
              return sagas.map((saga) => [failing.get(saga) ?? 0, { saga }]);
            },
          ),
        ],
      ];

/** One that holds the lease and whose broker does not answer leads nobody. */
const isLeading = ({ status: { state, trouble } }: Pick<Relay, 'status'>): boolean =>
  trouble === undefined && (state === 'relaying' || state === 'recovering');

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
