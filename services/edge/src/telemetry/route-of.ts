import type { Request } from 'express';

/** The pattern (`/orders/:orderId`), never the path: a metric with one series for each order would grow for ever. */
export const routeOf = (request: Request): string | undefined => {
  // Express types `route` as any; it is absent when nothing matched.
  const route = request.route as { path?: unknown } | undefined;
  return typeof route?.path === 'string' ? route.path : undefined;
};
