import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { loggerToken, PollingWorker } from '@streampact/edge';
import type { Logger } from '@streampact/runtime';
import { DataSource } from 'typeorm';
import { OrderSagaRepository } from '../persistence/order-saga.repository.js';
import { OrderSaga } from './order.saga.js';

/** Rejects orders whose answer about credit has not come in time. Runs in every instance; each order is taken by one. */
@Injectable()
export class OrderDeadlineWorker implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #worker: PollingWorker;

  constructor(
    private readonly dataSource: DataSource,
    private readonly sagas: OrderSagaRepository,
    private readonly saga: OrderSaga,
    @Inject(loggerToken) logger: Logger,
  ) {
    this.#worker = new PollingWorker({
      work: async () => this.#rejectOne(),
      logger,
      troubleBegins: 'deadlines of orders cannot be looked at; it is tried again',
      troubleEnds: 'deadlines of orders are looked at again',
    });
  }

  onApplicationBootstrap(): void {
    this.#worker.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.#worker.stop();
  }

  /** One order a transaction: one that fails does not keep the others. */
  async #rejectOne(): Promise<number | 'idle'> {
    return this.dataSource.transaction(async (transaction) => {
      const orderId = await this.sagas.lockOverdue(transaction);
      if (orderId === undefined) return 'idle';
      await this.saga.advance(orderId, { kind: 'deadline-passed' }, transaction);
      return 0;
    });
  }
}
