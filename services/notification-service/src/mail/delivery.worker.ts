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
import { HealthContributors, loggerToken } from '@streampact/edge';
import { NotificationServicePublisher } from '@streampact/generated/notification-service';
import {
  backoffMs,
  inSpan,
  PollingWorker,
  redactError,
  redactText,
  runInMessageContext,
  Trouble,
  type Logger,
  type MessageContext,
} from '@streampact/runtime';
import { DataSource } from 'typeorm';
import { afterFailure, deliveryRetry } from '../domain/delivery-failure.js';
import { DeliveryRepository, type Delivery } from '../persistence/delivery.repository.js';
import { Mailer, MailNotTakenError } from './mailer.js';

/** Longer than any e-mail takes. */
const claimMs = 60_000;

@Injectable()
export class DeliveryWorker implements OnApplicationBootstrap, OnModuleDestroy, OnApplicationShutdown {
  readonly #worker: PollingWorker;
  readonly #serverTrouble: Trouble;

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
      idleMs: 100,
      logger,
      troubleBegins: 'deliveries cannot be read or marked; it is tried again',
      troubleEnds: 'deliveries are read and marked again',
    });
    this.#serverTrouble = new Trouble(
      // Somebody else's failure, and nothing is lost by it: a warning.
      { ...logger, error: (fields, sentence) => logger.warn(fields, sentence) },
      'the e-mail server does not answer; e-mails are kept and sent later. Check it, and SMTP_URL',
      'the e-mail server answers again; e-mails are sent',
    );
  }

  onApplicationBootstrap(): void {
    this.health.add('mail', () => {
      const trouble = this.#serverTrouble.current;
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

  /** @returns how long to wait: while the e-mail server is away the loop pauses instead of trying every delivery */
  async #deliverNext(): Promise<number | 'idle'> {
    const delivery = await this.deliveries.claimNext(claimMs);
    if (!delivery) return 'idle';
    return runInMessageContext(storyOf(delivery), async () =>
      inSpan(
        () => ({ name: 'deliver e-mail', attributes: { 'streampact.notification.template': delivery.template } }),
        async () => this.#deliver(delivery),
      ),
    );
  }

  async #deliver(delivery: Delivery): Promise<number> {
    try {
      await inSpan(
        () => ({ name: 'send e-mail', kind: 'client' }),
        async () => this.mailer.send(delivery),
      );
    } catch (error) {
      if (!(error instanceof MailNotTakenError)) throw error;
      return this.#notTaken(delivery, error);
    }
    this.#serverTrouble.over();
    await this.#sent(delivery);
    return 0;
  }

  async #sent(delivery: Delivery): Promise<void> {
    const { notificationId, userId, template } = delivery;
    await this.dataSource.transaction(async (transaction) => {
      if (!(await this.deliveries.markSent(delivery, new Date(), transaction))) return;
      const sent = { notificationId, userId, template };
      await this.publisher.notificationSent(sent, { transaction });
    });
  }

  async #notTaken(delivery: Delivery, error: MailNotTakenError): Promise<number> {
    const { notificationId, attempts, toName, toEmail } = delivery;
    // Servers like to repeat the address that they refuse.
    const personal = [toEmail, toName];
    const err = redactError(error, personal);
    // The contract's limit of the reason.
    const lastError = redactText(error.message, personal).slice(0, 2_000) || error.name;
    const next = afterFailure(error.failure, attempts);
    if (next === 'wait-for-server') {
      await this.deliveries.giveBack(delivery, lastError);
      return this.#serverTrouble.report(err);
    }
    if (next === 'try-again') {
      this.logger.warn({ notificationId, attempt: attempts, err }, 'e-mail not taken; it is tried again');
      const delayMs = backoffMs(deliveryRetry, attempts, Math.random());
      await this.deliveries.postpone(delivery, { delayMs, lastError });
    } else {
      this.logger.error({ notificationId, attempt: attempts, err }, 'e-mail given up');
      await this.#failed(delivery, lastError);
    }
    return 0;
  }

  async #failed(delivery: Delivery, reason: string): Promise<void> {
    const { notificationId, userId, template } = delivery;
    await this.dataSource.transaction(async (transaction) => {
      if (!(await this.deliveries.markFailed(delivery, reason, transaction))) return;
      const failed = { notificationId, userId, template, reason };
      await this.publisher.notificationFailed(failed, { transaction });
    });
  }
}

/** The e-mail belongs to the story of the event that called for it. */
const storyOf = ({ correlationId, eventId, traceparent }: Delivery): MessageContext => ({
  causationId: eventId,
  ...(correlationId === null ? {} : { correlationId }),
  ...(traceparent === null ? {} : { traceparent }),
});
