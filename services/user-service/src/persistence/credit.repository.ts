import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { CreditAccount, Reservation } from '../domain/credit.js';
import { CreditAccountEntity } from './credit-account.entity.js';
import { CreditReservationEntity } from './credit-reservation.entity.js';

@Injectable()
export class CreditRepository {
  constructor(private readonly dataSource: DataSource) {}

  async open(account: CreditAccount, transaction: EntityManager): Promise<void> {
    await transaction.insert(CreditAccountEntity, account);
  }

  async find(userId: string): Promise<CreditAccount | undefined> {
    return (await this.dataSource.manager.findOneBy(CreditAccountEntity, { userId })) ?? undefined;
  }

  /**
   * What a decision about an order needs. The account stays locked until the transaction ends: orders of one user are in
   * different partitions and may be handled at the same time.
   */
  async lock(
    order: { readonly orderId: string; readonly userId: string },
    transaction: EntityManager,
  ): Promise<{ account: CreditAccount | undefined; reservation: Reservation | undefined }> {
    const account = await transaction.findOne(CreditAccountEntity, {
      where: { userId: order.userId },
      lock: { mode: 'pessimistic_write' },
    });
    const reservation = await transaction.findOneBy(CreditReservationEntity, { orderId: order.orderId });
    return { account: account ?? undefined, reservation: reservation ?? undefined };
  }

  async save(
    changed: { readonly account?: CreditAccount; readonly reservation?: Reservation },
    transaction: EntityManager,
  ): Promise<void> {
    const { account, reservation } = changed;
    if (account) {
      await transaction.update(
        CreditAccountEntity,
        { userId: account.userId },
        { reservedMinor: account.reservedMinor },
      );
    }
    if (reservation) await transaction.upsert(CreditReservationEntity, { ...reservation }, ['orderId']);
  }
}
