/** What health shows of a service's consumers in this process. */
import type { PartitionLease } from '../inbox/inbox.js';

export interface ConsumerStatus {
  /** `standby`: other instances have all partitions; `interrupted`: something does not answer, see `trouble`. */
  readonly state: 'stopped' | 'starting' | 'standby' | 'consuming' | 'interrupted';
  /** Partitions that this instance works on, by stream. */
  readonly partitions: Readonly<Record<string, number>>;
  /** Streams on which this service was paused, and since when. */
  readonly paused?: Readonly<Record<string, string>>;
  readonly trouble?: string;
}

export interface ConsumerFacts {
  readonly isRunning: boolean;
  /** It has looked for its partitions once. */
  readonly isBalanced: boolean;
  readonly streams: readonly string[];
  readonly workers: readonly { readonly lease: PartitionLease; readonly lacksEntries: boolean }[];
  readonly pausedSince: ReadonlyMap<string, Date>;
  readonly trouble: string | undefined;
}

export const consumerStatus = (facts: ConsumerFacts): ConsumerStatus => {
  const { streams, workers, pausedSince } = facts;
  const trouble = facts.trouble ?? lackOf(facts);
  const paused = streams.flatMap((stream): [string, string][] => {
    const since = pausedSince.get(stream);
    return since === undefined ? [] : [[stream, since.toISOString()]];
  });
  return {
    state: stateOf(facts, trouble),
    partitions: Object.fromEntries(
      streams.map((stream) => [stream, workers.filter(({ lease }) => lease.stream === stream).length]),
    ),
    ...(paused.length === 0 ? {} : { paused: Object.fromEntries(paused) }),
    ...(trouble === undefined ? {} : { trouble }),
  };
};

const stateOf = (facts: ConsumerFacts, trouble: string | undefined): ConsumerStatus['state'] => {
  if (!facts.isRunning) return 'stopped';
  if (trouble !== undefined) return 'interrupted';
  if (!facts.isBalanced) return 'starting';
  return facts.workers.length > 0 ? 'consuming' : 'standby';
};

const lackOf = ({ workers }: ConsumerFacts): string | undefined => {
  const lacking = workers.filter(({ lacksEntries }) => lacksEntries);
  if (lacking.length === 0) return undefined;
  const names = lacking.map(({ lease }) => `${lease.stream}.${String(lease.partition)}`);
  return `entries after the position are not in ${names.join(', ')}; waiting for the relay`;
};
