import { Body, Controller, Get, Patch, Post, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, Authenticated, ClientAddress, CurrentUser, Problem } from '@streampact/edge';
import type { Response } from 'express';
import { availableMinor, creditCurrency } from '../domain/credit.js';
import type { User } from '../domain/user.js';
import { AttemptLimits } from './attempt-limits.js';
import { CreditRepository } from '../persistence/credit.repository.js';
import { UserRepository } from '../persistence/user.repository.js';
import { RegisterRequest, UpdateProfileRequest } from './users.requests.js';
import { CreditResponse, UserResponse } from './users.responses.js';
import { UsersService } from './users.service.js';

@ApiTags('users')
@Controller('users')
export class UsersController {
  constructor(
    private readonly limits: AttemptLimits,
    private readonly service: UsersService,
    private readonly users: UserRepository,
    private readonly credit: CreditRepository,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Register. Publishes USER_CREATED.' })
  @ApiCreatedResponse({
    type: UserResponse,
    headers: { Location: { schema: { type: 'string', example: '/users/me' } } },
  })
  @ApiProblems({
    409: 'Somebody is registered with this e-mail address.',
    422: 'The body is not a registration.',
    429: 'Too many registrations from this address, or for this e-mail address.',
  })
  async register(
    @Body() body: RegisterRequest,
    @ClientAddress() address: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<UserResponse> {
    await this.limits.beforeRegistration({ address, email: body.email });
    const user = await this.service.register(body);
    if (!user) {
      throw new Problem({
        status: 409,
        name: 'email-taken',
        title: 'E-mail address taken',
        detail: 'Somebody is registered with this e-mail address. Log in, or register with another one.',
        errors: [{ pointer: '/email', detail: 'is taken' }],
      });
    }
    response.location('/users/me');
    return userResponse(user);
  }

  @Get('me')
  @Authenticated()
  @ApiOperation({ summary: 'Your own profile.' })
  @ApiOkResponse({ type: UserResponse })
  @ApiProblems({ 404: 'The user of the access token is not registered here.' })
  async me(@CurrentUser() { userId }: CurrentUser): Promise<UserResponse> {
    return userResponse((await this.users.find(userId)) ?? unknownUser());
  }

  @Patch('me')
  @Authenticated()
  @ApiOperation({ summary: 'Change your names. Publishes USER_PROFILE_UPDATED with what is different.' })
  @ApiOkResponse({ type: UserResponse })
  @ApiProblems({
    404: 'The user of the access token is not registered here.',
    422: 'The body names nothing to change.',
  })
  async update(@CurrentUser() { userId }: CurrentUser, @Body() body: UpdateProfileRequest): Promise<UserResponse> {
    if (body.firstName === undefined && body.lastName === undefined) {
      throw new Problem({
        status: 422,
        name: 'body-invalid',
        title: 'Body invalid',
        detail: 'Name at least one of firstName and lastName.',
        errors: [{ pointer: '', detail: 'must hold firstName or lastName' }],
      });
    }
    return userResponse((await this.service.rename(userId, body)) ?? unknownUser());
  }

  @Get('me/credit')
  @Authenticated()
  @ApiOperation({ summary: 'Your credit, and what your orders hold of it.' })
  @ApiOkResponse({ type: CreditResponse })
  @ApiProblems({ 404: 'The user of the access token is not registered here.' })
  async myCredit(@CurrentUser() { userId }: CurrentUser): Promise<CreditResponse> {
    const account = (await this.credit.find(userId)) ?? unknownUser();
    const money = (amountMinor: number) => ({ amountMinor, currency: creditCurrency });
    return {
      limit: money(account.limitMinor),
      reserved: money(account.reservedMinor),
      available: money(availableMinor(account)),
    };
  }
}

/** Never more than this of what is stored. */
const userResponse = ({ userId, email, firstName, lastName }: User): UserResponse => ({
  userId,
  email,
  firstName,
  lastName,
});

const unknownUser = (): never => {
  throw new Problem({
    status: 404,
    detail: 'The user of this access token is not registered here. Register, then log in.',
  });
};
