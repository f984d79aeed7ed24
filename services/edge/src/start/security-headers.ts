import type { NextFunction, Request, Response } from 'express';

/** Answers belong to one user and are data, never something a browser should guess the type of. */
export const securityHeaders = (_request: Request, response: Response, next: NextFunction): void => {
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Cache-Control', 'no-store');
  next();
};
