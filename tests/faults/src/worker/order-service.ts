/** order-service, with customers who place orders and sometimes change their mind. */
import { setTimeout as sleep } from 'node:timers/promises';
import { orderServiceApplication } from '@streampact/order-service';
import { OrdersService } from '@streampact/order-service/orders';
import { orderTimeoutMs } from '../contract/short-times.js';
import type { Random } from '../random.js';
import type { HostedService, HostingContext, WorkloadLoop } from './hosted-service.js';
import { startShopService } from './shop-service.js';

const loops = 2;
const cancelledShare = 0.3;
const reflectMaxMs = 300;

export const startOrderService = async (context: HostingContext): Promise<HostedService> => {
  const application = await startShopService('order-service', orderServiceApplication, context, {
    JWKS_URL: 'http://127.0.0.1:1/.well-known/jwks.json', // for tokens, which only HTTP has
    ORDER_TIMEOUT_MS: String(orderTimeoutMs),
  });
  const orders = application.get(OrdersService);
  const loop = (): WorkloadLoop => ({
    once: async (random) => placeAndPerhapsCancel(orders, context, random),
    pauseMs: [50, 150],
  });
  return { workload: Array.from({ length: loops }, loop), stop: async () => application.close() };
};

const placeAndPerhapsCancel = async (
  orders: OrdersService,
  { settings, acknowledgements }: HostingContext,
  random: Random,
): Promise<void> => {
  const { userId } = random.pick(settings.customers);
  const isCancelled = random.next() < cancelledShare;
  const reflectMs = random.integer(0, reflectMaxMs);
  const placed = await orders.place({
    userId,
    idempotencyKey: `${settings.name}-${String(process.pid)}-${String(random.integer(0, 2 ** 40))}`,
    items: [
      {
        sku: 'tea',
        name: 'Green tea',
        quantity: random.integer(1, 3),
        unitPrice: { amountMinor: random.integer(100, 400), currency: 'EUR' },
      },
    ],
  });
  if (placed.kind !== 'placed') return; // USER_CREATED has not arrived yet
  const { orderId } = placed.order;
  acknowledgements.add('orderIds', [orderId]);
  if (!isCancelled) return;
  await sleep(reflectMs);
  const cancelled = await orders.cancel(orderId, userId);
  if (cancelled?.status === 'cancelled') acknowledgements.add('cancelledOrderIds', [orderId]);
};
