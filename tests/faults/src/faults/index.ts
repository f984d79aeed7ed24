/** Every fault, in the order of the table. */
import type { Fault } from '../fault.js';
import { backendsTerminated } from './terminate-backends.js';
import { clockStepped } from './clock-stepped.js';
import { consumersAway } from './consumers-away.js';
import { foreignReader } from './foreign-reader.js';
import { instancesChange } from './instances-change.js';
import { killedAtPoint } from './killed-at-point.js';
import { killedAtRandom } from './killed-at-random.js';
import { appendReplyLost, commitReplyLost } from './lost-replies.js';
import { postgresNetwork, redisNetwork } from './network.js';
import { none } from './none.js';
import { postgresFailover } from './postgres-failover.js';
import { postgresFrozen } from './postgres-frozen.js';
import { partitionHeldAndFlushed } from './partition-held.js';
import { positionRewound } from './position-rewound.js';
import { processFrozen } from './process-frozen.js';
import { redisOutOfMemory, redisReadOnly } from './redis-refuses.js';
import { redisClusterFailover, redisSentinelFailover } from './redis-failover.js';
import { redisReplicaPromoted } from './redis-replica-promoted.js';
import { redisSlotsMoved } from './redis-slots-moved.js';
import { redisTailCut } from './redis-tail-cut.js';
import {
  consumersRestored,
  consumersRestoredAndFlushed,
  producersRestored,
  producersRestoredWithClockAhead,
} from './restored.js';
import { serverKilled } from './server-killed.js';
import { streamsLost } from './streams-lost.js';
import { twoAtOnce } from './two-at-once.js';

/** By what they take hold of: two of different groups can happen at once. */
const processes: readonly Fault[] = [
  ...killedAtPoint,
  ...killedAtRandom,
  ...processFrozen,
  instancesChange,
  clockStepped,
];
const redisServer: readonly Fault[] = [redisTailCut, redisOutOfMemory, redisReadOnly, ...streamsLost, foreignReader];
const redisConnections: readonly Fault[] = [...redisNetwork, appendReplyLost];
const postgresConnections: readonly Fault[] = [...postgresNetwork, commitReplyLost];

/** One of each kind, for continuous integration, which has a quarter of an hour for all its tests. */
export const shortSet: readonly string[] = [
  'none',
  'relay-killed-after-window',
  'relay-killed-after-floor',
  'consumer-killed-after-commit',
  'producers-killed',
  'consumers-frozen',
  'instances-change',
  'redis-killed',
  'postgres-killed-consumers',
  'redis-tail-cut',
  'redis-oom',
  'redis-flushall',
  'append-reply-lost',
  'commit-reply-lost',
  'producers-restored',
  'consumers-restored-flushall',
];

export const faults: readonly Fault[] = [
  none,
  ...processes,
  ...serverKilled,
  ...redisServer,
  redisReplicaPromoted,
  redisSentinelFailover,
  redisClusterFailover,
  redisSlotsMoved,
  ...redisConnections,
  ...postgresConnections,
  ...postgresFailover,
  ...postgresFrozen,
  backendsTerminated,
  ...consumersAway,
  partitionHeldAndFlushed,
  positionRewound,
  producersRestored,
  producersRestoredWithClockAhead,
  consumersRestored,
  consumersRestoredAndFlushed,
  twoAtOnce([processes, redisServer, redisConnections, postgresConnections]),
];
