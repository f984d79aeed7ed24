/** A server span for each request, below the caller's if it names one; what the request does is below it. */
import { context, SpanStatusCode } from '@opentelemetry/api';
import { isTracing, startSpan } from '@streampact/runtime';
import type { NextFunction, Request, Response } from 'express';
import { routeOf } from './route-of.js';

/** Asked every few seconds by machines: their spans would bury the others. */
const isAskedByMachines = (path: string): boolean => path === '/metrics' || path.startsWith('/health');

/** Comes after `correlate`, which has read the caller's traceparent. */
export const traceRequests = (request: Request, response: Response, next: NextFunction): void => {
  if (!isTracing() || isAskedByMachines(request.path)) return next();
  const { span, within } = startSpan({
    name: request.method,
    kind: 'server',
    attributes: {
      'http.request.method': request.method,
      'url.path': request.path,
      'url.scheme': request.protocol,
    },
  });
  // `close` comes after `finish`, and alone where the caller has hung up.
  response.once('close', () => {
    const route = routeOf(request);
    if (route !== undefined) span.updateName(`${request.method} ${route}`).setAttribute('http.route', route);
    const { statusCode, writableFinished } = response;
    if (writableFinished) span.setAttribute('http.response.status_code', statusCode);
    if (statusCode >= 500 || !writableFinished) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      span.setAttribute('error.type', writableFinished ? String(statusCode) : 'aborted');
    }
    span.end();
  });
  context.with(within, next);
};
