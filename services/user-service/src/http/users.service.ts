/** What can be done with users over HTTP; UsersController translates. */
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { UserServicePublisher } from '@streampact/generated/user-service';
import { newId } from '@streampact/runtime';
import { configToken, type UserServiceConfig } from '../config.js';
import { changedNames, normalEmail, type Names, type User } from '../domain/user.js';
import { CreditRepository } from '../persistence/credit.repository.js';
import { UserRepository } from '../persistence/user.repository.js';
import { Passwords } from './passwords.js';

export interface Registration {
  readonly email: string;
  readonly password: string;
  readonly firstName: string;
  readonly lastName: string;
}

@Injectable()
export class UsersService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly users: UserRepository,
    private readonly credit: CreditRepository,
    private readonly passwords: Passwords,
    private readonly publisher: UserServicePublisher,
    @Inject(configToken) private readonly config: UserServiceConfig,
  ) {}

  /** @returns undefined if somebody has the e-mail address already */
  async register({ email, password, firstName, lastName }: Registration): Promise<User | undefined> {
    // Before the transaction: it takes tens of milliseconds of processor time.
    const passwordHash = await this.passwords.hash(password);
    const user: User = { userId: newId(), email: normalEmail(email), firstName, lastName };
    return this.dataSource.transaction(async (transaction) => {
      if (!(await this.users.insert({ ...user, passwordHash }, new Date(), transaction))) return undefined;
      const limitMinor = this.config.creditLimitMinor;
      await this.credit.open({ userId: user.userId, limitMinor, reservedMinor: 0 }, transaction);
      await this.publisher.userCreated(user, { transaction });
      return user;
    });
  }

  /** @returns the user's id, or undefined if address and password do not belong together */
  async logIn(credentials: { readonly email: string; readonly password: string }): Promise<string | undefined> {
    const found = await this.users.credentials(normalEmail(credentials.email));
    return (await this.passwords.matches(credentials.password, found?.passwordHash)) ? found?.userId : undefined;
  }

  /** @returns the user as it is now, or undefined if there is no such user */
  async rename(userId: string, wanted: Names): Promise<User | undefined> {
    return this.dataSource.transaction(async (transaction) => {
      const user = await this.users.lock(userId, transaction);
      if (!user) return undefined;
      const changed = changedNames(user, wanted);
      if (Object.keys(changed).length === 0) return user;
      await this.users.rename(userId, changed, new Date(), transaction);
      await this.publisher.userProfileUpdated({ userId, ...changed }, { transaction });
      return { ...user, ...changed };
    });
  }
}
