/**
 * A worker process: loaded → open (both services of a side run, with their workload when it is on) → closed, which can be
 * opened for the next run. It ends with its parent, at SIGTERM after finishing what is in flight, and wherever it is killed.
 */
import { openSync, closeSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createLogger } from '@streampact/edge';
import type { Logger } from '@streampact/runtime';
import type { ServiceName, Side } from '../system.js';
import { startAccountService } from './account-service.js';
import { Acknowledgements } from './acknowledgements.js';
import { ArmedPoints } from './armed-points.js';
import { stepClock } from './clock.js';
import type { HostedService, HostingContext } from './hosted-service.js';
import { startLedgerService } from './ledger-service.js';
import { startOrderService } from './order-service.js';
import type { FromWorker, RunSettings, ToWorker } from './protocol.js';
import { startUserService } from './user-service.js';
import { Workload } from './workload.js';

type Start = (context: HostingContext) => Promise<HostedService>;
const hosted: Readonly<Record<Side, readonly (readonly [ServiceName, Start])[]>> = {
  producers: [
    ['account-service', startAccountService],
    ['user-service', startUserService],
  ],
  consumers: [
    ['ledger-service', startLedgerService],
    ['order-service', startOrderService],
  ],
};

/** A server that is away comes back: a service manager would start the process again. */
const tryAgainMs = 200;

const send = (message: FromWorker): void => void process.send?.(message);
const sent = async (message: FromWorker): Promise<void> =>
  new Promise((resolve) => process.send?.(message, undefined, undefined, () => resolve()));
const armed = new ArmedPoints(async () => sent({ kind: 'freezing' }));
const acknowledgements = new Acknowledgements(send);
let services: HostedService[] = [];
let workload: Workload | undefined;
let isWorkloadOn = false;
let closing = new AbortController();
let logFile: number | undefined;

const open = async (settings: RunSettings): Promise<void> => {
  closing = new AbortController();
  logFile = openSync(settings.logFile, 'a');
  const instance = `${settings.name}/${String(process.pid)}`;
  for (const [name, start] of hosted[settings.side]) {
    const logger = createLogger({ service: name, level: 'info', write });
    const context: HostingContext = { settings, instance, logger, atPoint: armed.of(name), acknowledgements };
    const service = await startUntilItWorks(start, context);
    if (service) services.push(service);
  }
  workload = new Workload(
    services.flatMap((service) => service.workload),
    { seed: settings.seed, logger: createLogger({ service: settings.name, level: 'info', write }) },
  );
  if (isWorkloadOn) workload.start();
  send({ kind: 'opened' });
};

const startUntilItWorks = async (start: Start, context: HostingContext): Promise<HostedService | undefined> => {
  while (!closing.signal.aborted) {
    try {
      return await start(context);
    } catch (error) {
      logTo(context.logger, error);
      await sleep(tryAgainMs);
    }
  }
  return undefined;
};

const logTo = (logger: Logger, error: unknown): void => logger.warn({ err: error }, 'service cannot start yet');

const close = async (): Promise<void> => {
  closing.abort();
  isWorkloadOn = false;
  const ended = workload?.stop();
  workload = undefined;
  await Promise.all(services.map(async (service) => service.stop()));
  await ended;
  services = [];
  armed.arm(undefined);
  stepClock(0);
  acknowledgements.flush();
  if (logFile !== undefined) closeSync(logFile);
  logFile = undefined;
  send({ kind: 'closed' });
};

/** At once: what a killed process has said must not be lost with it. */
const write = (line: string): void => {
  if (logFile === undefined) process.stderr.write(`${line}\n`);
  else writeSync(logFile, `${line}\n`);
};

const on = async (message: ToWorker): Promise<void> => {
  if (message.kind === 'open') await open(message.settings);
  else if (message.kind === 'close') await close();
  else if (message.kind === 'arm') armed.arm(message.at);
  else if (message.kind === 'clock') stepClock(message.offsetMs);
  else {
    isWorkloadOn = message.isOn;
    if (isWorkloadOn) workload?.start();
    else {
      await workload?.stop();
      send({ kind: 'idle' });
    }
  }
};

process.on('message', (message) => void on(message as ToWorker)); // only the runner writes here
process.on('disconnect', () => process.exit(0));
process.on('SIGTERM', () => void close().then(() => process.exit(0)));
send({ kind: 'loaded' });
