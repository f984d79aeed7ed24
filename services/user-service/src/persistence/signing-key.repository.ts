import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { SigningKeyEntity } from './signing-key.entity.js';

export type SigningKey = Readonly<Pick<SigningKeyEntity, 'kid' | 'privateJwk' | 'publicJwk'>>;

@Injectable()
export class SigningKeyRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Newest first. Every instance signs with the first and accepts all of them. */
  async all(): Promise<readonly SigningKey[]> {
    return this.dataSource.manager.find(SigningKeyEntity, { order: { createdAt: 'DESC', kid: 'DESC' } });
  }

  /** Instances that start together agree on one first key: the table is locked while it is looked into. */
  async insertFirst(generate: () => Promise<SigningKey>): Promise<void> {
    await this.dataSource.transaction(async (transaction) => {
      await transaction.query('lock table signing_key in share row exclusive mode');
      if (await transaction.exists(SigningKeyEntity)) return;
      await transaction.insert(SigningKeyEntity, { ...(await generate()), createdAt: new Date() });
    });
  }
}
