/** trip-service on a real database, without Redis: what its saga publishes is read from the outbox. */
import { DataSource, type EntityManager } from 'typeorm';
import {
  bindSaga,
  newId,
  OutboxPublisher,
  runInMessageContext,
  SagaRunner,
  SagaTimers,
  silentLogger,
  streampactMigrations,
  type DomainEvent,
  type InputResult,
  type SagaInput,
  type SagaTimersOptions,
  type WordsIn,
} from '@streampact/runtime';
import { createTestDatabase, type TestDatabase } from '../infrastructure/test-infrastructure.js';
import { tripSaga, type TripChange } from './trip.saga.js';

export type TripInput = SagaInput<WordsIn<typeof tripSaga>>;
export type Apply = (change: TripChange, tripId: string, transaction: EntityManager) => Promise<void>;

export interface TripInstance {
  readonly runner: SagaRunner;
  readonly dataSource: DataSource;
  readonly timers: SagaTimers;
}

export class TripSystem {
  readonly #closings: (() => Promise<unknown>)[] = [];

  private constructor(
    readonly database: TestDatabase,
    readonly dataSource: DataSource,
    readonly runner: SagaRunner,
  ) {}

  static async create(): Promise<TripSystem> {
    const database = await createTestDatabase('trip');
    const dataSource = await connect(database);
    await dataSource.query('create table trip (trip_id text, status text, reason text)');
    return new TripSystem(database, dataSource, runnerWith(writeTrip));
  }

  async close(): Promise<void> {
    for (const close of this.#closings) await close();
    await this.dataSource.destroy();
    await this.database.drop();
  }

  /** One more process of the service, with connections of its own. Its timers run until the test ends. */
  async instance(apply: Apply = writeTrip, changes: Partial<SagaTimersOptions> = {}): Promise<TripInstance> {
    const dataSource = await connect(this.database);
    const runner = runnerWith(apply);
    const timers = new SagaTimers({
      runner,
      dataSource,
      logger: silentLogger,
      onCommit: () => undefined,
      idleMs: 10,
      ...changes,
    });
    this.#closings.unshift(async () => {
      await timers.stop();
      await dataSource.destroy();
    });
    return { runner, dataSource, timers };
  }

  /** A trip that has begun, in the story `story`. @returns its id */
  async begin(tripId: string = newId()): Promise<string> {
    const given = { tripId, traveller: 'Ada' };
    return this.dataSource.transaction(async (transaction) =>
      runInMessageContext({ correlationId: `story of ${tripId}` }, async () =>
        this.runner.begin(tripSaga, given, { transaction }),
      ),
    );
  }

  /** A message as a handler would hand it over, in a transaction of its own. @returns its id */
  async tell(tripId: string, message: keyof typeof tripSaga.messages, extra: object = {}): Promise<string> {
    const event = eventOf(tripId, message, extra);
    await this.dataSource.transaction(async (transaction) => this.input(tripId, { message, event }, transaction));
    return event.id;
  }

  async input(tripId: string, input: SagaInput, transaction: EntityManager): Promise<InputResult> {
    const story = 'message' in input ? { causationId: input.event.id } : {};
    return runInMessageContext(story, async () => this.runner.input(tripSaga, tripId, input, transaction));
  }

  async giveUp(tripId: string, reason = 'no time'): Promise<InputResult> {
    return this.dataSource.transaction(async (transaction) =>
      this.runner.command(tripSaga, tripId, 'giveUp', { transaction, given: { reason } }),
    );
  }

  /** Leads a trip to `unpaid`. */
  async bookedAndUnpaid(): Promise<string> {
    const tripId = await this.begin();
    await this.tell(tripId, 'hotelBooked');
    await this.tell(tripId, 'flightBooked');
    return tripId;
  }

  async letTimersBeDue(...tripIds: readonly string[]): Promise<void> {
    await this.dataSource.query('update saga_timer set next_at = clock_timestamp() where id = any($1)', [tripIds]);
  }

  async state(tripId: string): Promise<string | undefined> {
    const rows = await this.dataSource.query<{ state: string }[]>('select state from saga where id = $1', [tripId]);
    return rows[0]?.state;
  }

  /** What was published about a trip, in order. */
  async published(tripId: string): Promise<readonly { type: string; headers: Record<string, string> }[]> {
    return this.dataSource.query('select type, headers from outbox where key = $1 order by seq', [tripId]);
  }

  async publishedTypes(tripId: string): Promise<readonly string[]> {
    return (await this.published(tripId)).map(({ type }) => type);
  }

  /** What the service's own table says. */
  async trips(tripId: string): Promise<readonly { status: string; reason: string | null }[]> {
    return this.dataSource.query('select status, reason from trip where trip_id = $1', [tripId]);
  }
}

/** What trip-service does with the changes of its saga. */
export const writeTrip: Apply = async ({ status, reason }, tripId, transaction) => {
  await transaction.query('insert into trip (trip_id, status, reason) values ($1, $2, $3)', [tripId, status, reason]);
};

export const eventOf = (tripId: string, message: keyof typeof tripSaga.messages, extra: object = {}): DomainEvent => ({
  id: newId(),
  type: tripSaga.messages[message].message.type,
  timestamp: new Date().toISOString(),
  aggregateId: tripId,
  data: { tripId, ...extra },
});

const runnerWith = (apply: Apply): SagaRunner =>
  new SagaRunner({
    publisher: new OutboxPublisher(),
    sagas: [bindSaga(tripSaga, async (change, { id, transaction }) => apply(change, id, transaction))],
  });

const connect = async ({ url }: TestDatabase): Promise<DataSource> =>
  new DataSource({
    type: 'postgres',
    url,
    migrations: [...streampactMigrations],
    migrationsRun: true,
    poolSize: 6,
  }).initialize();
