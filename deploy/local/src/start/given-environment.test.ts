/** What `npm start` makes of the variables that name servers, before anything is started. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { givenEnvironment } from './given-environment.js';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'given-environment-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), `${text}\n`);
  return join(folder, name);
};

test('files become the variables that they hold, and are not given on beside them', () => {
  const given = givenEnvironment({
    LOG_LEVEL: 'warn',
    DATABASE_URL_FILE: file('database', 'postgres://a,b/postgres?sslmode=verify-full'),
    DATABASE_CA_FILE: '/ca.crt',
    REDIS_URL_FILE: file('redis', 'rediss+cluster://a,b'),
    REDIS_CA_FILE: '/ca.crt',
  });
  expect(given).toEqual({
    LOG_LEVEL: 'warn',
    DATABASE_URL: 'postgres://a,b/postgres?sslmode=verify-full&sslrootcert=%2Fca.crt',
    REDIS_URL: 'rediss+cluster://a,b',
    REDIS_CA_FILE: '/ca.crt',
  });
  expect(givenEnvironment(given)).toEqual(given);
});

test('authorities are nothing without the servers that they are for', () => {
  expect(givenEnvironment({ DATABASE_CA_FILE: '/ca.crt', REDIS_CA_FILE: '/ca.crt', REDIS_URL: '' })).toEqual({});
});

test.each([
  [{ REDIS_URL: 'redis://a', REDIS_URL_FILE: '/b' }, 'REDIS_URL and REDIS_URL_FILE are both set'],
  [{ DATABASE_URL_FILE: '/nowhere' }, 'DATABASE_URL_FILE names "/nowhere", which does not exist'],
  [{ DATABASE_URL: 'postgres://a/b', DATABASE_CA_FILE: '/ca.crt' }, 'asks for no TLS, and DATABASE_CA_FILE is set'],
])('%j is refused before anything is started', (env, said) => {
  expect(() => givenEnvironment(env)).toThrow(
    expect.objectContaining({ code: 'LOCAL_USAGE', message: expect.stringContaining(said) as string }),
  );
});
