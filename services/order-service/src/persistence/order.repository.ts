import { Injectable } from '@nestjs/common';
import { DataSource, LessThan, type EntityManager } from 'typeorm';
import type { Order, OrderChange } from '../domain/order.js';
import { OrderEntity } from './order.entity.js';

@Injectable()
export class OrderRepository {
  constructor(private readonly dataSource: DataSource) {}

  async insert(order: Order, transaction: EntityManager): Promise<void> {
    const { total, reason, ...same } = order;
    const row = { ...same, reason: reason ?? null, totalMinor: total.amountMinor, currency: total.currency };
    await transaction.createQueryBuilder().insert().into(OrderEntity).values(row).execute();
  }

  /** @param owner – absent: whoever placed it */
  async find(
    order: { readonly orderId: string; readonly userId?: string },
    transaction: EntityManager = this.dataSource.manager,
  ): Promise<Order | undefined> {
    const row = await transaction.findOneBy(OrderEntity, order);
    return row ? orderOf(row) : undefined;
  }

  /** Newest first. @param page.before – only orders placed before this one. Served by the index orders_of_user. */
  async list(userId: string, page: { readonly limit: number; readonly before?: string }): Promise<readonly Order[]> {
    const where = { userId, ...(page.before === undefined ? {} : { orderId: LessThan(page.before) }) };
    const rows = await this.dataSource.manager.find(OrderEntity, {
      where,
      order: { orderId: 'DESC' },
      take: page.limit,
    });
    return rows.map(orderOf);
  }

  /** @returns false if there is no such order */
  async change(orderId: string, change: OrderChange, at: Date, transaction: EntityManager): Promise<boolean> {
    const { affected } = await transaction.update(OrderEntity, { orderId }, { ...change, updatedAt: at });
    return affected === 1;
  }
}

const orderOf = ({ totalMinor, currency, reason, ...same }: OrderEntity): Order => ({
  ...same,
  total: { amountMinor: totalMinor, currency },
  ...(reason === null ? {} : { reason }),
});
