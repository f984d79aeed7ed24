/** Where Redis is, as `REDIS_URL` says it: one server, a primary that Sentinel names, or a Cluster. Text in, plain data out. */
import { RedisAddressError } from '../errors/errors.js';

export interface RedisHost {
  readonly host: string;
  readonly port: number;
}

interface Login {
  readonly username?: string;
  readonly password?: string;
}

interface AnyAddress extends Login {
  /** Absent: without TLS. */
  readonly tls?: {
    /** The authorities to trust, as PEM. @default those that Node knows */
    readonly ca?: string;
  };
}

export interface RedisServerAddress extends AnyAddress {
  readonly kind: 'server';
  readonly hosts: readonly [RedisHost];
  readonly database: number;
}

export interface RedisSentinelAddress extends AnyAddress {
  readonly kind: 'sentinel';
  /** Of the Sentinels; the primary is where they say. */
  readonly hosts: readonly RedisHost[];
  /** What the Sentinels call the primary and its replicas. */
  readonly primaryName: string;
  readonly database: number;
  /** For the Sentinels; user name and password of the address are those of Redis. */
  readonly sentinel: Login;
}

export interface RedisClusterAddress extends AnyAddress {
  readonly kind: 'cluster';
  /** Some of its nodes: one that answers is enough, it knows the others. */
  readonly hosts: readonly RedisHost[];
}

export type RedisAddress = RedisServerAddress | RedisSentinelAddress | RedisClusterAddress;

const form = /^redis(s?)(?:\+(sentinel|cluster))?:\/\/(?:([^/?#]*)@)?([^/?#@]*)(?:\/([^?#]*))?(?:\?([^#]*))?$/;
const hostForm = /^(?:\[([\da-f:.]+)\]|([\w.-]+))(?::(\d{1,5}))?$/i;

/** @throws RedisAddressError – it says what is wrong, and never shows what may be a password */
export const parseRedisAddress = (text: string): RedisAddress => {
  const [, secure, kind, login, hostList = '', path = '', query = ''] =
    form.exec(text) ?? refuse('is no address of Redis');
  const common = { ...parseLogin(login), ...(secure === '' ? {} : { tls: {} }) };
  const options = parseOptions(query, kind === 'sentinel' ? ['db', 'sentinel-username', 'sentinel-password'] : []);
  const hosts = parseHosts(hostList, kind === 'sentinel' ? 26_379 : 6_379);
  if (kind === 'cluster') {
    if (path !== '' && path !== '0') refuse(`names database ${shown(path)}, and a Cluster has only database 0`);
    return { kind, hosts, ...common };
  }
  if (kind === 'sentinel') {
    if (path === '') refuse('does not say what the Sentinels call the primary: add /<primary-name>');
    return {
      kind,
      hosts,
      primaryName: decoded(path),
      database: parseDatabase(options.get('db') ?? ''),
      sentinel: loginOf(options.get('sentinel-username') ?? '', options.get('sentinel-password') ?? ''),
      ...common,
    };
  }
  const [first, ...others] = hosts;
  if (!first) return refuse('names no host');
  if (others.length > 0) refuse('names several hosts: write redis+sentinel:// or redis+cluster://');
  return { kind: 'server', hosts: [first], database: parseDatabase(path), ...common };
};

/** The same place without user names and passwords, for messages. */
export const redisPlace = ({ kind, hosts, tls, ...rest }: RedisAddress): string => {
  const scheme = `redis${tls ? 's' : ''}${kind === 'server' ? '' : `+${kind}`}`;
  const list = hosts.map(({ host, port }) => `${host.includes(':') ? `[${host}]` : host}:${String(port)}`).join(',');
  return `${scheme}://${list}${'primaryName' in rest ? `/${rest.primaryName}` : ''}`;
};

const refuse = (trouble: string): never => {
  throw new RedisAddressError(trouble);
};

const parseLogin = (text: string | undefined): Login => {
  if (text === undefined || text === '') return {};
  const colon = text.indexOf(':');
  return colon === -1
    ? loginOf(decoded(text), '')
    : loginOf(decoded(text.slice(0, colon)), decoded(text.slice(colon + 1)));
};

/** Without a user name it is the password of Redis' user `default`. */
const loginOf = (username: string, password: string): Login => ({
  ...(username === '' ? {} : { username }),
  ...(password === '' ? {} : { password }),
});

const parseHosts = (list: string, portDefault: number): readonly RedisHost[] =>
  list.split(',').map((part) => {
    const [, address, name, port] = hostForm.exec(part) ?? [];
    const host = address ?? name;
    // Not shown: with a misplaced @ it may be a piece of a password.
    if (host === undefined) return refuse('has a part that is no host: each is host, host:port or [address]:port');
    const number = port === undefined ? portDefault : Number(port);
    if (number < 1 || number > 65_535) refuse(`has port ${String(port)}: ports are 1 to 65535`);
    return { host, port: number };
  });

const parseDatabase = (text: string): number =>
  /^\d{0,4}$/.test(text) ? Number(text) : refuse(`names database ${shown(text)}: it is a number, 0 if left out`);

const parseOptions = (query: string, known: readonly string[]): URLSearchParams => {
  const options = new URLSearchParams(query);
  const unknown = [...options.keys()].find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const remedy = known.length === 0 ? 'remove it' : `${known.join(', ')} are known`;
    refuse(`has an option ${shown(unknown)}: ${remedy}`);
  }
  return options;
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return refuse('has a % that begins no character: write %25 for a percent sign');
  }
};

/** A misplaced @ may make a piece of a password look like anything. */
const shown = (text: string): string =>
  text.includes('@') ? '(hidden: it may hold a password)' : JSON.stringify(text);
