/** Whom to believe that a PostgreSQL is the right one, where the file is named beside the URL (`DATABASE_CA_FILE`). */
import { DatabaseAddressError } from '../errors/errors.js';
import { parsePostgresAddress } from './postgres-address.js';

/**
 * The URL with that file as its `sslrootcert`; one that names a file itself stays as it is.
 * @param caFile – certificates as PEM; undefined or '': nothing is added
 * @throws DatabaseAddressError – also for a file without an address that uses it: somebody believes to be safe who is not
 */
export const withRootCertificate = (url: string, caFile: string | undefined): string => {
  if (caFile === undefined || caFile === '') return url;
  const { tls } = parsePostgresAddress(url);
  if (tls === undefined || tls.mode === 'disable') {
    throw new DatabaseAddressError('asks for no TLS, and DATABASE_CA_FILE is set; add sslmode=verify-full');
  }
  if (tls.rootCertificateFile !== undefined) return url;
  return `${url}&sslrootcert=${encodeURIComponent(caFile)}`; // there is an sslmode before it
};
