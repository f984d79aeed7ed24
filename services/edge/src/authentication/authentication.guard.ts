import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Problem } from '../problems/problem.js';
import { TokenVerifier, type CurrentUser } from './access-token.js';

/** Who sends a request: the guard remembers, @CurrentUser() asks. Held here because Express' request type is not ours. */
const users = new WeakMap<Request, CurrentUser>();

export const userOf = (request: Request): CurrentUser | undefined => users.get(request);

/** Lets a request pass if it carries a valid access token. Use @Authenticated(), which documents it as well. */
@Injectable()
export class AuthenticationGuard implements CanActivate {
  readonly #verifier: TokenVerifier;

  constructor(@Inject(TokenVerifier) verifier: TokenVerifier) {
    this.#verifier = verifier;
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    const token = /^Bearer +([\w.~+/-]+=*)$/i.exec(request.get('authorization') ?? '')?.[1];
    if (token === undefined) throw unauthenticated('Send an access token: "Authorization: Bearer <accessToken>".', '');
    const check = await this.#verifier.check(token);
    if (check.kind === 'invalid') {
      throw unauthenticated(
        `The access token is not accepted: ${check.reason}. Log in again.`,
        ' error="invalid_token"',
      );
    }
    if (check.kind === 'unavailable') throw keysUnavailable(check.cause);
    users.set(request, check.user);
    return true;
  }
}

/** @see https://www.rfc-editor.org/rfc/rfc6750#section-3 */
const unauthenticated = (detail: string, error: string): Problem =>
  new Problem({
    status: 401,
    name: 'unauthenticated',
    title: 'Not authenticated',
    detail,
    headers: { 'WWW-Authenticate': `Bearer${error}` },
  });

const keysUnavailable = (cause: unknown): Problem =>
  new Problem(
    {
      status: 503,
      name: 'keys-unavailable',
      title: 'Public keys unavailable',
      detail:
        'The access token cannot be checked now, because the keys of user-service could not be fetched. Try again.',
      headers: { 'Retry-After': '2' },
    },
    { cause },
  );
