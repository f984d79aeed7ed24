/**
 * Which of a cluster's servers is used. libpq asks the hosts in order for every connection; here the one that served last is
 * asked first, so that a machine that is gone costs its connect timeout once, and not for every connection.
 *
 * An old primary that comes back after a failover calls itself a primary, too. The timeline tells: every promotion begins a
 * higher one. A server of a lower timeline than was seen in its cluster is not used, and whenever another server is about to be
 * used, or some time has passed, all of them are asked for theirs. This fences by what this process has seen: it replaces
 * neither `synchronous_standby_names`, which keeps an old primary from answering any commit, nor what your failover tool does.
 */
import { Client, type ClientConfig } from 'pg';
import { hostName, type PostgresAddress, type PostgresHost, type SessionAttributes } from './postgres-address.js';

/** One way to get a connection: a host, and what it has to be. */
export interface Candidate {
  readonly node: PostgresHost;
  readonly wanted: SessionAttributes;
}

/** What a server says of itself. */
interface Session {
  readonly isStandby: boolean;
  readonly isReadOnly: boolean;
  readonly cluster: string;
  /** undefined: of a standby, or of a server that does not tell. */
  readonly timeline: number | undefined;
}

/** Longest time that an answer of the other servers is believed. */
const lookEveryMs = 5_000;
/** Servers that are not used are asked no longer than this. */
const lookMaxMs = 1_000;

export class PostgresNodes {
  readonly candidates: readonly Candidate[];
  readonly #address: PostgresAddress;
  readonly #clientConfig: ClientConfig;
  /** The highest seen, by cluster: a host of another cluster says nothing about this one. */
  readonly #timelines = new Map<string, number>();
  readonly #sessions = new WeakMap<object, Session>();
  #first = 0;
  #used: PostgresHost | undefined;
  #lookedAt = -Infinity;
  #failedAt = -Infinity;

  /** @param clientConfig – user, password, TLS: what every host is asked with */
  constructor(address: PostgresAddress, clientConfig: ClientConfig) {
    const { hosts, sessionAttributes } = address;
    const all = (wanted: SessionAttributes): Candidate[] => hosts.map((node) => ({ node, wanted }));
    this.candidates =
      sessionAttributes === 'prefer-standby' ? [...all('standby'), ...all('any')] : all(sessionAttributes);
    this.#address = address;
    this.#clientConfig = clientConfig;
  }

  /** What is asked of the hosts. */
  get wanted(): SessionAttributes {
    return this.#address.sessionAttributes;
  }

  get password(): string | undefined {
    return this.#address.password;
  }

  /** The one to try now. */
  get current(): Candidate {
    // Who prefers a standby wants it back when it is there again.
    if (this.wanted === 'prefer-standby' && performance.now() - this.#failedAt > lookEveryMs) this.#first = 0;
    const found = this.candidates[this.#first];
    if (!found) throw new Error('An address without hosts: parsePostgresAddress lets none through.');
    return found;
  }

  /** The next one's turn, unless it has come already. */
  failed(candidate: Candidate): void {
    if (this.candidates[this.#first] !== candidate) return;
    this.#first = (this.#first + 1) % this.candidates.length;
    this.#failedAt = performance.now();
  }

  /** @returns why the server may not be used; undefined: it may @throws whatever a query fails with */
  async objection(client: Client, candidate: Candidate): Promise<string | undefined> {
    const { node, wanted } = candidate;
    if (wanted !== 'any') {
      const session = await sessionOf(client);
      const reason = mismatch[wanted](session);
      if (reason !== undefined) return reason;
      this.#sessions.set(client, session);
      this.#see(session);
      if (this.#mayBeOld(wanted)) {
        const look = this.#lookAround(node);
        if (this.#used !== node) await look; // else who is here already is looked at again the next time
        const seen = this.#timelines.get(session.cluster) ?? 0;
        if (this.isOutdated(client)) {
          return `is of timeline ${String(session.timeline)}, and timeline ${String(seen)} exists: it was the primary before a failover`;
        }
      }
    }
    this.#used = node;
    return undefined;
  }

  /** Whether a connection leads to a server that another one has replaced, as is known by now. */
  isOutdated(client: object): boolean {
    const session = this.#sessions.get(client);
    return session?.timeline !== undefined && session.timeline < (this.#timelines.get(session.cluster) ?? 0);
  }

  #mayBeOld(wanted: SessionAttributes): boolean {
    return this.#address.hosts.length > 1 && (wanted === 'read-write' || wanted === 'primary');
  }

  #see({ cluster, timeline = 0 }: Session): void {
    this.#timelines.set(cluster, Math.max(timeline, this.#timelines.get(cluster) ?? 0));
  }

  async #lookAround(besides: PostgresHost): Promise<void> {
    const isDue = performance.now() - this.#lookedAt > lookEveryMs;
    if (!isDue && this.#used === besides) return;
    this.#lookedAt = performance.now();
    const others = this.#address.hosts.filter((host) => host !== besides);
    await Promise.all(others.map(async (host) => this.#look(host)));
  }

  async #look({ host, port }: PostgresHost): Promise<void> {
    const client = new Client({
      ...this.#clientConfig,
      host,
      port,
      connectionTimeoutMillis: lookMaxMs,
      query_timeout: lookMaxMs,
    });
    client.on('error', () => undefined); // connect() and the query report it
    try {
      await client.connect();
      this.#see(await sessionOf(client));
    } catch {
      // Who does not answer is not used either.
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

/** Why a server is not the one that is wanted. */
const mismatch: Readonly<Record<SessionAttributes, (session: Session) => string | undefined>> = {
  any: () => undefined,
  'read-write': ({ isReadOnly, isStandby }) =>
    isStandby ? 'is a standby' : isReadOnly ? 'takes no writes (default_transaction_read_only)' : undefined,
  'read-only': ({ isReadOnly }) => (isReadOnly ? undefined : 'takes writes'),
  primary: ({ isStandby }) => (isStandby ? 'is a standby' : undefined),
  standby: ({ isStandby }) => (isStandby ? undefined : 'is no standby'),
  'prefer-standby': ({ isStandby }) => (isStandby ? undefined : 'is no standby'),
};

const sessionOf = async (client: Client): Promise<Session> => {
  const result = await client.query<{ isStandby: boolean; isReadOnly: boolean; cluster: string }>(
    `select pg_is_in_recovery() as "isStandby", current_setting('transaction_read_only') = 'on' as "isReadOnly",
            (select system_identifier::text from pg_control_system()) as cluster`,
  );
  const row = result.rows[0];
  if (!row) throw new Error('A select without a table gives one row.');
  return { ...row, timeline: row.isStandby ? undefined : await timelineOf(client) };
};

/** Not from pg_control_checkpoint(): that shows a promotion only after the next checkpoint. */
const timelineOf = async (client: Client): Promise<number | undefined> => {
  try {
    const result = await client.query<{ segment: string }>('select pg_walfile_name(pg_current_wal_lsn()) as segment');
    return Number.parseInt(result.rows[0]?.segment.slice(0, 8) ?? '', 16) || undefined;
  } catch (error) {
    // Servers that keep their log elsewhere (Aurora) do not tell; a connection that ended is everybody's problem.
    if (error instanceof Error && 'severity' in error) return undefined;
    throw error;
  }
};

/** For messages about a host. */
export const candidateName = ({ node }: Candidate): string => hostName(node);
