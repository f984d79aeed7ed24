import { Injectable } from '@nestjs/common';
import type { JWK } from 'jose';
import { DataSource, type EntityManager } from 'typeorm';
import {
  nextKeySignsIn,
  outlivesSuccessorBySeconds,
  type RotationPolicy,
  type SigningKeys,
} from '../domain/key-rotation.js';

export interface SigningKey {
  /** `kid` in the header of the tokens that it signs. */
  readonly kid: string;
  readonly privateJwk: JWK;
  readonly publicJwk: JWK;
}

/** A key at the moment in which it was read. */
export interface PublishedKey extends SigningKey {
  /** Zero or less: it may sign. */
  readonly signsInSeconds: number;
  /** Undefined: it has no successor. */
  readonly publishedForSeconds: number | undefined;
}

@Injectable()
export class SigningKeyRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** The one that signs last comes first. Every instance accepts all of them. */
  async published(): Promise<readonly PublishedKey[]> {
    // The columns of the query; pg gives a double precision as a number.
    const rows = await this.dataSource.query<
      { kid: string; private_jwk: JWK; public_jwk: JWK; signs_in: number; published_for: number | null }[]
    >(
      `select kid, private_jwk, public_jwk, ${secondsUntil('signs_from')} as signs_in,
              ${secondsUntil('published_until')} as published_for
       from signing_key where published_until is null or published_until > clock_timestamp() order by signs_from desc, kid`,
    );
    return rows.map((row) => ({
      kid: row.kid,
      privateJwk: row.private_jwk,
      publicJwk: row.public_jwk,
      signsInSeconds: row.signs_in,
      publishedForSeconds: row.published_for ?? undefined,
    }));
  }

  /**
   * Makes the next key if it is time for one, and deletes those that nobody accepts any more. Safe to run on every instance at
   * once: the table is locked while it is looked into, so one of them makes the key and the others find it.
   * @returns the new key's id, or undefined if it was not time
   */
  async rotate(policy: RotationPolicy, generate: () => Promise<SigningKey>): Promise<string | undefined> {
    return this.dataSource.transaction(async (transaction) => {
      await transaction.query('lock table signing_key in share row exclusive mode');
      await transaction.query('delete from signing_key where published_until <= clock_timestamp()');
      const signsInSeconds = nextKeySignsIn(await keysNow(transaction), policy);
      if (signsInSeconds === undefined) return undefined;
      const key = await generate();
      await transaction.query(
        `with next as (
           insert into signing_key (kid, private_jwk, public_jwk, created_at, signs_from)
           values ($1, $2, $3, clock_timestamp(), clock_timestamp() + make_interval(secs => $4)) returning signs_from
         )
         update signing_key set published_until = next.signs_from + make_interval(secs => $5) from next
         where published_until is null`,
        [key.kid, key.privateJwk, key.publicJwk, signsInSeconds, outlivesSuccessorBySeconds(policy)],
      );
      return key.kid;
    });
  }
}

const secondsUntil = (column: string): string => `extract(epoch from ${column} - clock_timestamp())::double precision`;

const keysNow = async (transaction: EntityManager): Promise<SigningKeys> => {
  const [row] = await transaction.query<{ can_sign: boolean; age: number }[]>(
    `select coalesce(bool_or(signs_from <= clock_timestamp()), false) as can_sign,
            coalesce(-${secondsUntil('max(signs_from)')}, 0) as age
     from signing_key`,
  );
  return { canSign: row?.can_sign ?? false, newestAgeSeconds: row?.age ?? 0 };
};
