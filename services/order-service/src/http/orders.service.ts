/** What can be done with orders over HTTP; OrdersController translates. */
import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { newId, SagaRunner } from '@streampact/runtime';
import { DataSource } from 'typeorm';
import { configToken, type OrderServiceConfig } from '../config.js';
import { asPlaced, totalOf, type Order, type OrderItem } from '../domain/order.js';
import { orderSaga } from '../events/order.saga.js';
import { CustomerRepository } from '../persistence/customer.repository.js';
import { OrderRepository } from '../persistence/order.repository.js';
import { PlacementRepository } from '../persistence/placement.repository.js';

export type PlaceResult =
  | { readonly kind: 'placed' | 'placed-before'; readonly order: Order }
  | { readonly kind: 'items-refused'; readonly pointer: string; readonly detail: string }
  | { readonly kind: 'key-taken' }
  | { readonly kind: 'customer-unknown' };

@Injectable()
export class OrdersService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly orders: OrderRepository,
    private readonly customers: CustomerRepository,
    private readonly placements: PlacementRepository,
    private readonly sagas: SagaRunner,
    @Inject(configToken) private readonly config: OrderServiceConfig,
  ) {}

  /** Placing twice under one key places once: key, order, saga and ORDER_PLACED are one transaction. */
  async place(request: {
    readonly userId: string;
    readonly idempotencyKey: string;
    readonly items: readonly OrderItem[];
  }): Promise<PlaceResult> {
    const { userId, idempotencyKey } = request;
    const items = request.items.map(plainItem);
    const decision = totalOf(items);
    if (decision.kind === 'refused') return { ...decision, kind: 'items-refused' };
    return this.dataSource.transaction(async (transaction): Promise<PlaceResult> => {
      if (!(await this.customers.isKnown(userId, transaction))) return { kind: 'customer-unknown' };
      const wanted = { userId, idempotencyKey, bodyHash: hashOf(items), orderId: newId() };
      const placement = await this.placements.claim(wanted, transaction);
      if (placement.bodyHash !== wanted.bodyHash) return { kind: 'key-taken' };
      if (placement.orderId !== wanted.orderId) {
        const order = await this.orders.find({ orderId: placement.orderId }, transaction);
        if (!order) throw new Error(`Placement of order ${placement.orderId} exists without its order.`);
        return { kind: 'placed-before', order: asPlaced(order) };
      }
      const placedAt = new Date();
      const order: Order = {
        ...placement,
        status: 'pending',
        items,
        total: decision.total,
        placedAt,
        updatedAt: placedAt,
      };
      await this.orders.insert(order, transaction);
      await this.sagas.begin(orderSaga, { order, answerWithinMs: this.config.orderTimeoutMs }, { transaction });
      return { kind: 'placed', order };
    });
  }

  /** @returns the order afterwards: cancelled, or rejected if that came first; undefined if this customer has no such order */
  async cancel(orderId: string, userId: string): Promise<Order | undefined> {
    return this.dataSource.transaction(async (transaction) => {
      const order = await this.orders.find({ orderId, userId }, transaction);
      // It has ended, perhaps so long ago that its saga is not kept any more.
      if (!order || order.status === 'cancelled' || order.status === 'rejected') return order;
      await this.sagas.command(orderSaga, orderId, 'cancel', { transaction });
      return this.orders.find({ orderId }, transaction);
    });
  }
}

/** Only the properties of the contract, in one order: what is stored, hashed and published. */
const plainItem = ({ sku, name, quantity, unitPrice }: OrderItem): OrderItem => ({
  sku,
  name,
  quantity,
  unitPrice: { amountMinor: unitPrice.amountMinor, currency: unitPrice.currency },
});

const hashOf = (items: readonly OrderItem[]): string =>
  createHash('sha256').update(JSON.stringify(items)).digest('hex');
