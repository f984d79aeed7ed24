import type { NextFunction, Request, Response } from 'express';
import { Problem } from '../problems/problem.js';

/** The largest order has 100 items; a body of more than this is not one of ours. */
export const bodyMaxBytes = 262_144;

/** Refuses a body by the length that it announces. The parser knows the limit, too, but waits for all of it before it answers. */
export const refuseLargeBodies = (request: Request, _response: Response, next: NextFunction): void => {
  if (Number(request.get('content-length') ?? 0) <= bodyMaxBytes) return next();
  return next(new Problem({ status: 413, detail: bodyTooLarge }));
};

export const bodyTooLarge = `The body is larger than the ${bodyMaxBytes} bytes that this service accepts.`;
