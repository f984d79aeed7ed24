/** One transaction that a TypeORM EntityManager and plain pg share: the hot path's SQL goes to `client`, handlers get `manager`. */
import { once } from 'node:events';
import type { PoolClient } from 'pg';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import { TransactionAbortedError } from '../errors/errors.js';
import { answeredWithin, connectedWithin, socketOf } from './answer-deadline.js';

export class HandlerTransaction {
  #isOver = false;

  private constructor(
    readonly client: PoolClient,
    readonly manager: EntityManager,
    readonly queryRunner: QueryRunner,
    /** How long a statement of this library may take; a handler's own are limited by its timeout. */
    readonly answerMaxMs: number,
  ) {}

  /** Nothing that is done in it from now on can commit. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /**
   * Begins a transaction together with its opening statements: they travel with BEGIN, in one round trip.
   * @param begin – `BEGIN`, and settings of the transaction
   * @returns what the opening came to as well; if it failed the transaction is still to be rolled back
   * @throws DatabaseSilentError – no connection, or no answer, within `answerMaxMs`
   */
  static async begin<Opened>(
    dataSource: DataSource,
    { begin, answerMaxMs }: { readonly begin: string; readonly answerMaxMs: number },
    open: (client: PoolClient) => Promise<Opened>,
  ): Promise<{ transaction: HandlerTransaction; opened: PromiseSettledResult<Opened> }> {
    const queryRunner = dataSource.createQueryRunner();
    // The connection of TypeORM's PostgreSQL driver is a client of its pg pool; @types/pg does not know `pipeline` yet.
    const client = (await connectedWithin(answerMaxMs, queryRunner.connect(), async () =>
      queryRunner.release(),
    )) as PoolClient & { pipeline: boolean };
    try {
      // What startTransaction() leaves behind: a transaction() inside of a handler has to become a savepoint.
      Object.assign(queryRunner, { isTransactionActive: true, transactionDepth: 1 });
      client.pipeline = true;
      const both = Promise.allSettled([client.query(begin), open(client)]);
      const [begun, opened] = await answeredWithin(client, answerMaxMs, both);
      client.pipeline = false;
      if (begun.status === 'rejected') throw begun.reason;
      return { transaction: new HandlerTransaction(client, queryRunner.manager, queryRunner, answerMaxMs), opened };
    } catch (error) {
      await queryRunner.release();
      throw error;
    }
  }

  /** Waits for statements of this library no longer than they may take. @throws DatabaseSilentError – the connection is destroyed */
  async answered<Answer>(asked: Promise<Answer>): Promise<Answer> {
    return answeredWithin(this.client, this.answerMaxMs, asked);
  }

  /**
   * @throws TransactionAbortedError – the server answered ROLLBACK: a failed statement's error was swallowed
   * @throws DatabaseSilentError – no answer: it may have committed
   */
  async commit(): Promise<void> {
    const result = await this.answered(this.client.query('COMMIT'));
    this.#isOver = true;
    await this.queryRunner.release();
    if (result.command !== 'COMMIT') throw new TransactionAbortedError();
  }

  /** @returns false if the connection itself is gone, so that what failed says nothing about the message */
  async rollback(): Promise<boolean> {
    if (this.#isOver) return true;
    this.#isOver = true;
    try {
      await this.answered(this.client.query('ROLLBACK'));
      await this.queryRunner.release();
      return true;
    } catch {
      await this.#destroyConnection();
      return false;
    }
  }

  /** For a handler that does not end: whatever it still tries fails, and nothing of it can commit. */
  async abandon(): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    await this.#destroyConnection();
  }

  async #destroyConnection(): Promise<void> {
    const stream = socketOf(this.client);
    // The pool drops a client whose socket has closed; released sooner, it would hand the dead one to somebody else.
    const closed = stream.closed ? Promise.resolve() : once(stream, 'close');
    stream.destroy();
    await closed;
    await this.queryRunner.release();
  }
}
