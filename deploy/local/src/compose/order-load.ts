/** Customers who keep placing small orders, whatever happens to the servers; afterwards each accepted order must have ended. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Customer, type ShopUrls } from '../story/shop-client.js';

export interface OrderLoad {
  /** Orders that were answered with 201 so far. */
  readonly accepted: () => number;
  readonly refused: () => number;
  /** No more orders are begun. */
  readonly stop: () => Promise<void>;
  /** How the accepted orders ended: `{ confirmed: 812 }`; `unknown` are those that nobody has heard of. @throws after `maxMs` */
  readonly endings: (maxMs: number) => Promise<Readonly<Record<string, number>>>;
}

interface Placed {
  readonly customer: Customer;
  readonly orderId: string;
}

/** Below the credit of a customer, for hundreds of orders. */
const priceMinor = 10;
const betweenMs = 40;
const afterRefusalMs = 250;
const atOnce = 8;

/** @param urls – of one instance each; customers are dealt to them in turn */
export const startOrders = async (urls: readonly ShopUrls[], customersCount: number): Promise<OrderLoad> => {
  const placed: Placed[] = [];
  let refused = 0;
  const over = new AbortController();
  const customers = Array.from({ length: customersCount }, (_, n) => {
    const shop = urls[n % urls.length];
    if (!shop) throw new Error('no instance to order from');
    return new Customer(`Load${String(n)}`, { urls: shop, onRequest: () => undefined });
  });
  for (const customer of customers) await customer.register();

  const shopping = customers.map(async (customer) => {
    while (!over.signal.aborted) {
      try {
        const item = { name: 'Load', price: { amountMinor: priceMinor, currency: 'EUR' } };
        placed.push({ customer, orderId: await customer.placeOrder(item) });
        await sleep(betweenMs);
      } catch {
        // Refused, or not answered: it may be placed all the same, but nobody was told that it is.
        refused++;
        await sleep(afterRefusalMs);
      }
    }
  });
  return {
    accepted: () => placed.length,
    refused: () => refused,
    stop: async () => {
      over.abort();
      await Promise.all(shopping);
    },
    endings: async (maxMs) => endingsOf(placed, Date.now() + maxMs),
  };
};

const endingsOf = async (placed: readonly Placed[], deadline: number): Promise<Readonly<Record<string, number>>> => {
  const endings: Record<string, number> = {};
  const left = [...placed];
  const ask = async (): Promise<void> => {
    for (let order = left.pop(); order; order = left.pop()) {
      const ending = await endingOf(order, deadline);
      endings[ending] = (endings[ending] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, ask));
  return endings;
};

const endingOf = async ({ customer, orderId }: Placed, deadline: number): Promise<string> => {
  for (;;) {
    try {
      const { status } = await customer.order(orderId);
      if (status !== 'pending' || Date.now() > deadline) return status;
    } catch (error) {
      if (Date.now() > deadline) return String(error).includes('404') ? 'unknown' : 'unanswered';
    }
    await sleep(100);
  }
};
