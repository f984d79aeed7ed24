import { Injectable } from '@nestjs/common';
import { currentTraceparent, newId, type DomainEvent } from '@streampact/runtime';
import type { EntityManager } from 'typeorm';
import { oneLine, write, type Occasion } from '../domain/letter.js';
import { DeliveryRepository } from '../persistence/delivery.repository.js';
import { RecipientRepository } from '../persistence/recipient.repository.js';

/** Writes the e-mail that an event calls for. Sending is mail/delivery.worker.ts' part, after the transaction. */
@Injectable()
export class Notifier {
  constructor(
    private readonly recipients: RecipientRepository,
    private readonly deliveries: DeliveryRepository,
  ) {}

  /** @throws RecipientUnknownError – retryable: USER_CREATED has not been handled yet */
  async notify(
    event: DomainEvent<string, { readonly userId: string }>,
    occasion: Occasion,
    transaction: EntityManager,
  ): Promise<void> {
    const { userId, email, firstName, lastName } = await this.recipients.find(event.data.userId, transaction);
    const { subject, text } = write(occasion, { firstName });
    const delivery = {
      notificationId: newId(),
      userId,
      template: occasion.template,
      eventId: event.id,
      correlationId: event.correlationId ?? null,
      traceparent: currentTraceparent() ?? null,
      toName: oneLine(`${firstName} ${lastName}`),
      toEmail: email,
      subject,
      text,
    };
    await this.deliveries.insert(delivery, transaction);
  }
}
