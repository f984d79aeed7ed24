/** What `npm start` writes is what streampact-ops reads. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findSettings } from '@streampact/runtime/tools';
import { writeSystemFile } from './system-file.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'system-file-'));
  mkdirSync(join(folder, '.streampact'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const infrastructure = {
  databaseUrl: 'postgres://app:secret@127.0.0.1:5432/postgres',
  redisUrl: 'redis://127.0.0.1:6379',
};
const file = (): string => join(folder, '.streampact', 'system.json');

test('a running system is found from its folder and from those below, until it stops', () => {
  const remove = writeSystemFile(folder, infrastructure, { STREAMPACT_KEY_PREFIX: 'shop:' });
  mkdirSync(join(folder, 'services', 'order-service'), { recursive: true });
  for (const from of [folder, join(folder, 'services', 'order-service')]) {
    expect(findSettings({}, from)).toEqual({
      databases: new Map([
        ['user-service', 'postgres://app:secret@127.0.0.1:5432/user_service'],
        ['order-service', 'postgres://app:secret@127.0.0.1:5432/order_service'],
        ['notification-service', 'postgres://app:secret@127.0.0.1:5432/notification_service'],
      ]),
      redisUrl: 'redis://127.0.0.1:6379',
      keyPrefix: 'shop:',
    });
  }
  expect(statSync(file()).mode & 0o077).toBe(0);
  remove();
  expect(existsSync(file())).toBe(false);
  expect(() => findSettings({}, folder)).toThrow('No running "npm start" was found');
});

test('the tools believe whom the services believe', () => {
  const trusting = { ...infrastructure, redisUrl: 'rediss+sentinel://h/shop', redisCaFile: '/ca.crt' };
  const remove = writeSystemFile(folder, trusting, {});
  expect(findSettings({}, folder)).toMatchObject({ redisUrl: 'rediss+sentinel://h/shop', redisCaFile: '/ca.crt' });
  remove();
});

test('what a killed system left behind is not taken for a running one', () => {
  writeSystemFile(folder, infrastructure, {});
  const left: object = JSON.parse(readFileSync(file(), 'utf8'));
  writeFileSync(file(), JSON.stringify({ ...left, pid: 2 ** 22 + 1 }));
  expect(() => findSettings({}, folder)).toThrow('STREAMPACT_DATABASES and REDIS_URL are not set');
});

test('the environment wins over a running system', () => {
  writeSystemFile(folder, infrastructure, {});
  const environment = {
    STREAMPACT_DATABASES: 'a=postgres://x:1,y:2/a,b=postgres://x/b',
    STREAMPACT_REDIS_URL: 'redis://y',
  };
  expect(findSettings(environment, folder)).toEqual({
    databases: new Map([
      ['a', 'postgres://x:1,y:2/a'],
      ['b', 'postgres://x/b'],
    ]),
    redisUrl: 'redis://y',
    keyPrefix: '',
  });
});
