/**
 * Credit decisions. An account holds `reserved` of its `limit`; each order has at most one reservation:
 *
 *   (none)   → reserved   an order was placed and there was enough credit
 *   (none)   → refused    … and there was not
 *   reserved → released   the order was rejected or cancelled
 *   refused  → released   the same; nothing goes back
 *   (none)   → released   the order ended before its placing was handled: a tombstone, which refuses the late reservation
 */

export interface CreditAccount {
  readonly userId: string;
  readonly limitMinor: number;
  readonly reservedMinor: number;
}

export interface Reservation {
  readonly orderId: string;
  readonly userId: string;
  readonly amountMinor: number;
  readonly state: 'reserved' | 'refused' | 'released';
}

/** Every account is in this currency. */
export const creditCurrency = 'EUR';

export interface Money {
  readonly amountMinor: number;
  readonly currency: string;
}

export type RefusalReason = 'INSUFFICIENT_CREDIT' | 'UNKNOWN_USER' | 'ORDER_ENDED';

export type ReserveDecision =
  | { readonly kind: 'reserved'; readonly account: CreditAccount; readonly reservation: Reservation }
  /** `reservation` is absent where the one that is stored stays as it is. */
  | { readonly kind: 'rejected'; readonly reason: RefusalReason; readonly reservation?: Reservation }
  | { readonly kind: 'answered-before' };

export const reserveCredit = (given: {
  readonly order: { readonly orderId: string; readonly userId: string; readonly total: Money };
  readonly account: CreditAccount | undefined;
  readonly reservation: Reservation | undefined;
}): ReserveDecision => {
  const { order, account, reservation } = given;
  if (reservation) {
    return reservation.state === 'released' ? { kind: 'rejected', reason: 'ORDER_ENDED' } : { kind: 'answered-before' };
  }
  const { orderId, userId, total } = order;
  const asked = { orderId, userId, amountMinor: total.amountMinor };
  if (!account) return { kind: 'rejected', reason: 'UNKNOWN_USER', reservation: { ...asked, state: 'refused' } };
  // There is no credit at all in another currency.
  if (total.currency !== creditCurrency || total.amountMinor > availableMinor(account)) {
    return { kind: 'rejected', reason: 'INSUFFICIENT_CREDIT', reservation: { ...asked, state: 'refused' } };
  }
  return {
    kind: 'reserved',
    account: { ...account, reservedMinor: account.reservedMinor + total.amountMinor },
    reservation: { ...asked, state: 'reserved' },
  };
};

export type ReleaseDecision =
  | {
      readonly kind: 'released';
      /** What goes back; 0 if nothing was reserved. */
      readonly amountMinor: number;
      readonly reservation: Reservation;
      readonly account?: CreditAccount;
    }
  | { readonly kind: 'released-before' };

export const releaseCredit = (given: {
  readonly order: { readonly orderId: string; readonly userId: string };
  readonly account: CreditAccount | undefined;
  readonly reservation: Reservation | undefined;
}): ReleaseDecision => {
  const { order, account, reservation } = given;
  if (reservation?.state === 'released') return { kind: 'released-before' };
  if (reservation?.state !== 'reserved' || !account) {
    return {
      kind: 'released',
      amountMinor: 0,
      reservation: { amountMinor: 0, ...reservation, ...order, state: 'released' },
    };
  }
  const { amountMinor } = reservation;
  return {
    kind: 'released',
    amountMinor,
    reservation: { ...reservation, state: 'released' },
    account: { ...account, reservedMinor: account.reservedMinor - amountMinor },
  };
};

export const availableMinor = ({ limitMinor, reservedMinor }: CreditAccount): number =>
  Math.max(limitMinor - reservedMinor, 0);
