/**
 * Sends what is due, one e-mail at a time in each instance. A row is claimed, sent outside of any transaction, and marked in
 * the transaction that publishes the outcome: at least once, because the server may have taken it when this process dies.
 */
import {
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleDestroy,
} from '@nestjs/common';
import { HealthContributors, loggerToken, PollingWorker } from '@streampact/edge';
import { NotificationServicePublisher } from '@streampact/generated/notification-service';
import { backoffMs, type Logger, type PublishOptions } from '@streampact/runtime';
import { DataSource } from 'typeorm';
import { afterFailure, deliveryRetry } from '../domain/delivery-failure.js';
import { DeliveryRepository, type Delivery } from '../persistence/delivery.repository.js';
import { Mailer, MailNotTakenError } from './mailer.js';

/** Longer than any e-mail takes. */
const claimMs = 60_000;

@Injectable()
export class DeliveryWorker implements OnApplicationBootstrap, OnModuleDestroy, OnApplicationShutdown {
  readonly #worker: PollingWorker;

  constructor(
    private readonly dataSource: DataSource,
    private readonly deliveries: DeliveryRepository,
    private readonly mailer: Mailer,
    private readonly publisher: NotificationServicePublisher,
    private readonly health: HealthContributors,
    @Inject(loggerToken) private readonly logger: Logger,
  ) {
    this.#worker = new PollingWorker({
      work: async () => this.#deliverNext(),
      logger,
      troubleBegins:
        'e-mails cannot be delivered now; they are kept and sent later. Check SMTP_URL and the e-mail server',
      troubleEnds: 'e-mails are delivered again',
    });
  }

  onApplicationBootstrap(): void {
    this.health.add('mail', () => {
      const { trouble } = this.#worker;
      return trouble === undefined ? { status: 'up' } : { status: 'degraded', trouble };
    });
    this.#worker.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.#worker.stop();
  }

  onApplicationShutdown(): void {
    this.mailer.close();
  }

  /** @throws MailNotTakenError – the e-mail server is away: the loop pauses instead of trying every delivery */
  async #deliverNext(): Promise<boolean> {
    const delivery = await this.deliveries.claimNext(claimMs);
    if (!delivery) return false;
    try {
      await this.mailer.send(delivery);
    } catch (error) {
      if (!(error instanceof MailNotTakenError)) throw error;
      await this.#notTaken(delivery, error);
      return true;
    }
    await this.#sent(delivery);
    return true;
  }

  async #sent(delivery: Delivery): Promise<void> {
    const { notificationId, userId, template } = delivery;
    await this.dataSource.transaction(async (transaction) => {
      if (!(await this.deliveries.markSent(delivery, new Date(), transaction))) return;
      await this.publisher.notificationSent(
        { notificationId, userId, template },
        { transaction, ...storyOf(delivery) },
      );
    });
  }

  async #notTaken(delivery: Delivery, error: MailNotTakenError): Promise<void> {
    const { notificationId, userId, template, attempts } = delivery;
    // The contract's limit of the reason.
    const lastError = error.message.slice(0, 2_000) || error.name;
    switch (afterFailure(error.failure, attempts)) {
      case 'wait-for-server':
        await this.deliveries.giveBack(delivery, lastError);
        throw error;
      case 'try-again':
        this.logger.warn({ notificationId, attempt: attempts, err: error }, 'e-mail not taken; it is tried again');
        await this.deliveries.postpone(delivery, {
          delayMs: backoffMs(deliveryRetry, attempts, Math.random()),
          lastError,
        });
        return;
      case 'give-up':
        this.logger.error({ notificationId, attempt: attempts, err: error }, 'e-mail given up');
        await this.dataSource.transaction(async (transaction) => {
          if (!(await this.deliveries.markFailed(delivery, lastError, transaction))) return;
          const failed = { notificationId, userId, template, reason: lastError };
          await this.publisher.notificationFailed(failed, { transaction, ...storyOf(delivery) });
        });
    }
  }
}

/** The e-mail belongs to the story of the event that called for it. */
const storyOf = ({ correlationId, eventId }: Delivery): Pick<PublishOptions, 'correlationId' | 'causationId'> => ({
  causationId: eventId,
  ...(correlationId === null ? {} : { correlationId }),
});
