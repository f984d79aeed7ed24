/** Redis servers that belong together, over TLS alone, with the users that `streampact acl` writes for this repository's contracts. */
import { redisBroker, redisAddress, streamKey, type Broker } from '@streampact/runtime';
import type { RedisGuard } from '@streampact/local';
import { eventually } from '../infrastructure/test-infrastructure.js';
import type { Authority } from './certificates.js';
import { passwordOf, type Service } from './guarded-postgres.js';
import { aclFile } from './guarded-redis.js';
import type { ServerFiles } from './server-files.js';

export const partitions = 8;

/** Of orders-stream, which order-service owns and user-service receives. */
export const orderKey = (partition: number): string =>
  streamKey({ prefix: '', address: 'orders-stream', partition, partitions });

/** The certificate is for the name alone: servers have to be known to clients by it. */
export const guardOf = (files: ServerFiles, authority: Authority): RedisGuard => {
  const login = (username: string): { username: string; password: string } => ({
    username,
    password: passwordOf(username),
  });
  return {
    tls: authority.sign('redis', 'DNS:localhost'),
    host: 'localhost',
    users: {
      file: files.write('users.acl', `${aclFile()}user looks-on on nopass ~* &* +@all\n`),
      admin: { username: 'looks-on', password: 'any' },
      replica: login('replica'),
      sentinel: login('sentinel'),
    },
    sentinelPassword: 'of-the-sentinels',
  };
};

/** The owner of a stream and one who receives it, each with its own user, as relay and consumer use Redis. */
export class OrderStream {
  readonly #owner: Broker;
  readonly #receiver: Broker;
  #appended = 0;

  /** @param url – without a login */
  constructor(
    readonly key: string,
    url: string,
    caFile: string,
  ) {
    const brokerOf = (user: Service): Broker =>
      redisBroker(redisAddress(url.replace('//', `//${user}:${passwordOf(user)}@`), caFile), user);
    this.#owner = brokerOf('order-service');
    this.#receiver = brokerOf('user-service');
  }

  /** Appends one entry more, which the receiver is waiting for, has, and has shown to have. */
  async goOn(deadlineMs = 40_000): Promise<void> {
    const { relay } = this.#owner;
    const { consumer } = this.#receiver;
    const before = this.#appended === 0 ? '0-0' : `${String(this.#appended)}-1`;
    this.#appended += 1;
    const id = `${String(this.#appended)}-1`;
    const read = async (): Promise<readonly string[]> =>
      (
        (await consumer.read([{ key: this.key, after: before }], { countMax: 10, blockMs: 1_000 })).get(this.key) ?? []
      ).map(([entryId]) => entryId);
    const waiting = read().catch(() => []);
    await eventually(
      async () => {
        const batch = { expected: before, names: ['type'], entries: [{ entryId: id, values: ['X'] }] };
        // What is found there instead is this entry, if an answer was lost; nothing, if a replica did not have the stream.
        const found = await relay.append(this.key, batch);
        if (found !== undefined && found !== id) throw new Error(`${this.key} ends at ${found}, not at ${before}.`);
      },
      { deadlineMs },
    );
    await eventually(
      async () => {
        const entries = [...(await waiting), ...(await read())];
        if (!entries.includes(id))
          throw new Error(`${this.key} has ${entries.join(', ')} after ${before}, and not ${id}.`);
      },
      { deadlineMs },
    );
    await eventually(async () => {
      await consumer.repairGroup(this.key, 'user-service', id);
      await consumer.showPosition(this.key, 'user-service', id, this.#appended);
      const [group] = await relay.groups(this.key);
      if (group?.lastDeliveredId !== id) throw new Error(`user-service is shown at ${String(group?.lastDeliveredId)}.`);
    });
  }

  close(): void {
    this.#owner.close();
    this.#receiver.close();
  }
}
