import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { RecipientEntity } from './recipient.entity.js';

export type Recipient = Readonly<RecipientEntity>;

@Injectable()
export class RecipientRepository {
  async insert(recipient: Recipient, transaction: EntityManager): Promise<void> {
    const { userId, email, firstName, lastName } = recipient;
    await transaction.insert(RecipientEntity, { userId, email, firstName, lastName });
  }

  /** @throws RecipientUnknownError */
  async find(userId: string, transaction: EntityManager): Promise<Recipient> {
    const recipient = await transaction.findOneBy(RecipientEntity, { userId });
    if (!recipient) throw new RecipientUnknownError(userId);
    return recipient;
  }

  /** @throws RecipientUnknownError */
  async rename(
    userId: string,
    names: Partial<Pick<Recipient, 'firstName' | 'lastName'>>,
    transaction: EntityManager,
  ): Promise<void> {
    const { affected } = await transaction.update(RecipientEntity, { userId }, names);
    if (affected !== 1) throw new RecipientUnknownError(userId);
  }
}

/**
 * USER_CREATED comes on another stream and may be behind. The message is stored as retrying, and later messages of the same
 * order wait behind it, until the recipient is known.
 */
export class RecipientUnknownError extends Error {
  override readonly name = 'RecipientUnknownError';

  constructor(userId: string) {
    super(`Nothing is known yet of user ${userId}; USER_CREATED has to be handled first. It is tried again.`);
  }
}
