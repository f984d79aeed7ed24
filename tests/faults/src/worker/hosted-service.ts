/** One service that runs in a worker process, and the business transactions that are made on it. */
import type { AtPoint, Logger } from '@streampact/runtime';
import type { Random } from '../random.js';
import type { Acknowledgements } from './acknowledgements.js';
import type { RunSettings } from './protocol.js';

export interface HostingContext {
  readonly settings: RunSettings;
  /** Worker and process: what an effect names as its instance. */
  readonly instance: string;
  readonly logger: Logger;
  readonly atPoint: AtPoint;
  readonly acknowledgements: Acknowledgements;
}

export interface HostedService {
  /** Loops that run until the signal is aborted; each makes one transaction after the other. */
  readonly workload: readonly WorkloadLoop[];
  /** Finishes what is in flight, gives everything back. */
  stop(): Promise<void>;
}

export interface WorkloadLoop {
  /** One business transaction. */
  once(random: Random): Promise<void>;
  /** Pause after it, in ms. */
  readonly pauseMs: readonly [min: number, max: number];
}
