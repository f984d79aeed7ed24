/** An address in pg's terms: who connects, to which database, and how the server proves who it is. */
import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import type { ClientConfig } from 'pg';
import { DatabaseAddressError } from '../errors/errors.js';
import type { PostgresAddress, PostgresTls } from './postgres-address.js';

/** What the URL does not say is left out: pg then takes its own defaults, `PGUSER` and its like. @throws DatabaseAddressError */
export const connectionOf = ({ user, password, database, tls, parameters }: PostgresAddress): ClientConfig => ({
  ...(user === undefined ? {} : { user }),
  ...(password === undefined ? {} : { password }),
  ...(database === undefined ? {} : { database }),
  ...(tls === undefined ? {} : { ssl: tlsOptionsOf(tls) }),
  ...Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, name.endsWith('_timeout') ? Number(value) : value]),
  ),
});

/** libpq's meaning of `sslmode`. The name of the server is set by pg, for each host. */
const tlsOptionsOf = (tls: PostgresTls): false | ConnectionOptions => {
  if (tls.mode === 'disable') return false;
  const ca = tls.rootCertificateFile === undefined ? undefined : read('sslrootcert', tls.rootCertificateFile);
  const client =
    tls.certificateFile === undefined || tls.keyFile === undefined
      ? {}
      : { cert: read('sslcert', tls.certificateFile), key: read('sslkey', tls.keyFile) };
  const isNameChecked = tls.mode === 'verify-full';
  return {
    ...client,
    ...(ca === undefined ? {} : { ca }),
    rejectUnauthorized: tls.mode !== 'require' || ca !== undefined,
    ...(isNameChecked ? {} : { checkServerIdentity: () => undefined }),
  };
};

const read = (parameter: string, file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw new DatabaseAddressError(`names ${file} as ${parameter}, which cannot be read (${reason})`);
  }
};
