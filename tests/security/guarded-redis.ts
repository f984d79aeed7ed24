/** A Redis with the users that `streampact acl` writes for the contracts of this repository. */
import { Redis } from 'ioredis';
import { startRedis, type RedisOptions, type ServerHandle } from '@streampact/local';
import { streampactIn } from '../../codegen/src/testing/streampact.js';
import type { ServerFiles } from './server-files.js';
import { passwordOf } from './guarded-postgres.js';

export interface GuardedRedis {
  readonly server: ServerHandle;
  /** Of a user that a test looks with; no service has it. */
  readonly adminUrl: string;
  readonly url: (user: string) => string;
}

const hashesFile = 'deploy/redis/development-password-hashes';

/** The ACL file as the command writes it, with the passwords of docker-compose.yml. */
export const aclFile = (): string => {
  const companions = ['--also', 'health,replica,sentinel'];
  const { status, stdout, stderr } = streampactIn({}, 'acl', '--password-hashes', hashesFile, ...companions);
  if (status !== 0) throw new Error(`streampact acl ended with ${String(status)}:\n${stderr}`);
  return stdout;
};

export const startGuardedRedis = async (
  files: ServerFiles,
  options: Pick<RedisOptions, 'tls'> & { readonly host?: string } = {},
): Promise<GuardedRedis> => {
  const admin = 'user looks-on on nopass ~* &* +@all\n';
  const file = files.write('users.acl', aclFile() + admin);
  const { tls, host = '127.0.0.1' } = options;
  // What Redis itself switches off must be refused to the user too.
  const settings = { aclfile: file, 'enable-debug-command': 'yes', 'enable-module-command': 'yes' };
  const server = await startRedis({ settings, ...(tls ? { tls } : {}) });
  const url = (user: string, password = passwordOf(user)): string =>
    `${tls ? 'rediss' : 'redis'}://${user}:${password}@${host}:${String(server.port)}`;
  return { server, adminUrl: url('looks-on', 'any'), url };
};

/** What a server has refused its users since the last reset: user and reason, each once. */
export const refusalsOf = async (admin: Redis): Promise<readonly string[]> =>
  refusalsIn(await admin.call('ACL', 'LOG', '128'));

/** @param log – what ACL LOG answers: a list of names and values for each entry */
export const refusalsIn = (log: unknown): readonly string[] => {
  const entries = log as readonly (readonly unknown[])[]; // by Redis' documentation of ACL LOG
  return entries.map((entry) => {
    const field = (name: string): string => String(entry[entry.indexOf(name) + 1]);
    return `${field('username')}: ${field('reason')} ${field('object')} (${field('context')})`;
  });
};
