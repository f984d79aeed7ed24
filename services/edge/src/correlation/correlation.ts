/** Every request belongs to a story: the caller's, if it names one, else a new one. What the request publishes inherits it. */
import type { NextFunction, Request, Response } from 'express';
import { newId, runInMessageContext } from '@streampact/runtime';

/** Anything else could not be searched for, or would break a log line. */
const correlationIdPattern = /^[\w.:-]{1,128}$/;
const traceparentPattern = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** Reads X-Correlation-Id and traceparent, answers X-Correlation-Id. A malformed header is replaced, not refused. */
export const correlate = (request: Request, response: Response, next: NextFunction): void => {
  const given = request.get('x-correlation-id') ?? '';
  const correlationId = correlationIdPattern.test(given) ? given : newId();
  const traceparent = request.get('traceparent') ?? '';
  response.setHeader('X-Correlation-Id', correlationId);
  const trace = traceparentPattern.test(traceparent) ? { traceparent } : {};
  runInMessageContext({ correlationId, ...trace }, next);
};
