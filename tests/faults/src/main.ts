/** `npm run test:faults`: every fault once, or as many runs as asked for; progress on standard error, the table on standard output. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseCommandLine, usage, type CommandLine, type MutantsCommand } from './command-line.js';
import { Servers } from './environment/servers.js';
import { WorkerPool } from './environment/worker-pool.js';
import { faults } from './faults/index.js';
import { runMutants } from './mutants/run-mutants.js';
import { mutantsTable } from './report/mutants-table.js';
import { summarise, table } from './report/table.js';
import { failedRun, runFault, type RunResult } from './run/run-fault.js';

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const namedMax = 12;

const makeFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'streampact-faults-'));
  chmodSync(folder, 0o755); // the servers do not run as root
  return folder;
};

const run = async (command: CommandLine): Promise<readonly RunResult[]> => {
  const folder = makeFolder();
  const servers = await Servers.start(folder);
  const pool = new WorkerPool(folder);
  const results: RunResult[] = [];
  const interruption = new AbortController();
  process.once('SIGINT', () => interruption.abort()); // the run at hand ends first, so that there is a table
  try {
    for (let index = 0; index < command.runs && !interruption.signal.aborted; index++) {
      const name = command.faults[index % command.faults.length];
      const fault = faults.find((one) => one.name === name);
      if (!fault) throw new Error(`There is no fault ${String(name)}.`);
      const seed = command.seed + index;
      const logs = join(folder, 'runs', `${fault.name}-${String(seed)}`);
      mkdirSync(logs, { recursive: true });
      const place = { servers, pool, folder: logs, isKept: command.isKept };
      const result = await runFault(fault, seed, place).catch(async (error: unknown) => {
        await pool.end(); // the next run begins with what this one has left behind
        return failedRun(fault.name, seed, logs, error);
      });
      results.push(result);
      progress(result, index + 1, command.runs);
      if (result.violations.length === 0 && !command.isKept) rmSync(logs, { recursive: true, force: true });
    }
  } finally {
    await pool.stop();
    await servers.stop();
  }
  if (command.isKept) say(`Logs and histories: ${join(folder, 'runs')}`);
  else if (results.every(({ violations }) => violations.length === 0)) rmSync(folder, { recursive: true, force: true });
  return results;
};

/** @returns the exit code */
const runNegativeControls = async ({ only, seed, isJson }: MutantsCommand): Promise<number> => {
  const folder = makeFolder();
  const servers = await Servers.start(folder);
  try {
    const results = await runMutants({ servers, folder, seed, say, ...(only ? { only } : {}) });
    process.stdout.write(`${isJson ? JSON.stringify(results, undefined, 2) : mutantsTable(results)}\n`);
    return results.every(({ caught }) => caught) ? 0 : 1;
  } finally {
    await servers.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};

const progress = (result: RunResult, number: number, of: number): void => {
  const { fault, seed, counts, drainMs, tookMs, violations, folder } = result;
  const drained = drainMs === undefined ? 'NOT drained' : `drained in ${String(drainMs)} ms`;
  say(
    `${String(number)}/${String(of)} ${fault} --seed ${String(seed)}: ${String(counts.commits)} events, ${String(counts.effects)} effects, ` +
      `${String(counts.orders)} orders, ${drained}, ${String(violations.length)} violations (${(tookMs / 1_000).toFixed(1)} s)`,
  );
  for (const { property, sentence } of violations.slice(0, namedMax)) say(`    ${property}: ${sentence}`);
  if (violations.length > namedMax) say(`    and ${String(violations.length - namedMax)} more`);
  if (violations.length === 0) return;
  say(`    logs and history: ${folder}`);
  say(`    again: npm run test:faults -- --seed ${String(seed)} --only ${fault}`);
};

const main = async (): Promise<number> => {
  const command = parseCommandLine(process.argv.slice(2));
  if (command.kind === 'help') process.stdout.write(usage);
  else if (command.kind === 'list') {
    for (const { name, purpose } of faults) process.stdout.write(`${name.padEnd(32)} ${purpose}\n`);
  } else if (command.kind === 'mistake') {
    process.stderr.write(`${command.sentence}\n\n${usage}`);
    return 2;
  } else if (command.kind === 'mutants') {
    return runNegativeControls(command);
  } else {
    const results = await run(command);
    const summaries = summarise(results);
    const violations = results.reduce((sum, result) => sum + result.violations.length, 0);
    process.stdout.write(
      command.isJson
        ? `${JSON.stringify({ violations, runs: results.length, faults: summaries, results }, undefined, 2)}\n`
        : `${table(summaries)}\n`,
    );
    return violations === 0 ? 0 : 1;
  }
  return 0;
};

try {
  process.exitCode = await main();
} catch (error) {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = 2;
}
