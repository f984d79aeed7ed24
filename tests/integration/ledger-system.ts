/**
 * The two services of ledger-contract.ts on real PostgreSQL and Redis. Goal of every test on it: for each committed change
 * of an account the ledger holds one line, in the order of the changes, whatever was broken meanwhile.
 */
import { Redis } from 'ioredis';
import { Pool } from 'pg';
import { DataSource, type EntityManager } from 'typeorm';
import {
  EventRuntime,
  type EventRuntimeOptions,
  newId,
  OutboxPublisher,
  RedisRelayBroker,
  Relay,
  silentLogger,
  streamKey,
  streampactMigrations,
  type Broker,
  type ConsumerDefinition,
  type DomainEvent,
  type HandlerContext,
  type Logger,
  type RelayOptions,
  type ServiceDefinition,
} from '@streampact/runtime';
import { testKeyPrefix, testRedisUrl, type TestDatabase } from '../infrastructure/test-infrastructure.js';
import { createMigratedTestDatabase } from '../infrastructure/migrated-database.js';
import {
  accountService,
  accountsStream,
  balanceChanged,
  ledgerService,
  ledgerWritten,
  type BalanceChanged,
} from './ledger-contract.js';

type BalanceChangedEvent = DomainEvent<'BALANCE_CHANGED', BalanceChanged>;
export type Handle = (event: BalanceChangedEvent, context: HandlerContext) => Promise<void>;

export interface LedgerLine {
  readonly accountId: string;
  readonly n: number;
}

export interface LedgerSystemOptions {
  /** @default a database on the server that all tests share */
  readonly createDatabase?: () => Promise<TestDatabase>;
  readonly redisUrl?: string;
  /** Connections to another stream store than that Redis, for one process. */
  readonly connectBroker?: () => Broker;
  readonly consumer?: Partial<ConsumerDefinition>;
  readonly logger?: Logger;
  /** Of the accounts stream. @default 7 days */
  readonly retentionMs?: number;
}

/** What a test may set of one instance. */
export type RuntimeChanges = Partial<
  Pick<
    EventRuntimeOptions,
    'dataSource' | 'redisUrl' | 'leaseMs' | 'batchMax' | 'idleMaxMs' | 'forgetEveryMs' | 'drainMaxMs' | 'answerMaxMs'
  >
>;

export class LedgerSystem {
  readonly prefix = testKeyPrefix();
  readonly #publisher = new OutboxPublisher(() => this.#nudge());
  readonly #runtimes = new Set<EventRuntime>();
  readonly #relays = new Set<Relay>();
  readonly #connections: Redis[] = [];
  /** Of the accounts' database, beside the one that TypeORM has. */
  readonly accountsPool: Pool;
  readonly #closings: (() => Promise<unknown>)[] = [];

  private constructor(
    readonly options: LedgerSystemOptions,
    readonly accounts: DataSource,
    readonly ledger: DataSource,
    readonly redis: Redis,
    /** URL of each service's database. */
    readonly databases: Readonly<Record<'account-service' | 'ledger-service', string>>,
  ) {
    this.accountsPool = new Pool({ connectionString: databases['account-service'], max: 3 });
    this.accountsPool.on('error', () => undefined); // some tests end their server
    this.#closings.push(async () => this.accountsPool.end());
  }

  static async create(options: LedgerSystemOptions = {}): Promise<LedgerSystem> {
    const [accounts, ledger] = await Promise.all([openDatabase(options), openDatabase(options)]);
    await ledger.dataSource.query(
      'create table line (ordinal bigint generated always as identity, account_id text, n int, event_id uuid)',
    );
    const redis = new Redis(options.redisUrl ?? testRedisUrl());
    redis.on('error', () => undefined); // some tests end their server
    const databases = { 'account-service': accounts.url, 'ledger-service': ledger.url };
    const system = new LedgerSystem(options, accounts.dataSource, ledger.dataSource, redis, databases);
    system.#closings.push(accounts.close, ledger.close);
    return system;
  }

  get redisUrl(): string {
    return this.options.redisUrl ?? testRedisUrl();
  }

  /** The account-service as a whole. */
  async startAccounts(): Promise<EventRuntime> {
    return this.#start(this.#accountService(), this.accounts, {});
  }

  /** One more instance of the ledger-service. */
  async startLedger(handle: Handle = this.write, changes: RuntimeChanges = {}): Promise<EventRuntime> {
    const service = ledgerService(this.options.consumer);
    const handlers: EventRuntimeOptions['handlers'] = {
      // The contract's only message is BALANCE_CHANGED: the reader's validator has accepted it.
      accountsStream: { balanceChanged: { handle: (event, context) => handle(event as BalanceChangedEvent, context) } },
    };
    return this.#start(service, this.ledger, handlers, changes);
  }

  /** Only the relay of the account-service. */
  startRelay(
    changes: Partial<Pick<RelayOptions, 'atPoint' | 'chunkRows' | 'pool' | 'answerMaxMs'>> & {
      readonly redis?: Redis;
    } = {},
  ): Relay {
    const { redis = new Redis(this.redisUrl), ...options } = changes;
    this.#connections.push(redis);
    const relay = new Relay({
      service: this.#accountService(),
      pool: this.accountsPool,
      broker: this.options.connectBroker?.().relay ?? new RedisRelayBroker(redis),
      keyPrefix: this.prefix,
      instance: newId(),
      logger: this.options.logger ?? silentLogger,
      leaseMs: 600,
      maintenanceMs: 100,
      ...options,
    });
    relay.start();
    this.#relays.add(relay);
    return relay;
  }

  /** What the ledger does unless a test says otherwise: a line, and an event of its own. */
  readonly write: Handle = async (event, { transaction }) => {
    await transaction.query('insert into line (account_id, n, event_id) values ($1, $2, $3)', [
      event.data.accountId,
      event.data.n,
      event.id,
    ]);
    await this.publish(ledgerWritten, event.data, transaction);
  };

  async publish(
    message: typeof balanceChanged | typeof ledgerWritten,
    data: BalanceChanged,
    transaction: EntityManager,
  ): Promise<string> {
    return message.type === 'BALANCE_CHANGED'
      ? this.#publisher.publish(message, data, { transaction })
      : this.#publisher.publish(message, data, { transaction });
  }

  /** Commits change number `n` of an account. @returns the event's id */
  async change(accountId: string, n: number): Promise<string> {
    return this.accounts.transaction(async (transaction) =>
      this.publish(balanceChanged, { accountId, n }, transaction),
    );
  }

  async lines(): Promise<readonly LedgerLine[]> {
    return this.ledger.query<LedgerLine[]>('select account_id as "accountId", n from line order by ordinal');
  }

  /** States in the ledger's inbox by event id. */
  async inbox(): Promise<ReadonlyMap<string, { state: string; attempts: number; errors: { code: string }[] | null }>> {
    const rows = await this.ledger.query<
      { id: string; state: string; attempts: number; errors: { code: string }[] | null }[]
    >('select id, state, attempts, errors from inbox');
    return new Map(rows.map(({ id, ...rest }) => [id, rest]));
  }

  /** Of the runtimes that run. */
  statuses(): readonly string[] {
    return [...this.#runtimes].map(({ status }) => status.status);
  }

  /** Redis keys of the accounts stream, by partition. */
  keys(): readonly string[] {
    return Array.from({ length: accountsStream.partitions }, (_, partition) =>
      streamKey({
        prefix: this.prefix,
        address: accountsStream.address,
        partition,
        partitions: accountsStream.partitions,
      }),
    );
  }

  async entryCount(): Promise<number> {
    const lengths = await Promise.all(this.keys().map((key) => this.redis.xlen(key)));
    return lengths.reduce((sum, length) => sum + length, 0);
  }

  async stop(runtime: EventRuntime): Promise<void> {
    this.#runtimes.delete(runtime);
    await runtime.stopConsuming();
    await runtime.close();
  }

  async close(): Promise<void> {
    for (const relay of this.#relays) await relay.stop();
    for (const runtime of this.#runtimes) await this.stop(runtime);
    for (const connection of [...this.#connections, this.redis]) connection.disconnect();
    for (const close of this.#closings) await close();
  }

  #accountService(): ServiceDefinition {
    const { retentionMs = accountsStream.retentionMs } = this.options;
    return { ...accountService, channels: [{ ...accountsStream, retentionMs }] };
  }

  async #start(
    service: ServiceDefinition,
    dataSource: DataSource,
    handlers: EventRuntimeOptions['handlers'],
    changes: RuntimeChanges = {},
  ): Promise<EventRuntime> {
    const runtime = new EventRuntime({
      service,
      dataSource,
      redisUrl: this.redisUrl,
      ...(this.options.connectBroker ? { broker: this.options.connectBroker() } : {}),
      keyPrefix: this.prefix,
      handlers,
      logger: this.options.logger ?? silentLogger,
      leaseMs: 900,
      batchMax: 50,
      ...changes,
    });
    this.#runtimes.add(runtime); // closed also if it does not start
    await runtime.start();
    return runtime;
  }

  #nudge(): void {
    for (const runtime of this.#runtimes) runtime.nudge();
    for (const relay of this.#relays) relay.nudge();
  }
}

const openDatabase = async ({
  createDatabase = createMigratedTestDatabase,
}: LedgerSystemOptions): Promise<{ dataSource: DataSource; url: string; close: () => Promise<void> }> => {
  const { url, drop } = await createDatabase();
  const dataSource = new DataSource({
    type: 'postgres',
    url,
    // Tests with a server of their own begin with an empty database.
    migrations: [...streampactMigrations],
    migrationsRun: true,
    poolSize: 12,
  });
  await dataSource.initialize();
  return {
    dataSource,
    url,
    close: async () => {
      await dataSource.destroy();
      await drop();
    },
  };
};
