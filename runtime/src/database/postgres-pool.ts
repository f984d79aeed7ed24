/**
 * A pg pool, and what a TypeORM DataSource makes its pool with, over the hosts of an address: nobody gets a connection to a
 * server that may not be used, nor one again that turned out to lead to a server which is no primary any more.
 *
 * pg has no support for several hosts. It lets a pool make its clients of a class of one's own: `NodeClient` connects to one
 * host and looks at the server; the pool's `connect` goes on to the next.
 */
import pg, { Pool, type PoolClient, type PoolConfig } from 'pg';
import { DatabaseNodeError } from '../errors/errors.js';
import { NodeClient, NodeFailure, UnfitError } from './postgres-client.js';
import { parsePostgresAddress, type PostgresAddress } from './postgres-address.js';
import { candidateName, PostgresNodes, type Candidate } from './postgres-nodes.js';
import { connectionOf } from './postgres-connection.js';

/**
 * @param address – as text, or taken apart
 * @param config – of pg-pool; what the address says wins
 * @throws DatabaseAddressError
 */
export const postgresPool = (address: string | PostgresAddress, config: PoolConfig = {}): Pool =>
  new NodePool(typeof address === 'string' ? parsePostgresAddress(address) : address, config);

/** What TypeORM is given to use the servers that a URL names. */
export interface PostgresDataSource {
  readonly type: 'postgres';
  readonly driver: object;
  readonly database?: string;
}

/** `new DataSource({ ...postgresDataSource(url), entities, extra: { max: 16 } })`, in place of `url`. @throws DatabaseAddressError */
export const postgresDataSource = (url: string): PostgresDataSource => {
  const address = parsePostgresAddress(url);
  const { database } = address;
  class PoolOfAddress extends NodePool {
    constructor(config?: PoolConfig) {
      super(address, config);
    }
  }
  return {
    type: 'postgres',
    driver: { ...pg, Pool: PoolOfAddress },
    ...(database === undefined ? {} : { database }),
  };
};

type Release = PoolClient['release'];
type Connected = (error: Error | undefined, client: PoolClient | undefined, done: Release) => void;

class NodePool extends Pool {
  readonly #nodes: PostgresNodes;

  constructor(address: PostgresAddress, config: PoolConfig = {}) {
    const connection = connectionOf(address);
    const nodes = new PostgresNodes(address, connection);
    // pg-pool gives all of its options to every client that it makes; @types/pg has a class without parameters there.
    super({ ...config, ...connection, nodes, Client: NodeClient } as unknown as PoolConfig);
    this.#nodes = nodes;
  }

  /** @throws DatabaseNodeError – no host can be used, or pg's own error if there is only one; pg-pool's if it is full for too long */
  override connect(): Promise<PoolClient>;
  override connect(callback: Connected): void;
  override connect(callback?: Connected): Promise<PoolClient> | void {
    const connecting = this.#connect();
    if (!callback) return connecting;
    connecting.then(
      (client) => callback(undefined, client, (reason) => client.release(reason)),
      // pg and its pool reject with errors alone.
      (error: unknown) => callback(error as Error, undefined, () => undefined),
    );
  }

  async #connect(): Promise<PoolClient> {
    const failures = new Map<Candidate, NodeFailure>();
    const { length } = this.#nodes.candidates;
    // Others advance to the next candidate as well: going round twice meets each of them.
    for (let triesLeft = 2 * length; triesLeft > 0 && failures.size < length; triesLeft--) {
      try {
        return this.#watched(await this.#notSpent());
      } catch (error) {
        const failure = NodeFailure.in(error);
        if (!failure) throw error;
        if (!failure.isNextTried) throw failure.cause;
        failures.set(failure.candidate, failure);
      }
    }
    throw this.#nobody([...failures.values()]);
  }

  /** One that has waited in the pool may lead to a server which somebody else has found replaced meanwhile. */
  async #notSpent(): Promise<PoolClient> {
    for (;;) {
      const client = await super.connect();
      if (!(client instanceof NodeClient && client.isSpent)) return client;
      client.release(true); // there are only so many of them: a new one is never spent
    }
  }

  #nobody(failures: readonly NodeFailure[]): unknown {
    const [only] = failures;
    if (only && this.#nodes.candidates.length === 1 && !(only.cause instanceof UnfitError)) return only.cause;
    return new DatabaseNodeError({
      wanted: this.#nodes.wanted,
      hosts: failures.map(({ candidate, message }) => ({ host: candidateName(candidate), reason: message })),
      cause: failures.at(-1)?.cause,
    });
  }

  #watched(client: PoolClient): PoolClient {
    const release = client.release.bind(client);
    client.release = (reason) => release(reason ?? (client instanceof NodeClient && client.isSpent));
    return client;
  }
}
