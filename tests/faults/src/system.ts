/** What a fault can take hold of while a run goes on: processes, servers, the network between them, and what is stored. */
import type { FaultPoint } from '@streampact/runtime';
import type { RedisClusterHandle, RedisSentinelsHandle, ServerHandle } from '@streampact/local';
import type { Commit } from './history.js';

/**
 * Half of the system. `producers`: account-service and user-service, and the PostgreSQL server of both;
 * `consumers`: ledger-service and order-service, and theirs.
 */
export type Side = 'producers' | 'consumers';
export const sides: readonly Side[] = ['producers', 'consumers'];

export const services = ['account-service', 'user-service', 'ledger-service', 'order-service'] as const;
export type ServiceName = (typeof services)[number];

export const sideOf: Readonly<Record<ServiceName, Side>> = {
  'account-service': 'producers',
  'user-service': 'producers',
  'ledger-service': 'consumers',
  'order-service': 'consumers',
};

/** The network between the services and one server; a TcpProxy. After every fault the runner calls `heal`. */
export interface Network {
  readonly port: number;
  retarget(port: number): void;
  cut(): void;
  refuse(isRefusing: boolean): void;
  blackHole(isBlackHole: boolean): void;
  silence(): void;
  delay(ms: number): void;
  loseNextReply(isWanted: (request: Buffer) => boolean): () => boolean;
  heal(): void;
}

export interface Server {
  /** `url` and `port` lead straight to it; the services reach it through `network` only. */
  readonly handle: ServerHandle;
  /** What it keeps: PostgreSQL's is `<home>/data`, Redis' its working directory. */
  readonly home: string;
  readonly network: Network;
  /** The second host in the services' URL where a fault says `hasStandby`: refuses everybody until it is led somewhere. */
  readonly standbyNetwork: Network;
}

/** One process that hosts both services of a side, and makes their business transactions. */
export interface Worker {
  /** `producers-1` */
  readonly name: string;
  readonly side: Side;
  readonly pid: number;
  readonly isRunning: boolean;
  /** Resolves when the process is gone, for whatever reason. */
  readonly ended: Promise<void>;
  /** Sends the signal and waits until the process is gone. @default SIGKILL */
  kill(signal?: 'SIGKILL' | 'SIGTERM'): Promise<void>;
  /** SIGSTOP; it ends by `resume` or `kill`. */
  pause(): void;
  resume(): void;
  /** From now on the process kills itself with SIGKILL when it passes this point for the `nth` time. */
  arm(at: { readonly service: ServiceName; readonly point: FaultPoint; readonly nth: number }): void;
  /**
   * From now on the process stops itself with SIGSTOP when it passes this point for the first time. Resolves then, or when it
   * has ended; it goes on by `resume`.
   */
  freezeAt(at: { readonly service: ServiceName; readonly point: FaultPoint }): Promise<void>;
  /** Takes the order to kill or to stop itself back. */
  disarm(): void;
  /** Moves what `Date` says in this process; 0 is the real time. */
  setClock(offsetMs: number): void;
}

export interface Workers {
  /** Those that run, paused ones included. */
  of(side: Side): readonly Worker[];
  /** One more instance; resolves when its services have started. Retries while its servers are away. */
  start(side: Side): Promise<Worker>;
  /** Kills every process of a side with SIGKILL. */
  killAll(side: Side): Promise<void>;
}

export interface FaultSystem {
  readonly postgres: Readonly<Record<Side, Server>>;
  readonly redis: Server;
  /** Instead of `redis`, for a fault that says so; reached without a proxy. @throws if this run has none */
  readonly redisCluster: RedisClusterHandle;
  /** Instead of `redis`, for a fault that says so; reached without a proxy. @throws if this run has none */
  readonly redisSentinels: RedisSentinelsHandle;
  readonly workers: Workers;
  /** Before every Redis key. */
  readonly keyPrefix: string;
  /** Redis keys of every partition that this run has, dead letters included. */
  streamKeys(): readonly string[];
  /** The database of a service, straight on its server. */
  databaseUrl(service: ServiceName): string;
  /** Every event that is committed on a side now; read it before and after a restore. Survives outbox retirement. */
  commits(side: Side): Promise<readonly Commit[]>;
  /** Says in the run's log what the fault does. */
  readonly say: (sentence: string) => void;
}
