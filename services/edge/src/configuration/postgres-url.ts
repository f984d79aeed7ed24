/** A variable that says where PostgreSQL is, in libpq's form: several hosts, `target_session_attrs`, `sslmode`. */
import { DatabaseAddressError, parsePostgresAddress } from '@streampact/runtime';
import type { Variable } from './variable.js';

const writing = new Set(['any', 'read-write', 'primary']);

export const postgresUrl = (
  name: string,
  { purpose, example }: { readonly purpose: string; readonly example: string },
): Variable<string> => ({
  name,
  purpose,
  want: 'a URL that begins with postgres:// or postgresql://',
  example,
  parse: (given) => given,
  objection: (given) => {
    try {
      const { sessionAttributes } = parsePostgresAddress(given);
      if (writing.has(sessionAttributes)) return undefined;
      return `has target_session_attrs=${sessionAttributes}, and a service writes; write read-write`;
    } catch (error) {
      if (error instanceof DatabaseAddressError) return error.problem;
      throw error;
    }
  },
});
