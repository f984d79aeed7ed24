import { parsePostgresAddress, placeOf } from './postgres-address.js';

test('one host is what it always was', () => {
  expect(parsePostgresAddress('postgres://app:s%40cret@db/order_service')).toEqual({
    hosts: [{ host: 'db', port: 5432 }],
    user: 'app',
    password: 's@cret',
    database: 'order_service',
    sessionAttributes: 'any',
    tls: undefined,
    parameters: {},
  });
});

test('several hosts are taken in their order, and have to take writes unless the URL says otherwise', () => {
  const { hosts, sessionAttributes } = parsePostgresAddress('postgresql://app@h1:6001,h2,[::1]:6003/shop');
  expect(hosts).toEqual([
    { host: 'h1', port: 6001 },
    { host: 'h2', port: 5432 },
    { host: '::1', port: 6003 },
  ]);
  expect(sessionAttributes).toBe('read-write');
  expect(parsePostgresAddress('postgres://h1,h2/shop?target_session_attrs=prefer-standby').sessionAttributes).toBe(
    'prefer-standby',
  );
});

test.each([
  ['postgres:///shop?host=/var/run/postgresql', [{ host: '/var/run/postgresql', port: 5432 }]],
  ['postgres://app@%2Ftmp%2Fsockets:6000/shop', [{ host: '/tmp/sockets', port: 6000 }]],
  ['postgres:///shop?host=h1,h2&port=1,2', [{ host: 'h1', port: 1 }, { host: 'h2', port: 2 }]], // prettier-ignore
])('hosts of %s', (url, hosts) => {
  expect(parsePostgresAddress(url).hosts).toEqual(hosts);
});

test.each([
  ['sslmode=disable', { mode: 'disable' }],
  ['sslmode=require', { mode: 'require' }],
  ['sslmode=require&sslrootcert=/ca.pem', { mode: 'require', rootCertificateFile: '/ca.pem' }],
  ['sslmode=verify-ca&sslrootcert=/ca.pem', { mode: 'verify-ca', rootCertificateFile: '/ca.pem' }],
  ['sslmode=verify-full&sslrootcert=system', { mode: 'verify-full' }],
  [
    'sslmode=verify-full&sslcert=/c.pem&sslkey=/k.pem',
    { mode: 'verify-full', certificateFile: '/c.pem', keyFile: '/k.pem' },
  ],
])('%s', (query, tls) => {
  expect(parsePostgresAddress(`postgres://h/shop?${query}`).tls).toEqual(tls);
});

test('what the server and the driver are told goes through', () => {
  const url = 'postgres://h/shop?application_name=a+b&statement_timeout=5000';
  expect(parsePostgresAddress(url).parameters).toEqual({ application_name: 'a b', statement_timeout: '5000' });
});

test.each([
  ['mysql://app:hunter2@h/shop', 'write it as postgres://user:password@host:5432/database'],
  ['hunter2', 'is no URL of PostgreSQL'],
  ['postgres://app:hunter2@/shop', 'lacks the name of a host'],
  ['postgres://app:hunter2@h1,,h2/shop', 'lacks the name of a host'],
  ['postgres://app:hunter2@h1:5432x/shop', 'a port that is no number from 1 to 65535'],
  ['postgres://app:hunter2/x@h/shop', 'write / ? # as %2F %3F %23'],
  ['postgres://app:1?hunter2@h/shop', 'a parameter that is not known'],
  ['postgres://app:hunter2@::1/shop', 'write an IPv6 address as [::1]:5432'],
  ['postgres://app:hunter2%@h/shop', 'a "%" in the password that begins no character; write it as %25'],
  [
    'postgres://app:hunter2@h/shop?target_session_attrs=master',
    'write any, read-write, read-only, primary, standby or',
  ],
  ['postgres://app:hunter2@h/shop?sslmode=prefer', 'go on unencrypted'],
  ['postgres://app:hunter2@h/shop?sslmode=no-verify', 'that is what require means here'],
  ['postgres://app:hunter2@h/shop?sslmode=verify-ca', 'add sslrootcert=<file>'],
  ['postgres://app:hunter2@h/shop?sslrootcert=/ca.pem', 'add sslmode=verify-full'],
  ['postgres://app:hunter2@h/shop?sslmode=verify-full&sslcert=/c.pem', 'needs both'],
  ['postgres://app:hunter2@h/shop?ssl=true', 'write sslmode='],
  ['postgres://app:hunter2@h/shop?schema=hunter2', 'a parameter schema that is not known; leave it out'],
  ['postgres:///shop?host=a,b,c&port=1,2', '3 hosts and 2 ports'],
])('%s is refused with what to write, and without its password', (url, message) => {
  const parse = (): unknown => parsePostgresAddress(url);
  expect(parse).toThrow(expect.objectContaining({ code: 'DATABASE_ADDRESS_INVALID' }));
  expect(parse).toThrow(message);
  expect(parse).not.toThrow('hunter2');
});

test('the place of an address holds no secret', () => {
  expect(placeOf(parsePostgresAddress('postgres://app:hunter2@h1:1,[::1]:2/shop'))).toBe('h1:1,[::1]:2/shop');
});
