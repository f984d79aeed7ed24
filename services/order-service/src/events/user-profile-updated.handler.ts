import { Injectable } from '@nestjs/common';
import type { UserProfileUpdatedEvent } from '@streampact/generated/user-service';
import type { HandlerContext, MessageHandler } from '@streampact/runtime';
import { CustomerRepository } from '../persistence/customer.repository.js';

@Injectable()
export class UserProfileUpdatedHandler implements MessageHandler<UserProfileUpdatedEvent> {
  constructor(private readonly customers: CustomerRepository) {}

  async handle({ data }: UserProfileUpdatedEvent, { transaction }: HandlerContext): Promise<void> {
    const { userId, ...names } = data;
    if (await this.customers.rename(userId, names, transaction)) return;
    // Its USER_CREATED comes before it in the stream, so it failed: trying again succeeds once that has been replayed.
    throw new Error(`Customer ${userId} is not known yet; its USER_CREATED has to be handled first.`);
  }
}
