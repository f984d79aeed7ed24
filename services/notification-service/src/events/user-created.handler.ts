import { Injectable } from '@nestjs/common';
import type { UserCreatedEvent } from '@streampact/generated/user-service';
import type { HandlerContext, MessageHandler } from '@streampact/runtime';
import { RecipientRepository } from '../persistence/recipient.repository.js';
import { Notifier } from './notifier.js';

/** Remembers whom to write to, and writes the first e-mail. */
@Injectable()
export class UserCreatedHandler implements MessageHandler<UserCreatedEvent> {
  constructor(
    private readonly recipients: RecipientRepository,
    private readonly notifier: Notifier,
  ) {}

  async handle(event: UserCreatedEvent, { transaction }: HandlerContext): Promise<void> {
    await this.recipients.insert(event.data, transaction);
    await this.notifier.notify(event, { template: 'WELCOME' }, transaction);
  }
}
