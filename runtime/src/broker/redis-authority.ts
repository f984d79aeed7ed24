/** Whom to believe that a Redis is the right one: the authorities in a file, beside the address that asks for TLS. */
import { readFileSync } from 'node:fs';
import { RedisAddressError } from '../errors/errors.js';
import { parseRedisAddress, type RedisAddress } from './redis-address.js';

/**
 * @param caFile – certificates as PEM; undefined or '': those that Node knows
 * @throws RedisAddressError – also for a file without an address that uses it: somebody believes to be safe who is not
 */
export const redisAddress = (text: string, caFile: string | undefined): RedisAddress => {
  const address = parseRedisAddress(text);
  if (caFile === undefined || caFile === '') return address;
  if (!address.tls) throw new RedisAddressError('speaks no TLS, and REDIS_CA_FILE is set: begin it with rediss');
  return { ...address, tls: { ca: certificatesIn(caFile) } };
};

const certificatesIn = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw new RedisAddressError(
      `cannot be used with REDIS_CA_FILE ${JSON.stringify(file)}: it is not readable (${reason})`,
    );
  }
};
