/** A Redis Cluster of one's own on free ports of 127.0.0.1. Its nodes end with this process, however that dies. */
import { ServerStartError } from '../errors.js';
import type { ServerHandle } from '../process/server-process.js';
import { freePort } from './free-port.js';
import { guardSettings, hostOfGuard, type RedisGuard } from './redis-guard.js';
import { ask, redisCommand, untilServers } from './redis-questions.js';
import { startRedis } from './redis-server.js';

export interface RedisClusterOptions {
  /** @default 3, the fewest that can elect a new primary */
  readonly primaries?: number;
  /** Of each primary. @default 0 */
  readonly replicas?: number;
  /** How long a primary may be silent before it is replaced. @default 1 500 ms */
  readonly nodeTimeoutMs?: number;
  /** More settings of every node. */
  readonly settings?: Readonly<Record<string, string>>;
  /** What nodes demand of clients and of each other. @default nothing */
  readonly guard?: RedisGuard;
  /** Folder of each node, whose data is kept. @default temporary folders, nothing is saved */
  readonly homeOf?: (node: string) => string;
}

export interface RedisClusterHandle {
  /** Names every node. */
  readonly url: string;
  readonly primaries: readonly ServerHandle[];
  /** Of each primary, in the order of `primaries`. */
  readonly replicas: readonly (readonly ServerHandle[])[];
  /** All of them, primaries first. */
  readonly nodes: readonly ServerHandle[];
  /** What nodes demand, for whoever asks one of them as the administrator. */
  readonly guard: RedisGuard;
  /** Asks one of them as the administrator. */
  command(node: ServerHandle, name: string, ...values: string[]): Promise<unknown>;
  stop(): Promise<void>;
}

const slots = 16_384;

/** Every slot is served, and every replica follows, when it returns. */
export const startRedisCluster = async (options: RedisClusterOptions = {}): Promise<RedisClusterHandle> => {
  const { primaries: count = 3, replicas: replicaCount = 0, guard = {} } = options;
  const nodes: ServerHandle[] = [];
  const stop = async (): Promise<void> => void (await Promise.all(nodes.map(async (node) => node.stop())));
  try {
    for (let n = 0; n < count * (1 + replicaCount); n++) nodes.push(await startNode(n, options));
    const primaries = nodes.slice(0, count);
    const replicas = primaries.map((_, n) => nodes.slice(count + n * replicaCount, count + (n + 1) * replicaCount));
    await join(primaries, replicas, guard);
    const hosts = nodes.map(({ port }) => `${hostOfGuard(guard)}:${String(port)}`).join(',');
    const url = `redis${guard.tls ? 's' : ''}+cluster://${hosts}`;
    const command: RedisClusterHandle['command'] = async ({ port }, name, ...values) =>
      redisCommand({ port, guard }, name, ...values);
    return { url, primaries, replicas, nodes, guard, command, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

const startNode = async (n: number, options: RedisClusterOptions): Promise<ServerHandle> => {
  const { guard = {} } = options;
  return startRedis({
    ...(guard.tls ? { tls: guard.tls } : {}),
    settings: {
      ...guardSettings(guard),
      ...(guard.tls ? { 'tls-cluster': 'yes' } : {}),
      ...(guard.host === undefined ? {} : announced(guard.host)),
      'cluster-enabled': 'yes',
      // Of its own: ports from 55536 on have no port that is 10000 higher.
      'cluster-port': String(await freePort()),
      'cluster-node-timeout': String(options.nodeTimeoutMs ?? 1_500),
      // A replica that was cut off for long may be promoted all the same: PostgreSQL has what it lacks.
      'cluster-replica-validity-factor': '0',
      'repl-diskless-sync-delay': '0',
      ...options.settings,
    },
    ...(options.homeOf ? { home: options.homeOf(`redis-${String(n + 1)}`) } : {}),
  });
};

/** MOVED, ASK and CLUSTER SLOTS then say a name, which a certificate can be for. */
const announced = (host: string): Readonly<Record<string, string>> => ({
  'cluster-announce-hostname': host,
  'cluster-preferred-endpoint-type': 'hostname',
});

const join = async (
  primaries: readonly ServerHandle[],
  replicas: readonly (readonly ServerHandle[])[],
  guard: RedisGuard,
): Promise<void> => {
  const of = (port: number): { port: number; guard: RedisGuard } => ({ port, guard });
  const [first] = primaries;
  if (!first) throw new ServerStartError('A Redis Cluster has one primary at least.');
  const all = [...primaries, ...replicas.flat()];
  for (const [n, { port }] of all.entries()) await ask(of(port), 'CLUSTER', 'SET-CONFIG-EPOCH', String(n + 1));
  for (const [n, { port }] of primaries.entries()) {
    const from = Math.floor((n * slots) / primaries.length);
    const to = Math.floor(((n + 1) * slots) / primaries.length) - 1;
    await ask(of(port), 'CLUSTER', 'ADDSLOTSRANGE', String(from), String(to));
  }
  // CONFIG GET answers with name and value.
  const [, busPort = ''] = (await ask(of(first.port), 'CONFIG', 'GET', 'cluster-port')) as string[];
  for (const { port } of all.slice(1)) {
    await ask(of(port), 'CLUSTER', 'MEET', '127.0.0.1', String(first.port), busPort);
  }
  await untilServers('all nodes know each other', async () => {
    const known = await Promise.all(all.map(async ({ port }) => String(await ask(of(port), 'CLUSTER', 'INFO'))));
    return known.every((info) => info.includes(`cluster_known_nodes:${String(all.length)}`));
  });
  for (const [n, ofPrimary] of replicas.entries()) {
    const id = String(await ask(of(primaries[n]?.port ?? 0), 'CLUSTER', 'MYID'));
    for (const { port } of ofPrimary) await ask(of(port), 'CLUSTER', 'REPLICATE', id);
  }
  await untilServers('every slot is served', async () => {
    const infos = await Promise.all(all.map(async ({ port }) => String(await ask(of(port), 'CLUSTER', 'INFO'))));
    return infos.every((info) => info.includes('cluster_state:ok'));
  });
  await untilServers('every replica follows', async () => {
    const infos = await Promise.all(
      replicas.flat().map(async ({ port }) => String(await ask(of(port), 'INFO', 'replication'))),
    );
    return infos.every((info) => info.includes('master_link_status:up'));
  });
};
