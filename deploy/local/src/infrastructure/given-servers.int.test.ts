import { createTestDatabase, testRedisUrl } from '../../../../tests/infrastructure/test-infrastructure.js';
import { checkGivenServers } from './given-servers.js';

test('accepts servers that answer, and asks for none that is not set', async () => {
  const database = await createTestDatabase('given');
  await checkGivenServers({ DATABASE_URL: database.url, REDIS_URL: testRedisUrl() });
  await database.drop();
  await expect(checkGivenServers({})).resolves.toBeUndefined();
});

test.each([
  [
    { DATABASE_URL: 'postgres://app:hunter2@127.0.0.1:1/x' },
    'PostgreSQL at 127.0.0.1:1/x of DATABASE_URL cannot be used: nobody listens',
  ],
  [{ REDIS_URL: 'redis://:hunter2@127.0.0.1:1' }, 'Redis at 127.0.0.1:1 of REDIS_URL cannot be used: nobody listens'],
  [
    { REDIS_URL: 'redis+cluster://:hunter2@h1:6379,h2:6379' },
    'Redis at redis+cluster://h1:6379,h2:6379 of REDIS_URL cannot be used: there is no host of this name',
  ],
  [{ REDIS_URL: 'localhost:6379' }, 'REDIS_URL is no address of Redis. Write redis://host:6379 for one server, '],
])('%j is told with its variable and what to do, without its password', async (env, said) => {
  const error: unknown = await checkGivenServers(env).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'LOCAL_USAGE', message: expect.stringContaining(said) as string });
  expect(String(error)).not.toContain('hunter2');
  expect(String(error)).toContain('or unset it');
});
