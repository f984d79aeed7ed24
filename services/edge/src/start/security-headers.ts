/** What every answer tells a browser. Answers belong to one user and are data: never a page, a script, or something to keep. */
import type { NextFunction, Request, Response } from 'express';

const headers = {
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Frame-Options': 'DENY',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
} as const;

const nothing = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** Swagger's page loads its own scripts and has style sheets inside; "try it out" sends to this service. */
const ofThePage =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; " +
  "frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

export const securityHeaders = (request: Request, response: Response, next: NextFunction): void => {
  response.set(headers);
  response.setHeader('Content-Security-Policy', /^\/docs(\/|$)/.test(request.path) ? ofThePage : nothing);
  // Over plain HTTP it means nothing; behind a proxy of TRUSTED_PROXIES, X-Forwarded-Proto says what the client used.
  if (request.secure) response.setHeader('Strict-Transport-Security', 'max-age=31536000');
  next();
};
