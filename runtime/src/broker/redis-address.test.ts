import { parseRedisAddress, redisPlace } from './redis-address.js';

test.each([
  ['redis://localhost', { kind: 'server', hosts: [{ host: 'localhost', port: 6379 }], database: 0 }],
  [
    'rediss://shop:p%40ss@cache.example.org:6380/2',
    {
      kind: 'server',
      hosts: [{ host: 'cache.example.org', port: 6380 }],
      database: 2,
      username: 'shop',
      password: 'p@ss',
      tls: {},
    },
  ],
  [
    'redis://:secret@[::1]:7000',
    { kind: 'server', hosts: [{ host: '::1', port: 7000 }], database: 0, password: 'secret' },
  ],
  [
    'redis+sentinel://order-service:secret@s1,s2:26380/shop?db=1&sentinel-password=other',
    {
      kind: 'sentinel',
      hosts: [
        { host: 's1', port: 26379 },
        { host: 's2', port: 26380 },
      ],
      primaryName: 'shop',
      database: 1,
      sentinel: { password: 'other' },
      username: 'order-service',
      password: 'secret',
    },
  ],
  [
    'rediss+cluster://10.0.0.1:7001,10.0.0.2',
    {
      kind: 'cluster',
      hosts: [
        { host: '10.0.0.1', port: 7001 },
        { host: '10.0.0.2', port: 6379 },
      ],
      tls: {},
    },
  ],
])('%s is understood', (text, address) => {
  expect(parseRedisAddress(text)).toEqual(address);
});

test.each([
  ['localhost:6379', 'is no address of Redis'],
  ['http://localhost', 'is no address of Redis'],
  ['redis+cluster://h1,h2/3', 'names database "3", and a Cluster has only database 0'],
  ['redis+sentinel://h1,h2', 'add /<primary-name>'],
  ['redis://h1,h2', 'several hosts: write redis+sentinel:// or redis+cluster://'],
  ['redis://h1:99999', 'port 99999: ports are 1 to 65535'],
  ['redis://', 'a part that is no host'],
  ['redis+cluster://h1,,h2', 'a part that is no host'],
  ['redis://h1/first', 'names database "first": it is a number'],
  ['redis://h1?family=6', 'an option "family": remove it'],
  ['redis+sentinel://h1/shop?name=x', 'an option "name": db, sentinel-username, sentinel-password are known'],
  ['redis://:100%@h1', 'write %25 for a percent sign'],
])('%s is refused, and what is wanted is said', (text, trouble) => {
  expect(() => parseRedisAddress(text)).toThrow(trouble);
  expect(() => parseRedisAddress(text)).toThrow('redis+sentinel://host:26379,host:26379/<primary-name> for Sentinel');
});

test.each([
  'redis://u:hunter/2@h',
  'redis://u:12/hunter2@h',
  'redis://u:hunter2%@h',
  'redis://h?u:hunter2@h',
  'u:hunter2@h',
])('a password is never shown: %s', (text) => {
  let said = '';
  try {
    parseRedisAddress(text);
  } catch (error) {
    said = String(error);
  }
  expect(said).toContain('The address of Redis');
  expect(said).not.toContain('hunter');
});

test.each([
  ['redis://u:secret@h', 'redis://h:6379'],
  ['rediss+sentinel://u:secret@[::1],h2/shop', 'rediss+sentinel://[::1]:26379,h2:26379/shop'],
  ['redis+cluster://h1,h2:1', 'redis+cluster://h1:6379,h2:1'],
])('the place of %s is shown without its password', (text, place) => {
  expect(redisPlace(parseRedisAddress(text))).toBe(place);
});
