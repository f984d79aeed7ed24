import { Body, Controller, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, Problem } from '@streampact/edge';
import { AccessTokens } from './access-tokens.js';
import { LoginRequest } from './users.requests.js';
import { SessionResponse } from './users.responses.js';
import { UsersService } from './users.service.js';

@ApiTags('sessions')
@Controller('sessions')
export class SessionsController {
  constructor(
    private readonly users: UsersService,
    private readonly tokens: AccessTokens,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Log in: an access token for every service.' })
  @ApiCreatedResponse({ type: SessionResponse })
  @ApiProblems({ 401: 'Address and password do not belong together.', 422: 'The body is not a login.' })
  async logIn(@Body() body: LoginRequest): Promise<SessionResponse> {
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
    return { ...(await this.tokens.issue(userId)), tokenType: 'Bearer' };
  }
}
