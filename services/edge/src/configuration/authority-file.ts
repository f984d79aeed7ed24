/** A variable that names a file of certificates: whom to believe that a server is the right one. */
import { readFileSync } from 'node:fs';
import type { Variable } from './variable.js';

export const authorityFile = (name: string, { purpose }: { readonly purpose: string }): Variable<string> => ({
  name,
  purpose: `${purpose}, instead of the authorities that Node knows`,
  want: 'the path of a file with certificates as PEM',
  example: '/run/secrets/ca.crt',
  defaultValue: '',
  parse: (path) => (path === '' || holdsCertificate(path) ? path : undefined),
});

const holdsCertificate = (path: string): boolean => {
  try {
    return readFileSync(path, 'utf8').includes('-----BEGIN CERTIFICATE-----');
  } catch {
    return false;
  }
};
