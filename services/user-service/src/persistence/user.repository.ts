import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Names, User } from '../domain/user.js';
import { UserEntity } from './user.entity.js';

@Injectable()
export class UserRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** @returns false if somebody has the e-mail address already; then nothing was written */
  async insert(user: User & { readonly passwordHash: string }, at: Date, transaction: EntityManager): Promise<boolean> {
    const result = await transaction
      .createQueryBuilder()
      .insert()
      .into(UserEntity)
      .values({ ...user, createdAt: at, updatedAt: at })
      .orIgnore('(email) DO NOTHING')
      .returning('user_id')
      .execute();
    // RETURNING gives one row for each that was written.
    const written = result.raw as unknown[];
    return written.length === 1;
  }

  async find(userId: string): Promise<User | undefined> {
    return (await this.dataSource.manager.findOneBy(UserEntity, { userId })) ?? undefined;
  }

  /** The row stays locked until the transaction ends. */
  async lock(userId: string, transaction: EntityManager): Promise<User | undefined> {
    const lock = { mode: 'pessimistic_write' } as const;
    return (await transaction.findOne(UserEntity, { where: { userId }, lock })) ?? undefined;
  }

  async credentials(email: string): Promise<{ readonly userId: string; readonly passwordHash: string } | undefined> {
    const select = { userId: true, passwordHash: true } as const;
    return (await this.dataSource.manager.findOne(UserEntity, { where: { email }, select })) ?? undefined;
  }

  async rename(userId: string, names: Names, at: Date, transaction: EntityManager): Promise<void> {
    await transaction.update(UserEntity, { userId }, { ...names, updatedAt: at });
  }
}
