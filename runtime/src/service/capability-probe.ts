/**
 * Looks at how PostgreSQL and Redis are set up: at the start, and again and again, because both may come back from an outage as
 * somebody else (a replica that was promoted, a server with another configuration). Says each finding once, and when it is over.
 */
import type { RelayBroker } from '../broker/broker.js';
import type { Sql } from '../database/sql.js';
import { Alarm } from '../loop/alarm.js';
import type { Logger } from '../telemetry/logger.js';
import type { Finding } from './finding.js';
import { postgresFindings } from './postgres-findings.js';
import { redisFindings } from './redis-findings.js';

export interface CapabilityProbeOptions {
  readonly sql: Sql;
  readonly broker: RelayBroker;
  readonly logger: Logger;
  /** How often it looks. @default 10 000 ms */
  readonly everyMs?: number;
}

/** Whoever does not answer is looked at again this soon: it may have come back as another. */
const pauseAfterErrorMs = 500;

export class CapabilityProbe {
  readonly #options: Required<CapabilityProbeOptions>;
  readonly #alarm = new Alarm();
  readonly #found: Record<'postgres' | 'redis', readonly Finding[]> = { postgres: [], redis: [] };
  readonly #said = new Map<string, Finding>();
  #stopping = false;

  constructor(options: CapabilityProbeOptions) {
    this.#options = { everyMs: 10_000, ...options };
  }

  /** What was found last, of a server that does not answer as well. */
  get findings(): readonly Finding[] {
    return [...this.#found.postgres, ...this.#found.redis];
  }

  start(): void {
    this.#stopping = false;
    void this.#run();
  }

  /** Does not wait for an answer that may never come: nothing depends on it. */
  stop(): void {
    this.#stopping = true;
    this.#alarm.ring();
  }

  async #run(): Promise<void> {
    const { sql, broker, everyMs } = this.#options;
    while (!this.#stopping) {
      const [postgres, redis] = await Promise.allSettled([postgresFindings(sql), broker.properties()]);
      if (this.#stopping) return;
      if (postgres.status === 'fulfilled') this.#found.postgres = postgres.value;
      if (redis.status === 'fulfilled') this.#found.redis = redisFindings(redis.value);
      this.#say();
      const isAnswered = postgres.status === 'fulfilled' && redis.status === 'fulfilled';
      await this.#alarm.wait(isAnswered ? everyMs : pauseAfterErrorMs, () => this.#stopping);
    }
  }

  #say(): void {
    const { logger } = this.#options;
    const now = new Map(this.findings.map((finding) => [`${finding.subject}=${finding.found}`, finding]));
    for (const [name, finding] of now) {
      if (this.#said.has(name)) continue;
      this.#said.set(name, finding);
      if (finding.severity === 'error') logger.error(finding, 'a server is set up so that a guarantee is lost');
      else logger.warn(finding, 'a server is set up so that a guarantee is weaker');
    }
    for (const [name, { subject, found }] of this.#said) {
      if (now.has(name)) continue;
      this.#said.delete(name);
      logger.info({ subject, found }, 'a server is set up well again');
    }
  }
}
