/** What the runner and a worker process say to each other over IPC. */
import type { FaultPoint } from '@streampact/runtime';
import type { History } from '../history.js';
import type { ServiceName, Side } from '../system.js';

/** A customer that user-service knows, or one that only order-service has heard of. */
export interface Customer {
  readonly userId: string;
  readonly limitMinor: number;
  readonly isUnknownToUserService: boolean;
}

/** What a worker needs to know of a run. */
export interface RunSettings {
  readonly side: Side;
  readonly name: string;
  readonly seed: number;
  readonly keyPrefix: string;
  readonly redisUrl: string;
  readonly databaseUrls: Readonly<Record<ServiceName, string>>;
  readonly retentionMs: number;
  readonly customers: readonly Customer[];
  /** JSON lines of this worker in this run. */
  readonly logFile: string;
}

export interface ArmedPoint {
  readonly service: ServiceName;
  readonly point: FaultPoint;
  readonly nth: number;
  /** What the process sends itself there: with SIGSTOP once, and it says so before. */
  readonly signal: 'SIGKILL' | 'SIGSTOP';
}

export type ToWorker =
  | { readonly kind: 'open'; readonly settings: RunSettings }
  | { readonly kind: 'workload'; readonly isOn: boolean }
  | { readonly kind: 'arm'; readonly at: ArmedPoint | undefined }
  | { readonly kind: 'clock'; readonly offsetMs: number }
  | { readonly kind: 'close' };

/** What was answered as committed: it must be there at the end, whatever breaks. */
export type Acknowledged = History['acknowledged'];

export type FromWorker =
  | { readonly kind: 'loaded' }
  | { readonly kind: 'opened' }
  /** The workload was told to end, and its last transaction has. */
  | { readonly kind: 'idle' }
  /** It has reached the point where it was to stop itself with SIGSTOP, and does so now. */
  | { readonly kind: 'freezing' }
  | { readonly kind: 'acknowledged'; readonly acknowledged: Acknowledged }
  | { readonly kind: 'closed' };
