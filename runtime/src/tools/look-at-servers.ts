/** How the servers answer that a service's environment names, asked as the service would ask them. Nothing is changed. */
import type { BrokerProperties } from '../broker/broker.js';
import { redisNodes } from '../broker/redis-broker.js';
import { redisPlace, type RedisAddress } from '../broker/redis-address.js';
import { redisProperties } from '../broker/redis-info.js';
import { placeOf, type PostgresAddress } from '../database/postgres-address.js';
import { postgresPool } from '../database/postgres-pool.js';
import { givenPostgres, givenRedis, type Given } from '../environment/given-servers.js';
import type { Environment } from '../environment/given-text.js';
import { certificateProblem } from '../errors/certificate-problem.js';
import { reasonOf } from './errors.js';

export interface ServerLook<Facts> {
  /** For people; nothing that is secret. */
  readonly place: string;
  /** One of those that were looked at each by itself, found as a service finds it. */
  readonly isAgain?: true;
  /** What it says of itself, or why it could not be asked. */
  readonly answer: { readonly facts: Facts } | { readonly failure: string };
}

export interface PostgresFacts {
  readonly version: string;
  readonly versionNumber: number;
  readonly fsync: string;
  readonly fullPageWrites: string;
  readonly synchronousCommit: string;
}

/** undefined: none is named. `problem`: what is named means nothing, in a sentence with the variable's name. */
export type Looks<Facts> = Given<readonly ServerLook<Facts>[]>;

export interface LookOptions {
  /** @default 3 000 ms */
  readonly answerMaxMs?: number;
}

/** Each host by itself, a primary and its standbys say; and, of several, all together: whether a service finds its server there. */
export const lookAtPostgres = async (
  environment: Environment,
  { answerMaxMs = 3_000 }: LookOptions = {},
): Promise<Looks<PostgresFacts>> => {
  const address = givenPostgres(environment);
  if (address === undefined || 'problem' in address) return address;
  const each = address.hosts.map((host): PostgresAddress => ({ ...address, hosts: [host], sessionAttributes: 'any' }));
  const isAsService = each.length === 1 && address.sessionAttributes === 'any';
  const looks = await Promise.all(
    (isAsService ? each : [...each, address]).map(async (one) => lookAtOne(one, answerMaxMs)),
  );
  return looks.map((look, index) => (index < each.length ? look : { ...look, isAgain: true }));
};

const lookAtOne = async (address: PostgresAddress, answerMaxMs: number): Promise<ServerLook<PostgresFacts>> => {
  const attributes = address.sessionAttributes === 'any' ? '' : `, ${address.sessionAttributes}`;
  const place = `${placeOf(address)}${attributes}`;
  try {
    return { place, answer: { facts: await postgresFacts(address, answerMaxMs) } };
  } catch (error) {
    const problem = certificateProblem(error, { authority: 'DATABASE_CA_FILE', address: 'DATABASE_URL' });
    return { place, answer: { failure: problem ?? reasonOf(error) } };
  }
};

const postgresFacts = async (address: PostgresAddress, answerMaxMs: number): Promise<PostgresFacts> => {
  const limits = { connectionTimeoutMillis: answerMaxMs, query_timeout: answerMaxMs };
  const pool = postgresPool(address, { max: 1, application_name: 'streampact-doctor', ...limits });
  pool.on('error', () => undefined); // the query reports it
  try {
    const { rows } = await pool.query<PostgresFacts>(`
      select current_setting('server_version') as version,
             current_setting('server_version_num')::int as "versionNumber",
             current_setting('fsync') as fsync,
             current_setting('full_page_writes') as "fullPageWrites",
             current_setting('synchronous_commit') as "synchronousCommit"`);
    const [facts] = rows;
    if (facts === undefined) throw new Error('it answers nothing when asked for its settings');
    return facts;
  } finally {
    await pool.end();
  }
};

/** One server, the primary that Sentinels name, or a Cluster, of which the least good node counts. */
export const lookAtRedis = async (
  environment: Environment,
  { answerMaxMs = 3_000 }: LookOptions = {},
): Promise<Looks<BrokerProperties>> => {
  const address = givenRedis(environment);
  if (address === undefined || 'problem' in address) return address;
  const nodes = redisNodes(address, { name: 'streampact-doctor', commandTimeoutMs: answerMaxMs });
  const place = shortPlace(address);
  try {
    return [{ place, answer: { facts: await redisProperties(nodes) } }];
  } catch (error) {
    // The command that fails says only that there is no connection.
    return [{ place, answer: { failure: reasonOf(nodes.trouble ?? error) } }];
  } finally {
    nodes.close();
  }
};

/** `localhost:6379` says enough of one server. */
const shortPlace = (address: RedisAddress): string => redisPlace(address).replace(/^rediss?:\/\//, '');
