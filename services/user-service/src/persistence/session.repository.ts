/**
 * Sessions, and the chain of refresh tokens of each. A session is open → ended (log-out, a token used twice) or over (ends_at)
 * → deleted. A refresh token is issued → used; only one of a session is unused. All times are the database's.
 */
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';

export interface OpenSession {
  readonly sessionId: string;
  readonly userId: string;
  readonly endsInSeconds: number;
}

/** `reused`: the token was used before, so two have it; its session was ended. */
export type Exchange =
  | { readonly kind: 'exchanged'; readonly session: OpenSession }
  | { readonly kind: 'reused'; readonly sessionId: string }
  | { readonly kind: 'refused' };

/** Each log-in takes away more than it adds, so what is over goes as fast as new ones come. */
const deletedPerLogIn = 20;

@Injectable()
export class SessionRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** @param tokenHash – of the session's first refresh token */
  async open(session: OpenSession, tokenHash: Buffer): Promise<void> {
    await this.dataSource.query(
      `with opened as (
         insert into session (session_id, user_id, started_at, ends_at)
         values ($1, $2, clock_timestamp(), clock_timestamp() + make_interval(secs => $3)) returning session_id
       )
       insert into refresh_token (token_hash, session_id, issued_at) select $4, session_id, clock_timestamp() from opened`,
      [session.sessionId, session.userId, session.endsInSeconds, tokenHash],
    );
    await this.dataSource.query(
      `delete from session where session_id in (
         select session_id from session where ends_at <= clock_timestamp() order by ends_at limit $1 for update skip locked
       )`,
      [deletedPerLogIn],
    );
  }

  /**
   * Uses a refresh token and stores the next one. Of two that use it at once, one gets the next; the other counts as a second
   * use. One transaction: after a crash the token is either unused or used with its successor stored, and the caller, who has
   * no answer, logs in again.
   */
  async exchange(usedHash: Buffer, nextHash: Buffer): Promise<Exchange> {
    return this.dataSource.transaction(async (transaction) => {
      const [rows] = await transaction.query<[{ session_id: string }[], number]>(
        'update refresh_token set used_at = clock_timestamp() where token_hash = $1 and used_at is null returning session_id',
        [usedHash],
      );
      const sessionId = rows[0]?.session_id;
      if (sessionId === undefined) return endSessionOf(usedHash, transaction);
      const session = await lockOpen(sessionId, transaction);
      if (!session) return { kind: 'refused' };
      await transaction.query(
        'insert into refresh_token (token_hash, session_id, issued_at) values ($1, $2, clock_timestamp())',
        [nextHash, sessionId],
      );
      return { kind: 'exchanged', session };
    });
  }

  async isOpen(sessionId: string): Promise<boolean> {
    const rows = await this.dataSource.query<unknown[]>(
      'select 1 from session where session_id = $1 and ended_at is null and ends_at > clock_timestamp()',
      [sessionId],
    );
    return rows.length > 0;
  }

  async end(sessionId: string): Promise<void> {
    await this.dataSource.query(`${endSession} where session_id = $2 and ended_at is null`, ['log-out', sessionId]);
  }

  async endAllOf(userId: string): Promise<void> {
    await this.dataSource.query(`${endSession} where user_id = $2 and ended_at is null`, ['log-out', userId]);
  }
}

const endSession = 'update session set ended_at = clock_timestamp(), ended_because = $1';

/** A log-out at the same moment waits, so that a session that is over gets no further token. */
const lockOpen = async (sessionId: string, transaction: EntityManager): Promise<OpenSession | undefined> => {
  const [row] = await transaction.query<{ user_id: string; ends_in: number }[]>(
    `select user_id, extract(epoch from ends_at - clock_timestamp())::double precision as ends_in
     from session where session_id = $1 and ended_at is null and ends_at > clock_timestamp() for share`,
    [sessionId],
  );
  return row && { sessionId, userId: row.user_id, endsInSeconds: Math.floor(row.ends_in) };
};

const endSessionOf = async (tokenHash: Buffer, transaction: EntityManager): Promise<Exchange> => {
  const [ended] = await transaction.query<[{ session_id: string }[], number]>(
    `${endSession} from refresh_token
     where refresh_token.token_hash = $2 and session.session_id = refresh_token.session_id and ended_at is null
     returning session.session_id`,
    ['refresh token used twice', tokenHash],
  );
  const sessionId = ended[0]?.session_id;
  return sessionId === undefined ? { kind: 'refused' } : { kind: 'reused', sessionId };
};
