import type { NextFunction, Request, Response } from 'express';
import { Problem } from '../problems/problem.js';

/** Refuses a body of another type: it would not be parsed, and validation would complain about what is not missing. */
export const requireJson = (request: Request, _response: Response, next: NextFunction): void => {
  // null: the request has no body. A POST without one may say so with a length of 0, as fetch does.
  const isEmpty = request.get('content-length') === '0' || request.is('*/*') === null;
  if (isEmpty || request.is('application/json') !== false) return next();
  const got = request.get('content-type') ?? 'none';
  return next(new Problem({ status: 415, detail: `Send the body as application/json; its Content-Type is ${got}.` }));
};
