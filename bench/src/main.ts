/** `npm run bench -- <name>`: runs one measurement, on servers of its own where it needs some, and prints question, machine, numbers and ratio. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bench } from './benchmark.js';
import { withServers } from './benchmark.js';
import { codegenBench } from './codegen.bench.js';
import { compatBench } from './compat.bench.js';
import { consumeBench } from './consume.bench.js';
import { docsBench } from './docs.bench.js';
import { flushBench } from './flush.bench.js';
import { latencyBench } from './latency.bench.js';
import { relayBench } from './relay.bench.js';
import { printReport, type Report } from './report.js';
import { scaleBench } from './scale.bench.js';
import { telemetryBench } from './telemetry.bench.js';
import { validateBench } from './validate.bench.js';

/** Those that need no servers, or start a whole system. */
const plainBenches: Readonly<Record<string, () => Promise<Report>>> = {
  codegen: codegenBench,
  compat: compatBench,
  docs: docsBench,
  flush: flushBench,
  validate: validateBench,
};

const benches: Readonly<Record<string, (bench: Bench) => Promise<Report>>> = {
  relay: relayBench,
  consume: consumeBench,
  latency: latencyBench,
  scale: scaleBench,
  telemetry: telemetryBench,
};

const name = process.argv[2] ?? '';
const bench = benches[name];
const plainBench = plainBenches[name];
if (plainBench) {
  printReport(await plainBench());
} else if (bench) {
  const dataFolder = await mkdtemp(join(tmpdir(), 'streampact-bench-'));
  await chmod(dataFolder, 0o755); // PostgreSQL does not run as root: its user has to enter here
  try {
    printReport(await withServers(dataFolder, bench));
  } finally {
    await rm(dataFolder, { recursive: true, force: true });
  }
} else {
  const usage = `npm run bench -- ${Object.keys({ ...benches, ...plainBenches }).join(' | ')}`;
  if (name === '--help' || name === '-h') process.stdout.write(`${usage}\n`);
  else {
    process.stderr.write(
      `${name === '' ? 'Name a measurement' : `There is no measurement "${name}"`}. Run: ${usage}\n`,
    );
    process.exitCode = 2;
  }
}
