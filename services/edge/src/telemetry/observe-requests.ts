import { metrics } from '@opentelemetry/api';
import type { NextFunction, Request, Response } from 'express';
import type { Logger } from '@streampact/runtime';
import { routeOf } from './route-of.js';

const duration = metrics.getMeter('streampact').createHistogram('http.server.request.duration', {
  description: 'Time from the request to the end of its answer.',
  unit: 's',
  advice: { explicitBucketBoundaries: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] },
});

/** Measures and logs each answer; ProblemFilter says more of those that failed. */
export const observeRequests =
  (logger: Logger) =>
  (request: Request, response: Response, next: NextFunction): void => {
    const startedAt = performance.now();
    response.once('finish', () => {
      const elapsedMs = performance.now() - startedAt;
      const route = routeOf(request) ?? '(none)';
      duration.record(elapsedMs / 1000, {
        'http.request.method': request.method,
        'http.response.status_code': response.statusCode,
        'http.route': route,
      });
      const fields = { method: request.method, route, status: response.statusCode, durationMs: Math.round(elapsedMs) };
      logger.debug(fields, 'request answered');
    });
    next();
  };
