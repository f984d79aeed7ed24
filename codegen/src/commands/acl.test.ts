/** The command as a shell sees it; what Redis makes of its file is tested with Redis (tests/security). */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inFolder } from '../testing/in-folder.js';
import { streampact, streampactIn } from '../testing/streampact.js';

const hash = createHash('sha256').update('correct horse').digest('hex');

test('the file of the reference system is what its contracts say', () => {
  const companions = ['--also', 'health,replica,sentinel'];
  const hashes = ['--password-hashes', 'deploy/redis/development-password-hashes'];
  const file = ['--output', 'deploy/redis/users.acl'];
  const { status, stderr } = streampact('acl', '--check', ...file, ...companions, ...hashes);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
}, 120_000);

test('a user whose password nobody has given is off, and it says so', () => {
  const { status, stdout, stderr } = streampact('acl');
  expect(status).toBe(0);
  expect(stdout.split('\n').map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
    'user default reset',
    'user notification-service off',
    'user order-service off',
    'user user-service off',
    'user streampact-ops off',
    '',
  ]);
  expect(stderr).toMatch(/^Off, because no hash of a password was given: notification-service, order-service, /);
});

test('a password can be changed while the one before still counts', () => {
  const other = hash.replaceAll(/[0-8]/g, '9');
  const environment = { STREAMPACT_REDIS_PASSWORD_HASHES: `order-service=${hash},order-service=${other}` };
  const { stdout } = streampactIn({ environment }, 'acl', '--json', '--key-prefix', 'shop:');
  const users = JSON.parse(stdout) as readonly { user: string; rules: readonly string[] }[];
  const { rules = [] } = users.find(({ user }) => user === 'order-service') ?? {};
  expect(rules.slice(0, 5)).toEqual(['on', `#${hash}`, `#${other}`, 'resetchannels', '-@all']);
  expect(rules.at(-1)).toBe('(+xgroup|create +xgroup|setid +xack %W~shop:users-stream.[0-7])');
});

test('--check shows what is stale, and writes nothing', async () => {
  await inFolder({}, async (folder) => {
    const output = join(folder, 'redis', 'users.acl');
    expect(streampact('acl', '--check', '--output', output)).toMatchObject({
      status: 1,
      stdout: `${output}: is missing\n`,
    });
    expect(streampact('acl', '--output', output).status).toBe(0);
    expect(streampact('acl', '--check', '--output', output)).toMatchObject({ status: 0 });

    await writeFile(output, 'user default on nopass ~* &* +@all\n');
    const { status, stdout } = streampact('acl', '--check', '--output', output);
    expect(status).toBe(1);
    expect(stdout).toContain('-user default on nopass ~* &* +@all\n+user default reset\n');
    expect(await readFile(output, 'utf8')).toBe('user default on nopass ~* &* +@all\n');
  });
}, 120_000);

test.each([
  ['a password instead of its hash', 'order-service=correct horse', 'one part is no user and hash'],
  ['a user that there is not', `order-servis=${hash}`, '"order-servis" is no user with a password; there are notif'],
])('refuses %s, and does not repeat it', (_what, given, said) => {
  const environment = { STREAMPACT_REDIS_PASSWORD_HASHES: given };
  const { status, stdout, stderr } = streampactIn({ environment }, 'acl');
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(`STREAMPACT_REDIS_PASSWORD_HASHES: ${said}`);
  expect(stderr).not.toContain('horse');
});

test('refuses a prefix that would end a rule', () => {
  const { status, stderr } = streampact('acl', '--key-prefix', 'a ~* +@all ');
  expect(status).toBe(2);
  expect(stderr).toContain('cannot stand in a rule of Redis');
});

test('--check needs a file to compare with', () => {
  expect(streampact('acl', '--check')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('--output') as string,
  });
});
