import { setTimeout as sleep } from 'node:timers/promises';
import type { Mail } from '../start/mail.js';
import { eventsAbout, type StoredEvent } from './event-log.js';
import { Customer, type MadeRequest, type Order, type ShopUrls } from './shop-client.js';

export interface StoryPlace {
  readonly urls: ShopUrls;
  readonly redisUrl: string;
  /** Who must have signed its certificate. */
  readonly redisCaFile?: string;
  readonly keyPrefix: string;
  /** For a Redis user that may read these but not look for others. @default all that begin with the prefix */
  readonly streamKeys?: readonly string[];
  /** Live list of what the mail catcher received. */
  readonly mails: readonly Mail[];
}

/** An order of the story: what it is called in the timeline and how it should end. */
export interface StoryOrder {
  readonly label: string;
  readonly orderId: string;
  readonly customer: Customer;
  readonly amountMinor: number;
}

/** Everything that happened, and the checks that the story makes of it. */
export interface Story {
  readonly startedAt: number;
  readonly customers: readonly Customer[];
  readonly orders: readonly StoryOrder[];
  readonly requests: readonly MadeRequest[];
  readonly events: readonly StoredEvent[];
  readonly mails: readonly Mail[];
  readonly checks: readonly Check[];
}
export interface Check {
  readonly sentence: string;
  readonly isTrue: boolean;
  /** What was seen instead. */
  readonly got: string;
}

const orderMaxMs = 30_000;
const settleMaxMs = 20_000;
const pollMs = 20;

/**
 * Two customers and three orders over public HTTP: one order is confirmed, one is rejected for lack of credit, one is
 * confirmed and then cancelled. @throws if a request fails; an unexpected end is a check that is not true.
 */
export const tellStory = async (place: StoryPlace): Promise<Story> => {
  const startedAt = Date.now();
  const requests: MadeRequest[] = [];
  const shop = { urls: place.urls, onRequest: (request: MadeRequest) => void requests.push(request) };
  const ada = new Customer('Ada', shop);
  const bob = new Customer('Bob', shop);
  const customers = [ada, bob];
  for (const customer of customers) await customer.register();

  const { limitMinor, currency } = await ada.credit();
  const orders: StoryOrder[] = [];
  const place1 = async (customer: Customer, label: string, share: number): Promise<StoryOrder> => {
    const amountMinor = Math.max(1, Math.round(limitMinor * share));
    const orderId = await customer.placeOrder({ name: `Demo item ${label}`, price: { amountMinor, currency } });
    const order = { label, orderId, customer, amountMinor };
    orders.push(order);
    return order;
  };
  const first = await place1(ada, 'order 1', 0.25);
  const confirmed = await ended(first);
  const second = await place1(bob, 'order 2', 1.2);
  const rejected = await ended(second);
  const third = await place1(ada, 'order 3', 0.1);
  await ended(third);
  await ada.cancelOrder(third.orderId);
  const cancelled = await third.customer.order(third.orderId);

  const seen = async (): Promise<Seen> => ({
    events: await eventsAbout(
      customers.map(({ userId }) => userId),
      { ...place, since: startedAt },
    ),
    mails: place.mails.filter(({ to }) => customers.some(({ email }) => email === to)),
    reservedMinor: (await ada.credit()).reservedMinor,
    notifications: [...(await ada.notifications()), ...(await bob.notifications())],
  });
  const states = [
    stateCheck('order 1, within the credit, is confirmed', confirmed, 'confirmed'),
    stateCheck('order 2, above the credit, is rejected', rejected, 'rejected', 'INSUFFICIENT_CREDIT'),
    stateCheck('order 3, cancelled by its customer, is cancelled', cancelled, 'cancelled'),
  ];
  const { checks, last } = await settled(seen, (now) => [...states, ...followUps(now, { ada, bob, first })]);
  return { startedAt, customers, orders, requests, events: last.events, mails: last.mails, checks };
};

interface Seen {
  readonly events: readonly StoredEvent[];
  readonly mails: readonly Mail[];
  readonly reservedMinor: number;
  readonly notifications: readonly { template: string; status: string }[];
}

/** What must be true a little later: e-mails, given back credit, and what notification-service says it sent. */
const followUps = (now: Seen, of: { ada: Customer; bob: Customer; first: StoryOrder }): Check[] => {
  const causesOf = (customer: Customer): string =>
    now.mails
      .filter(({ to }) => to === customer.email)
      .map(({ eventId }) => now.events.find(({ id }) => id === eventId)?.type ?? 'an unknown event')
      .toSorted()
      .join(', ');
  const sent = now.notifications.filter(({ status }) => status === 'sent').length;
  const told = now.events.filter(({ type }) => type === 'NOTIFICATION_SENT').length;
  return [
    sameCheck(
      'Ada got four e-mails',
      causesOf(of.ada),
      'ORDER_CANCELLED, ORDER_CONFIRMED, ORDER_CONFIRMED, USER_CREATED',
    ),
    sameCheck('Bob got two e-mails', causesOf(of.bob), 'ORDER_REJECTED, USER_CREATED'),
    sameCheck('notification-service lists six sent e-mails', String(sent), '6'),
    sameCheck('each e-mail was published as NOTIFICATION_SENT', String(told), '6'),
    sameCheck("only order 1 holds Ada's credit", String(now.reservedMinor), String(of.first.amountMinor)),
  ];
};

const stateCheck = (sentence: string, order: Order, status: string, reason?: string): Check =>
  sameCheck(sentence, `${order.status} ${order.reason ?? ''}`.trim(), `${status} ${reason ?? ''}`.trim());

const sameCheck = (sentence: string, got: string, want: string): Check => ({
  sentence,
  isTrue: got === want,
  got: got === want ? got : `${got || 'nothing'} (wanted ${want})`,
});

/** Waits until an order is no longer pending. */
const ended = async ({ customer, orderId }: StoryOrder): Promise<Order> => {
  const deadline = Date.now() + orderMaxMs;
  for (;;) {
    const order = await customer.order(orderId);
    if (order.status !== 'pending' || Date.now() > deadline) return order;
    await sleep(pollMs);
  }
};

/** Looks until all checks are true, or for the last time at the deadline. */
const settled = async (
  look: () => Promise<Seen>,
  judge: (seen: Seen) => Check[],
): Promise<{ checks: Check[]; last: Seen }> => {
  const deadline = Date.now() + settleMaxMs;
  for (;;) {
    const last = await look();
    const checks = judge(last);
    if (checks.every(({ isTrue }) => isTrue) || Date.now() > deadline) return { checks, last };
    await sleep(pollMs);
  }
};
