/**
 * Runs each mutant under the fault that exposes it, seed after seed, until the checker reports a violation. A run that did not drain
 * in time, or a process that ended, does not count: a busy machine could be the reason.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Violation } from '../checker/violation.js';
import { withDatabase } from '../environment/recorded-rows.js';
import type { Servers } from '../environment/servers.js';
import { WorkerPool } from '../environment/worker-pool.js';
import { faults } from '../faults/index.js';
import { instances, runFault } from '../run/run-fault.js';
import { services, sides } from '../system.js';
import { mutants } from './index.js';
import type { Mutant } from './mutant.js';

export interface MutantResult {
  readonly mutant: string;
  readonly purpose: string;
  readonly fault: string;
  /** Undefined: no seed made the checker notice. */
  readonly caught: { readonly seed: number; readonly properties: string; readonly sentence: string } | undefined;
  readonly seedsTried: number;
  readonly tookMs: number;
}

export interface MutantRuns {
  readonly servers: Servers;
  readonly folder: string;
  /** Of the first run of each. */
  readonly seed: number;
  /** @default all */
  readonly only?: readonly string[];
  readonly say: (line: string) => void;
}

interface RunOfMutant {
  readonly pool: WorkerPool;
  readonly onWorkloadEnd: () => void;
}

/** As many tries has a mutant; most need one, and the rarest was noticed within four. */
const seedsMax = 12;
/** What a mutant has lost does not come. */
const stuckAfterMs = 6_000;
/** Not G: partitions change hands on a machine that is busy enough, whatever is wrong. */
const events: readonly Violation['property'][] = ['A', 'B', 'C', 'D', 'E'];

export const runMutants = async (runs: MutantRuns): Promise<readonly MutantResult[]> => {
  const results: MutantResult[] = [];
  const chosen = mutants.filter(({ name }) => runs.only?.includes(name) ?? true);
  const work = chosen.map((mutant) => ({ mutant, pool: poolOf(mutant, runs.folder) }));
  try {
    for (const [index, { mutant, pool }] of work.entries()) {
      // While this one waits for what does not come, the next one's processes load, which takes as long as its run.
      const onWorkloadEnd = (): void => work[index + 1]?.pool.warmUp(instances * sides.length);
      const result = await runMutant(mutant, { ...runs, pool, onWorkloadEnd });
      results.push(result);
      const { caught, seedsTried, tookMs } = result;
      const how = caught ? `${caught.properties} with seed ${String(caught.seed)}: ${caught.sentence}` : 'NOT caught';
      runs.say(`${mutant.name} under ${mutant.fault}, ${String(seedsTried)} runs, ${seconds(tookMs)}: ${how}`);
    }
  } finally {
    await Promise.all(work.map(async ({ pool }) => pool.stop()));
  }
  return results;
};

const poolOf = ({ name }: Mutant, folder: string): WorkerPool =>
  new WorkerPool(folder, {
    execArgv: ['--import', new URL('./register.js', import.meta.url).href],
    env: { ...process.env, STREAMPACT_MUTANT: name },
  });

const runMutant = async (
  mutant: Mutant,
  { servers, folder, seed: firstSeed, pool, onWorkloadEnd }: MutantRuns & RunOfMutant,
): Promise<MutantResult> => {
  const startedAt = performance.now();
  const { name, purpose } = mutant;
  const fault = faults.find((one) => one.name === mutant.fault);
  if (!fault) throw new Error(`Mutant ${name} wants the fault ${mutant.fault}, and there is none of this name.`);
  try {
    for (let seed = firstSeed; seed < firstSeed + seedsMax; seed++) {
      const logs = join(folder, 'mutants', `${name}-${String(seed)}`);
      mkdirSync(logs, { recursive: true });
      const { violations, counts } = await runFault(fault, seed, {
        servers,
        pool,
        folder: logs,
        stuckAfterMs,
        endsWhenBroken: true,
        onWorkloadEnd,
        prepare: async (system) => {
          for (const service of services) await mutateDatabase(mutant, system.databaseUrl(service));
        },
      });
      // A mutant whose processes cannot even start would be one that nobody notices.
      if (counts.commits === 0) throw new Error(`Nothing was committed with the mutant ${name}: ${logs} says why.`);
      const noticed = violations.filter(({ property }) => (mutant.breaks ?? events).includes(property));
      const [first] = noticed;
      if (!first) continue;
      const properties = [...new Set(noticed.map(({ property }) => property))].toSorted().join(' ');
      const caught = { seed, properties, sentence: first.sentence };
      const seedsTried = seed - firstSeed + 1;
      return {
        mutant: name,
        purpose,
        fault: fault.name,
        caught,
        seedsTried,
        tookMs: since(startedAt),
      };
    }
  } finally {
    await pool.stop();
  }
  return {
    mutant: name,
    purpose,
    fault: fault.name,
    caught: undefined,
    seedsTried: seedsMax,
    tookMs: since(startedAt),
  };
};

const mutateDatabase = async ({ statement }: Mutant, url: string): Promise<void> => {
  if (statement !== undefined) await withDatabase(url, async (read) => read(statement));
};

const since = (startedAt: number): number => Math.round(performance.now() - startedAt);
const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
