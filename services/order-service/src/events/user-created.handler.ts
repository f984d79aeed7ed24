import { Injectable } from '@nestjs/common';
import type { UserCreatedEvent } from '@streampact/generated/user-service';
import type { HandlerContext, MessageHandler } from '@streampact/runtime';
import { CustomerRepository } from '../persistence/customer.repository.js';

/** From now on this user can place orders here. */
@Injectable()
export class UserCreatedHandler implements MessageHandler<UserCreatedEvent> {
  constructor(private readonly customers: CustomerRepository) {}

  async handle({ data }: UserCreatedEvent, { transaction }: HandlerContext): Promise<void> {
    await this.customers.save(data, transaction);
  }
}
