/** One run: fresh databases, workers under load, one fault, then quiet until everything has arrived, and the check. */
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { check, isBrokenForGood } from '../checker/check.js';
import { outstanding } from '../checker/drained.js';
import type { Violation } from '../checker/violation.js';
import { hostedStreamKeys, subscriptions } from '../contract/hosted.js';
import { retentionMs } from '../contract/short-times.js';
import { readOwnerships, readRows } from '../environment/recorded-rows.js';
import { RunSystem } from '../environment/run-system.js';
import type { Servers } from '../environment/servers.js';
import { StreamWatch } from '../environment/stream-watch.js';
import type { WorkerPool } from '../environment/worker-pool.js';
import type { Fault, Undone } from '../fault.js';
import type { History, Ownership } from '../history.js';
import { seededRandom } from '../random.js';
import { services } from '../system.js';
import { drainTime } from './drain-time.js';

export interface RunResult {
  readonly fault: string;
  readonly seed: number;
  readonly violations: readonly Violation[];
  /** From healing until what was committed before it was applied everywhere; undefined: never. */
  readonly drainMs: number | undefined;
  readonly counts: {
    readonly commits: number;
    readonly effects: number;
    readonly entries: number;
    readonly orders: number;
  };
  readonly tookMs: number;
  /** Logs of the run and its history. */
  readonly folder: string;
}

export interface RunPlace {
  readonly servers: Servers;
  readonly pool: WorkerPool;
  /** Of this run alone. */
  readonly folder: string;
  /** Writes the history down also if nothing is wrong with it. */
  readonly isKept?: boolean;
  /** Called before the workers start. */
  readonly prepare?: (system: RunSystem) => Promise<void>;
  /** Called when nothing is left to do but to wait until everything has arrived. */
  readonly onWorkloadEnd?: () => void;
  /** Where losses are expected: the run is over when nothing has arrived for this long. @default 20 000 ms */
  readonly stuckAfterMs?: number;
  /** Where a promise is meant to be broken: the run is over when one is, for good, and its processes are killed then. */
  readonly endsWhenBroken?: boolean;
}

/** Of each side. */
export const instances = 2;
const beforeFaultMs = [600, 1_200] as const;
/** The workload goes on this long on what was healed. */
const afterFaultMs = 500;
const drainMaxMs = 90_000;
const drainLookMs = 120;
/** Longer than every pause of the runtime in a run: when nothing has arrived for this long, nothing will. */
const stillMs = 5_000;
/** A fault that takes longer than this hangs. */
const faultMaxMs = 240_000;

export const runFault = async (fault: Fault, seed: number, place: RunPlace): Promise<RunResult> => {
  const startedAt = performance.now();
  const { servers, pool, folder } = place;
  mkdirSync(folder, { recursive: true });
  const random = seededRandom(seed);
  const say = (sentence: string): void =>
    appendFileSync(join(folder, 'fault.log'), `${new Date().toISOString()} ${sentence}\n`);
  const system = await RunSystem.create({
    servers,
    pool,
    seed,
    retentionMs: fault.retentionMs ?? retentionMs,
    redis: fault.redis,
    hasStandby: fault.hasStandby ?? false,
    folder,
    say,
  });
  const watch = new StreamWatch(system.redisUrl, hostedStreamKeys(system.keyPrefix));
  const crashes: string[] = [];
  let undone: Undone = { commits: [], services: [] };
  let ownerships: readonly Ownership[] = [];

  await place.prepare?.(system);
  await pool.complete(instances);
  pool.startWorkload();
  await sleep(random.integer(...beforeFaultMs));
  say(`${fault.name} begins`);
  try {
    undone = (await withDeadline(fault.inject(system, random), fault)) ?? undone;
  } catch (error) {
    crashes.push(
      `The fault could not be injected: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  }
  await servers.heal();
  const healedAt = Date.now();
  say('healed');
  await pool.complete(instances);
  await sleep(afterFaultMs);
  await pool.endWorkload();
  say('workload ends');
  place.onWorkloadEnd?.();

  const read = async (drainMs: number | undefined): Promise<History> => ({
    ...(await readRows(system.databaseUrls, services)),
    subscriptions,
    acknowledged: system.acknowledged,
    entryConflicts: watch.conflicts,
    undone: undone.commits,
    restored: undone.services,
    ownerships,
    crashes,
    drainMs,
    isMoving: false,
  });
  const drain = await untilDrained(async () => read(undefined), {
    stuckAfterMs: place.stuckAfterMs ?? drainMaxMs,
    isOver: (history) => (place.endsWhenBroken ?? false) && isBrokenForGood(history),
  });
  say(endings[drain]);
  if (fault.leavesAllAlone) {
    // Before the workers stop: the one that stops later takes over what the other gives back.
    const perService = services.map(async (name) => readOwnerships(name, system.databaseUrl(name)));
    ownerships = (await Promise.all(perService)).flat();
  }
  crashes.push(...pool.crashed.map(({ name, pid }) => `Worker ${name} (process ${String(pid)}) ended by itself.`));
  servers.endSilence();
  if (drain !== 'drained' && place.endsWhenBroken) await pool.kill();
  const refused = await pool.end();
  say('workers have ended');
  crashes.push(...refused.map(({ name }) => `Worker ${name} did not stop in time and was killed.`));
  await watch.stop();
  const last = await read(undefined);
  const drainMs = drain === 'drained' ? drainTime(last, healedAt) : undefined;
  const history = { ...last, drainMs, isMoving: drain === 'moving' || drain === 'broken' };
  const violations = check(history);
  if (violations.length > 0 || place.isKept) writeFileSync(join(folder, 'history.json'), JSON.stringify(history));
  await system.drop();
  return {
    fault: fault.name,
    seed,
    violations,
    drainMs: history.drainMs,
    counts: {
      commits: history.commits.length,
      effects: history.effects.length,
      entries: watch.entryCount,
      orders: history.orders.length,
    },
    tookMs: performance.now() - startedAt,
    folder,
  };
};

/** A run that broke the harness itself: nothing is known of it, so it counts as a violation. */
export const failedRun = (fault: string, seed: number, folder: string, error: unknown): RunResult => ({
  fault,
  seed,
  violations: [
    {
      property: 'X',
      sentence: `The run could not be ended: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    },
  ],
  drainMs: undefined,
  counts: { commits: 0, effects: 0, entries: 0, orders: 0 },
  tookMs: 0,
  folder,
});

type Ending = 'drained' | 'broken' | 'moving' | 'stuck';
const endings: Readonly<Record<Ending, string>> = {
  drained: 'drained',
  broken: 'a promise is broken',
  moving: 'not drained, but it goes on',
  stuck: 'nothing arrives any more',
};

/** Drained twice in a row: a handler may have published something between two reads of the first look. */
const untilDrained = async (
  read: () => Promise<History>,
  { stuckAfterMs, isOver }: { readonly stuckAfterMs: number; readonly isOver: (history: History) => boolean },
): Promise<Ending> => {
  const deadline = performance.now() + drainMaxMs;
  let committed = -1;
  let left = 0;
  let changedAt = performance.now();
  while (performance.now() < Math.min(deadline, changedAt + stuckAfterMs)) {
    await sleep(drainLookMs);
    const history = await read();
    if (isOver(history)) return 'broken';
    const count = outstanding(history).length;
    if (count !== left) changedAt = performance.now();
    left = count;
    if (count > 0) committed = -1;
    else if (committed === history.commits.length) return 'drained';
    else committed = history.commits.length;
  }
  return performance.now() - changedAt < stillMs ? 'moving' : 'stuck';
};

const withDeadline = async <Result>(work: Promise<Result>, { name }: Fault): Promise<Result> => {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${name} did not heal within ${String(faultMaxMs)} ms.`)), faultMaxMs);
  });
  try {
    return await Promise.race([work, tooLong]);
  } finally {
    clearTimeout(timer);
  }
};
