/**
 * What a `DATABASE_URL` says: the hosts of one PostgreSQL cluster, which of them is wanted, and how it is proved to be it.
 *
 * libpq's form, `postgres://user:password@h1:5432,h2:5432/database?target_session_attrs=read-write&sslmode=verify-full`: what
 * `psql` takes, a service takes. The pg package does not: it knows one host, and its `sslmode=require` means verify-full. What it
 * would ignore or read differently is an error here. Nothing is read from the disk, and no error shows a password.
 */
import { DatabaseAddressError } from '../errors/errors.js';

export interface PostgresHost {
  /** A name, an IP address, or the folder of a Unix socket. */
  readonly host: string;
  readonly port: number;
}

const sessionAttributes = ['any', 'read-write', 'read-only', 'primary', 'standby', 'prefer-standby'] as const;
/** What a server must be like to be used (libpq's `target_session_attrs`). */
export type SessionAttributes = (typeof sessionAttributes)[number];

const tlsModes = ['disable', 'require', 'verify-ca', 'verify-full'] as const;
export interface PostgresTls {
  /** `require` encrypts and asks nobody who he is; with a root certificate it is `verify-ca`, as in libpq. */
  readonly mode: (typeof tlsModes)[number];
  /** File of the certificates that a server's must be signed by. Absent: those that Node trusts. */
  readonly rootCertificateFile?: string;
  /** Files of the certificate that this client shows, and its key. */
  readonly certificateFile?: string;
  readonly keyFile?: string;
}

export interface PostgresAddress {
  /** At least one, in the order in which they are tried. */
  readonly hosts: readonly PostgresHost[];
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly database: string | undefined;
  /** @default `any` of one host, `read-write` of several: who is given a standby by chance cannot write */
  readonly sessionAttributes: SessionAttributes;
  /** undefined: the URL says nothing of it. */
  readonly tls: PostgresTls | undefined;
  /** What else the server or the driver is told, e.g. `application_name`. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** Given on as they are: pg knows them. */
const passedOn = [
  'application_name',
  'client_encoding',
  'fallback_application_name',
  'idle_in_transaction_session_timeout',
  'lock_timeout',
  'options',
  'query_timeout',
  'statement_timeout',
];
const ours = ['host', 'port', 'target_session_attrs', 'sslmode', 'sslrootcert', 'sslcert', 'sslkey'];

const portDefault = 5432;
const form = 'postgres://user:password@host:5432/database';

/** @throws DatabaseAddressError – what is wrong, and what to write instead */
export const parsePostgresAddress = (text: string): PostgresAddress => {
  const parts = /^postgres(?:ql)?:\/\/(?:([^/?#]*)@)?([^/?#@]*)(?:\/([^?#]*))?(?:\?([^#]*))?$/i.exec(text.trim());
  if (!parts) throw new DatabaseAddressError(`is no URL of PostgreSQL; write it as ${form}`);
  const [, credentials = '', authority = '', path = '', query = ''] = parts;
  const parameters = new Map(new URLSearchParams(query));
  for (const name of parameters.keys()) requireKnown(name);
  const colon = credentials.indexOf(':');
  const hosts = hostsOf(authority, parameters);
  return {
    hosts,
    user: decoded(colon < 0 ? credentials : credentials.slice(0, colon), 'the user'),
    password: colon < 0 ? undefined : decoded(credentials.slice(colon + 1), 'the password'),
    database: decoded(path, 'the database'),
    sessionAttributes: wanted(parameters.get('target_session_attrs'), hosts),
    tls: tlsOf(parameters),
    parameters: Object.fromEntries([...parameters].filter(([name]) => passedOn.includes(name))),
  };
};

/** The place for people: hosts and database, nothing that is secret. */
export const placeOf = ({ hosts, database }: PostgresAddress): string =>
  `${hosts.map((host) => hostName(host)).join(',')}/${database ?? ''}`;

export const hostName = ({ host, port }: PostgresHost): string => `${host.includes(':') ? `[${host}]` : host}:${port}`;

const requireKnown = (name: string): void => {
  if (passedOn.includes(name) || ours.includes(name)) return;
  if (name === 'ssl') throw new DatabaseAddressError(`has a parameter ssl; write sslmode=${tlsModes.join(' or ')}`);
  const shown = /^\w+$/.test(name) ? ` ${name}` : ''; // else it may be a part of the password
  throw new DatabaseAddressError(
    `has a parameter${shown} that is not known; leave it out. Known are ${[...ours, ...passedOn].join(', ')}`,
  );
};

const decoded = (text: string, what: string): string | undefined => {
  if (text === '') return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    throw new DatabaseAddressError(`has a "%" in ${what} that begins no character; write it as %25`);
  }
};

/** The hosts between `@` and `/`, or those of the parameters `host` and `port`, where the folder of a socket fits better. */
const hostsOf = (authority: string, parameters: ReadonlyMap<string, string>): readonly PostgresHost[] => {
  if (authority !== '') return authority.split(',').map((part) => hostOf(part));
  const names = parameters.get('host')?.split(',') ?? [''];
  const ports = parameters.get('port')?.split(',') ?? [''];
  if (ports.length > 1 && ports.length !== names.length) {
    throw new DatabaseAddressError(
      `names ${names.length} hosts and ${ports.length} ports; write one port, or one for each host`,
    );
  }
  return names.map((name, index) => ({ host: named(name), port: portOf(ports[index] ?? ports[0] ?? '') }));
};

const hostOf = (part: string): PostgresHost => {
  const [, v6, name, port = ''] = /^(?:\[([^\]]*)\]|([^:]*))(?::([^:]*))?$/.exec(part) ?? [];
  if (v6 === undefined && name === undefined) {
    throw new DatabaseAddressError('has a host with more than one colon; write an IPv6 address as [::1]:5432');
  }
  return { host: named(decoded(v6 ?? name ?? '', 'a host') ?? ''), port: portOf(port) };
};

const named = (host: string): string => {
  if (host === '')
    throw new DatabaseAddressError(`lacks the name of a host; write it as ${form}, several with a comma`);
  return host;
};

const portOf = (text: string): number => {
  if (text === '') return portDefault;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port > 0 && port < 65_536) return port;
  // Not shown: a "/" in a password makes its beginning a port.
  throw new DatabaseAddressError(
    'has a port that is no number from 1 to 65535; if that is a part of the password, write / ? # as %2F %3F %23',
  );
};

const wanted = (text: string | undefined, hosts: readonly PostgresHost[]): SessionAttributes => {
  if (text === undefined) return hosts.length > 1 ? 'read-write' : 'any';
  return oneOf('target_session_attrs', text, sessionAttributes);
};

const tlsOf = (parameters: ReadonlyMap<string, string>): PostgresTls | undefined => {
  const modeText = parameters.get('sslmode');
  const [root, certificateFile, keyFile] = ['sslrootcert', 'sslcert', 'sslkey'].map((name) => parameters.get(name));
  if (modeText === undefined) {
    if (root === undefined && certificateFile === undefined && keyFile === undefined) return undefined;
    throw new DatabaseAddressError('names certificates and no sslmode; add sslmode=verify-full');
  }
  const mode = oneOf('sslmode', modeText, tlsModes);
  if (mode === 'verify-ca' && (root === undefined || root === 'system')) {
    throw new DatabaseAddressError(
      'has sslmode=verify-ca without a sslrootcert of its own: everybody with a public certificate would pass; add ' +
        'sslrootcert=<file>, or write sslmode=verify-full',
    );
  }
  if ((certificateFile === undefined) !== (keyFile === undefined)) {
    throw new DatabaseAddressError('names one of sslcert and sslkey; a client certificate needs both');
  }
  return {
    mode,
    ...(root === undefined || root === 'system' ? {} : { rootCertificateFile: root }),
    ...(certificateFile === undefined || keyFile === undefined ? {} : { certificateFile, keyFile }),
  };
};

/** What others fall back to silently is refused with the reason. */
const refused: Readonly<Record<string, string>> = {
  prefer: 'it would go on unencrypted if the server, or somebody between, says so',
  allow: 'it would go on unencrypted if the server, or somebody between, says so',
  'no-verify': 'that is what require means here, as in libpq',
};

const oneOf = <Choice extends string>(name: string, text: string, choices: readonly Choice[]): Choice => {
  const choice = choices.find((each) => each === text);
  if (choice !== undefined) return choice;
  const reason = refused[text];
  throw new DatabaseAddressError(
    `has ${name}=${/^[\w-]{1,30}$/.test(text) ? text : '…'}${reason === undefined ? '' : ` (${reason})`}; write ${choices.slice(0, -1).join(', ')} or ${choices.at(-1) ?? ''}`,
  );
};
