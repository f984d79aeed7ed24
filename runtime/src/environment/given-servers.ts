/**
 * Where a process with a service's environment finds PostgreSQL and Redis: DATABASE_URL, REDIS_URL, the authorities beside them,
 * and the files that hold any of these. For whoever wants to get where the service gets, in the same way.
 */
import type { RedisAddress } from '../broker/redis-address.js';
import { redisAddress } from '../broker/redis-authority.js';
import { withRootCertificate } from '../database/postgres-authority.js';
import { parsePostgresAddress, type PostgresAddress } from '../database/postgres-address.js';
import { DatabaseAddressError, RedisAddressError, redisAddressForms } from '../errors/errors.js';
import { givenText, type Environment } from './given-text.js';

/** undefined: not set. `problem`: a sentence that names the variable and says what to do. */
export type Given<Address> = Address | { readonly problem: string } | undefined;

export const givenPostgres = (environment: Environment): Given<PostgresAddress> => {
  const url = givenText({ name: 'DATABASE_URL', purpose: 'where PostgreSQL is' }, environment);
  const caFile = givenText({ name: 'DATABASE_CA_FILE', purpose: authorityPurpose }, environment);
  if ('problem' in url) return url;
  if (!url.text) return undefined;
  if ('problem' in caFile) return caFile;
  try {
    return parsePostgresAddress(withRootCertificate(url.text, caFile.text));
  } catch (error) {
    if (error instanceof DatabaseAddressError) return { problem: `DATABASE_URL ${error.problem}.` };
    throw error;
  }
};

export const givenRedis = (environment: Environment): Given<RedisAddress> => {
  const url = givenText({ name: 'REDIS_URL', purpose: 'where Redis is' }, environment);
  const caFile = givenText({ name: 'REDIS_CA_FILE', purpose: authorityPurpose }, environment);
  if ('problem' in url) return url;
  if (!url.text) return undefined;
  if ('problem' in caFile) return caFile;
  try {
    return redisAddress(url.text, caFile.text);
  } catch (error) {
    if (error instanceof RedisAddressError)
      return { problem: `REDIS_URL ${error.trouble}. Write ${redisAddressForms}.` };
    throw error;
  }
};

const authorityPurpose = 'who must have signed its certificate';
