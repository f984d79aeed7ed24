import { Injectable } from '@nestjs/common';
import type { UserProfileUpdatedEvent } from '@streampact/generated/user-service';
import type { HandlerContext, MessageHandler } from '@streampact/runtime';
import { RecipientRepository } from '../persistence/recipient.repository.js';

@Injectable()
export class UserProfileUpdatedHandler implements MessageHandler<UserProfileUpdatedEvent> {
  constructor(private readonly recipients: RecipientRepository) {}

  async handle({ data }: UserProfileUpdatedEvent, { transaction }: HandlerContext): Promise<void> {
    const { userId, ...names } = data;
    await this.recipients.rename(userId, names, transaction);
  }
}
