/**
 * Counts attempts for all instances together: `count` at once, and then one every `perSeconds / count`. Of each key one time
 * is kept, that at which all of its attempts have grown back (a "generic cell rate algorithm"), on the database's clock.
 */
import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

export interface Limit {
  /** What is limited and for whom, e.g. `login from 203.0.113.7`. Stored as its hash: it may name a person. */
  readonly key: string;
  readonly count: number;
  readonly perSeconds: number;
}

const forgetEveryMs = 60_000;
const forgottenMax = 10_000;

@Injectable()
export class ThrottleRepository {
  #forgottenAt = -Infinity;

  constructor(private readonly dataSource: DataSource) {}

  /** Takes one attempt. @returns 0 if there was one left, else the seconds until there is one, and nothing was taken */
  async take({ key, count, perSeconds }: Limit): Promise<number> {
    await this.#forget();
    const values = [hashOf(key), perSeconds / count, perSeconds];
    // The row is locked while its time is compared, so that of two instances only one gets the last attempt.
    const taken = await this.dataSource.query<unknown[]>(
      `insert into throttle as t (key, free_at) values ($1, clock_timestamp() + make_interval(secs => $2))
       on conflict (key) do update set free_at = greatest(t.free_at, clock_timestamp()) + make_interval(secs => $2)
       where greatest(t.free_at, clock_timestamp()) + make_interval(secs => $2) <= clock_timestamp() + make_interval(secs => $3)
       returning 1`,
      values,
    );
    if (taken.length > 0) return 0;
    const [row] = await this.dataSource.query<{ wait: number }[]>(
      `select (extract(epoch from free_at - clock_timestamp()) + $2 - $3)::double precision as wait from throttle where key = $1`,
      values,
    );
    return Math.max(1, Math.ceil(row?.wait ?? 1));
  }

  /** All attempts of these keys are there again. */
  async giveBack(keys: readonly string[]): Promise<void> {
    await this.dataSource.query('delete from throttle where key = any($1)', [keys.map(hashOf)]);
  }

  /** A row whose attempts have all grown back says no more than none. */
  async #forget(): Promise<void> {
    if (performance.now() - this.#forgottenAt < forgetEveryMs) return;
    this.#forgottenAt = performance.now();
    await this.dataSource.query(
      `delete from throttle where key in (
         select key from throttle where free_at < clock_timestamp() order by free_at limit $1 for update skip locked
       )`,
      [forgottenMax],
    );
  }
}

const hashOf = (key: string): Buffer => createHash('sha256').update(key).digest();
