import { applyDecorators, createParamDecorator, UseGuards, type ExecutionContext } from '@nestjs/common';
import { ApiBearerAuth } from '@nestjs/swagger';
import type { Request } from 'express';
import { ApiProblems } from '../problems/problem-details.js';
import type { CurrentUser as User } from './access-token.js';
import { AuthenticationGuard, userOf } from './authentication.guard.js';

/** The operation, or every operation of the controller, wants an access token. */
export const Authenticated = (): MethodDecorator & ClassDecorator =>
  applyDecorators(
    UseGuards(AuthenticationGuard),
    ApiBearerAuth(),
    ApiProblems({
      401: 'No access token, or one that is not accepted.',
      503: 'The keys to check it with, or the database, cannot be reached; nothing was changed.',
    }),
  );

/** Parameter of an @Authenticated() operation: `@CurrentUser() user: CurrentUser` */
export const CurrentUser = createParamDecorator((_data: unknown, context: ExecutionContext): User => {
  const user = userOf(context.switchToHttp().getRequest<Request>());
  if (!user) throw new Error('@CurrentUser() needs @Authenticated() on the operation or its controller.');
  return user;
});
// oxlint-disable-next-line no-redeclare -- the decorator and the type of what it decorates share a name on purpose
export type CurrentUser = User;
