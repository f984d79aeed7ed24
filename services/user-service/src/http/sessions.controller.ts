import { Body, Controller, Delete, HttpCode, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, Authenticated, ClientAddress, CurrentUser, Problem } from '@streampact/edge';
import { SessionRepository } from '../persistence/session.repository.js';
import { AttemptLimits } from './attempt-limits.js';
import { SessionsService } from './sessions.service.js';
import { LoginRequest, RefreshRequest } from './users.requests.js';
import { SessionResponse } from './users.responses.js';
import { UsersService } from './users.service.js';

@ApiTags('sessions')
@Controller('sessions')
export class SessionsController {
  constructor(
    private readonly limits: AttemptLimits,
    private readonly users: UsersService,
    private readonly service: SessionsService,
    private readonly sessions: SessionRepository,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Log in: an access token for every service, and a refresh token for the next one.' })
  @ApiCreatedResponse({ type: SessionResponse })
  @ApiProblems({
    401: 'Address and password do not belong together.',
    422: 'The body is not a login.',
    429: 'Too many attempts from this address, or for this account.',
  })
  async logIn(@Body() body: LoginRequest, @ClientAddress() address: string): Promise<SessionResponse> {
    const attempt = { address, email: body.email };
    await this.limits.beforeLogIn(attempt);
    const userId = await this.users.logIn(body);
    if (userId === undefined) {
      // The same words whether the address is registered or not.
      throw new Problem({
        status: 401,
        name: 'credentials-wrong',
        title: 'Credentials wrong',
        detail: 'The e-mail address and the password do not belong together.',
      });
    }
    await this.limits.afterLogIn(attempt);
    return { ...(await this.service.open(userId)), tokenType: 'Bearer' };
  }

  @Post('refresh')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Go on with a session: the next access token and the next refresh token.',
    description:
      'A refresh token is good for one use. If one is used twice, somebody else has a copy of it: the session ends for both. ' +
      'A client that got no answer therefore logs in again.',
  })
  @ApiOkResponse({ type: SessionResponse })
  @ApiProblems({ 401: 'The session is over, or the token was used before.', 422: 'The body holds no refresh token.' })
  async refresh(@Body() body: RefreshRequest): Promise<SessionResponse> {
    const issued = await this.service.refresh(body.refreshToken);
    if (!issued) {
      throw new Problem({
        status: 401,
        name: 'refresh-token-refused',
        title: 'Refresh token refused',
        detail: 'The session is over, or this refresh token was used before. Log in again.',
      });
    }
    return { ...issued, tokenType: 'Bearer' };
  }

  @Delete('current')
  @HttpCode(204)
  @Authenticated()
  @ApiOperation({
    summary: 'Log out: ends the session of the access token.',
    description:
      'Its refresh token is refused from now on, and its access token by this service. Other services accept the access token ' +
      'until it expires.',
  })
  @ApiNoContentResponse({ description: 'The session is over.' })
  async logOut(@CurrentUser() { sessionId }: CurrentUser): Promise<void> {
    if (sessionId !== undefined) await this.sessions.end(sessionId);
  }

  @Delete()
  @HttpCode(204)
  @Authenticated()
  @ApiOperation({ summary: 'Log out everywhere: ends every session of the user.' })
  @ApiNoContentResponse({ description: 'All sessions are over.' })
  async logOutEverywhere(@CurrentUser() { userId }: CurrentUser): Promise<void> {
    await this.sessions.endAllOf(userId);
  }
}
