/** What does telemetry cost on the way of an event, from transaction to effect? */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Bench } from './benchmark.js';
import { median, numberText, type Report } from './report.js';
import { eventsCount, publishersCount, type Measured } from './telemetry/measure-event-path.js';

const run = promisify(execFile);
const rounds = 3;
const pathOf = (url: string): string => fileURLToPath(new URL(url, import.meta.url));
const program = pathOf('telemetry/event-path.js');
const servicesTelemetry = { EVENT_PATH_TELEMETRY: pathOf('../../services/edge/dist/telemetry') };

interface Way {
  readonly name: string;
  readonly options?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

const waysOf = (endpoint: string): readonly [off: Way, ...others: Way[]] => {
  const otlp = { ...servicesTelemetry, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint };
  return [
    { name: 'off: every call of the API is empty', options: ['--import', pathOf('telemetry/replace-api.js')] },
    { name: 'API without SDK' },
    { name: 'metrics for /metrics: services as they are', environment: servicesTelemetry },
    {
      name: 'OTLP, a tenth of the traces',
      environment: { ...otlp, OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.1' },
    },
    { name: 'OTLP, every trace, statement and command', environment: otlp },
  ];
};

export const telemetryBench = async (bench: Bench): Promise<Report> => {
  const collector = await startCollector();
  const ways = waysOf(collector.url);
  const measured = new Map(ways.map((way): [Way, Measured[]] => [way, []]));
  try {
    for (let round = 0; round < rounds; round++) {
      for (const [way, values] of measured) values.push(await measure(bench, way));
    }
  } finally {
    collector.close();
  }
  const [off, ...others] = ways;
  const cpuOf = (way: Way): readonly number[] => (measured.get(way) ?? []).map((one) => one.cpuMicrosPerEvent);
  const without = cpuOf(off);
  const ratioOf = (way: Way): number => median(cpuOf(way).map((value, round) => value / (without[round] ?? value)));
  return {
    question: 'What does telemetry cost on the way of an event, from transaction to effect?',
    settings: {
      servers: bench.servers,
      events: `${numberText(eventsCount)} a round, published in a transaction each from ${String(publishersCount)} publishers, then relayed, then handled, in one process`,
      collector: `takes and forgets what comes, on the same machine: ${String(collector.taken())} requests`,
    },
    rows: [
      ...ways.map((way) => ({ name: way.name, values: cpuOf(way), unit: 'µs of CPU an event' })),
      ...[...measured].map(([{ name }, values]) => ({
        name,
        values: values.map(({ eventsPerSecond }) => eventsPerSecond),
        unit: 'events/s',
      })),
    ],
    answer: others.map((way) => `CPU: ${way.name} / off = ${numberText(ratioOf(way))}`).join('\n'),
  };
};

const measure = async (bench: Bench, { options = [], environment = {} }: Way): Promise<Measured> => {
  await bench.flush();
  const [sender, receiver] = [await bench.database(), await bench.database()];
  const { stdout } = await run(process.execPath, [...options, program, bench.redisUrl, sender.url, receiver.url], {
    env: { PATH: process.env['PATH'], ...environment },
    timeout: 300_000,
  });
  // The last line of event-path.ts.
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Measured;
};

const startCollector = async () => {
  let takenCount = 0;
  const server = createServer((request, response) => {
    takenCount++;
    request.resume().once('end', () => response.setHeader('Content-Type', 'application/json').end('{}'));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    taken: () => takenCount,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};
