export interface Money {
  readonly amountMinor: number;
  readonly currency: string;
}

export interface OrderItem {
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly unitPrice: Money;
}

export type OrderStatus = 'pending' | 'confirmed' | 'rejected' | 'cancelled';
export type RejectionReason = 'INSUFFICIENT_CREDIT' | 'UNKNOWN_USER' | 'CREDIT_TIMEOUT';

export interface Order {
  readonly orderId: string;
  readonly userId: string;
  readonly status: OrderStatus;
  /** Only if `status` is `rejected`. */
  readonly reason?: RejectionReason;
  readonly items: readonly OrderItem[];
  readonly total: Money;
  readonly placedAt: Date;
  readonly updatedAt: Date;
}

/** What can become of an order that was placed. */
export type OrderChange =
  | { readonly status: 'confirmed' }
  | { readonly status: 'cancelled' }
  | { readonly status: 'rejected'; readonly reason: RejectionReason };

/** The contract's limit of an amount. */
const amountMinorMax = 1_000_000_000_000;

export type TotalDecision =
  | { readonly kind: 'total'; readonly total: Money }
  | { readonly kind: 'refused'; readonly pointer: string; readonly detail: string };

/** What the items cost together. One order is in one currency: nobody has said at what rate others would be converted. */
export const totalOf = (items: readonly OrderItem[]): TotalDecision => {
  const currency = items[0]?.unitPrice.currency;
  if (currency === undefined) return { kind: 'refused', pointer: '/items', detail: 'must hold at least one item' };
  const foreign = items.findIndex(({ unitPrice }) => unitPrice.currency !== currency);
  if (foreign >= 0) {
    return {
      kind: 'refused',
      pointer: `/items/${foreign}/unitPrice/currency`,
      detail: `must be ${currency}, as in the first item: an order has one currency`,
    };
  }
  const amountMinor = items.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice.amountMinor, 0);
  if (amountMinor > amountMinorMax) {
    return { kind: 'refused', pointer: '/items', detail: `must not cost more than ${amountMinorMax} together` };
  }
  return { kind: 'total', total: { amountMinor, currency } };
};

/** The order as it was when it was placed: what a repeated request is answered with, whatever has happened since. */
export const asPlaced = (order: Order): Order => {
  const { reason: _later, ...placed } = order;
  return { ...placed, status: 'pending', updatedAt: order.placedAt };
};
