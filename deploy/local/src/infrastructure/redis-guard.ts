/** What several Redis servers that belong together demand of everybody who connects, each other included: TLS, a user, both. */
import { readFileSync } from 'node:fs';

export interface RedisLogin {
  readonly username: string;
  readonly password: string;
}

export interface RedisGuard {
  /** Only TLS is spoken then, with this certificate; clients show none. Files that the servers' user may read. */
  readonly tls?: { readonly certificateFile: string; readonly keyFile: string; readonly caFile: string };
  /** By which the servers are known to clients, as the certificate names them. @default 127.0.0.1 */
  readonly host?: string;
  readonly users?: {
    /** As `aclfile`. */
    readonly file: string;
    /** May do anything: sets the servers up and asks them. */
    readonly admin: RedisLogin;
    /** As whom a replica follows. */
    readonly replica: RedisLogin;
    /** As whom a Sentinel watches and promotes. */
    readonly sentinel?: RedisLogin;
  };
  /** Of the Sentinels themselves. */
  readonly sentinelPassword?: string;
}

export const hostOfGuard = ({ host = '127.0.0.1' }: RedisGuard): string => host;

/** Of a server that may follow, or be followed. The certificate is for `startRedis`. */
export const guardSettings = (guard: RedisGuard): Readonly<Record<string, string>> => ({
  ...(guard.tls ? { 'tls-replication': 'yes' } : {}),
  ...(guard.users
    ? { aclfile: guard.users.file, masteruser: guard.users.replica.username, masterauth: guard.users.replica.password }
    : {}),
});

/** How ioredis connects as the administrator. */
export const adminOptions = (guard: RedisGuard): object => ({
  host: hostOfGuard(guard),
  ...(guard.tls ? { tls: { ca: readFileSync(guard.tls.caFile) } } : {}),
  ...guard.users?.admin,
});
