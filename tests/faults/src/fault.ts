/** One way to break the running system, and to heal it. */
import type { RedisGroupKind } from './environment/redis-group.js';
import type { Commit } from './history.js';
import type { Random } from './random.js';
import type { FaultSystem, ServiceName } from './system.js';

/** What a restore took back: the checker does not ask for it any more, and must not find it counted as lost. */
export interface Undone {
  /** Committed before the restore and not after it. */
  readonly commits: readonly Commit[];
  /** Whose databases were set back. */
  readonly services: readonly ServiceName[];
}

export interface Fault {
  /** `redis-kill`: for `--only`, and the file's name where a file holds one fault. */
  readonly name: string;
  /** One sentence for `--list` and the table. */
  readonly purpose: string;
  /** Of every stream in a run with this fault. @default 1 500 ms */
  readonly retentionMs?: number;
  /** What the run has for Redis. @default one server behind a proxy, `redis` of the system */
  readonly redis?: RedisGroupKind;
  /** The services' URLs name two hosts of each PostgreSQL; the second one refuses until the fault leads it to a standby. */
  readonly hasStandby?: boolean;
  /** Every process, server and network is left alone: each instance has to keep its partitions. */
  readonly leavesAllAlone?: boolean;
  /**
   * Breaks and heals; the workload goes on meanwhile and some time longer. When it returns every process that should run
   * runs again (the runner starts what is missing, restarts servers and heals networks all the same).
   * Every choice comes from `random`, so that a seed repeats it.
   */
  inject(system: FaultSystem, random: Random): Promise<Undone | void>;
}
