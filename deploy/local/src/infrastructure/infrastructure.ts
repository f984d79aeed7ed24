import type { ServerHandle } from '../process/server-process.js';

export type Step = 'docker' | 'local' | 'embedded';

export interface InfrastructureOptions {
  /** `start` keeps its data (fsync on) until it is reset; `test` uses throwaway folders and containers. */
  readonly purpose: 'start' | 'test';
  /** Told in one line per server what is used and why the steps before it were not, and before anything slow. */
  readonly say: (line: string) => void;
  /** Use this step only, and not the URLs of the environment. @default all, in the order of the design */
  readonly only?: Step;
  /** The project: its docker-compose.yml is used, its `.streampact/` keeps data. @default this repository */
  readonly projectFolder?: string;
  /** @default `.streampact/data` of the project */
  readonly dataFolder?: string;
  readonly env?: NodeJS.ProcessEnv;
}

export interface Infrastructure {
  /** A maintenance URL: databases can be created there. */
  readonly databaseUrl: string;
  readonly redisUrl: string;
  /** Who must have signed the certificate of Redis; PostgreSQL's authority is in its URL. */
  readonly redisCaFile?: string;
  readonly from: { readonly postgres: string; readonly redis: string };
  /** The servers that run as child processes of this one. */
  readonly servers: readonly ServerHandle[];
  stop(): Promise<void>;
}

/** One server that is there now, and how to let go of it. */
export interface Provided {
  readonly url: string;
  /** Names the data behind it: what another server keeps to go with this data lies in a folder of this name. */
  readonly dataKey: string;
  readonly from: string;
  readonly server?: ServerHandle;
  stop(): Promise<void>;
}

export interface Skipped {
  /** Why this step cannot be taken, beginning with its name. */
  readonly skipped: string;
}
