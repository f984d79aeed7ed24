/** A variable that says where PostgreSQL is, in libpq's form: several hosts, `target_session_attrs`, `sslmode`. */
import { DatabaseAddressError, parsePostgresAddress } from '@streampact/runtime';
import type { Variable } from './variable.js';

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
      parsePostgresAddress(given);
      return undefined;
    } catch (error) {
      if (error instanceof DatabaseAddressError) return error.problem;
      throw error;
    }
  },
});
