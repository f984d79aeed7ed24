/**
 * A replica of a Redis server that is cut off and promoted later: a failover to a server that never heard of the last writes.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { redisCommand, startRedis, type ServerHandle } from '@streampact/local';
import { TcpProxy } from './tcp-proxy.js';

const inSyncWithinMs = 20_000;

export class RedisReplica {
  readonly server: ServerHandle;
  readonly #link: TcpProxy;

  private constructor(server: ServerHandle, link: TcpProxy) {
    this.server = server;
    this.#link = link;
  }

  /** Starts it and returns when it has all of the primary's data and follows it. */
  static async follow(primary: ServerHandle): Promise<RedisReplica> {
    return RedisReplica.join(await startRedis({ settings: { appendonly: 'yes' } }), primary);
  }

  /** Makes a replica of a server that is there; what it held is gone. */
  static async join(server: ServerHandle, primary: ServerHandle): Promise<RedisReplica> {
    // Else the primary waits 5 s for more replicas to come.
    await redisCommand(primary.port, 'CONFIG', 'SET', 'repl-diskless-sync-delay', '0');
    // Else a primary that is stopped waits 10 s for a replica that it cannot reach. Before Redis 7 it never waits.
    await redisCommand(primary.port, 'CONFIG', 'SET', 'shutdown-timeout', '0').catch(() => undefined);
    const link = await TcpProxy.start({ targetPort: primary.port });
    await redisCommand(server.port, 'REPLICAOF', '127.0.0.1', String(link.port));
    const replica = new RedisReplica(server, link);
    await replica.#untilInSync();
    return replica;
  }

  /** From now on it misses every write. */
  cutOff(): void {
    this.#link.refuse(true);
    this.#link.cut();
  }

  /** It takes writes from now on. Whoever follows the primary has to be told. */
  async promote(): Promise<void> {
    await redisCommand(this.server.port, 'REPLICAOF', 'NO', 'ONE');
    await this.#link.stop();
  }

  async stop(): Promise<void> {
    await this.#link.stop().catch(() => undefined); // promoted before
    await this.server.kill(); // its first append-only file may be under way, and until then SIGTERM is refused
    await this.server.stop();
  }

  async #untilInSync(): Promise<void> {
    const deadline = Date.now() + inSyncWithinMs;
    for (;;) {
      const info = String(await redisCommand(this.server.port, 'INFO', 'replication'));
      if (info.includes('master_link_status:up') && !info.includes('master_sync_in_progress:1')) return;
      if (Date.now() > deadline) throw new Error(`The replica did not get in sync:\n${info}`);
      await sleep(20);
    }
  }
}
