import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { CustomerEntity } from './customer.entity.js';

export type Customer = Readonly<CustomerEntity>;

@Injectable()
export class CustomerRepository {
  /** A customer that is known already gets these names: user-service may say again who somebody is, in an event of its own. */
  async save(customer: Customer, transaction: EntityManager): Promise<void> {
    const { userId, firstName, lastName } = customer;
    await transaction.upsert(CustomerEntity, { userId, firstName, lastName }, ['userId']);
  }

  /** @returns false if there is no such customer yet */
  async rename(
    userId: string,
    names: Partial<Pick<Customer, 'firstName' | 'lastName'>>,
    transaction: EntityManager,
  ): Promise<boolean> {
    const { affected } = await transaction.update(CustomerEntity, { userId }, names);
    return affected === 1;
  }

  async isKnown(userId: string, transaction: EntityManager): Promise<boolean> {
    return transaction.existsBy(CustomerEntity, { userId });
  }
}
