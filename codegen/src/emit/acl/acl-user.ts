/** A Redis user before it is written: what it may do, and how that reads in the rules of `ACL SETUSER` and of an ACL file. */

/** Commands that are allowed on some keys only. Redis allows what one of a user's grants allows in full. */
export interface Grant {
  readonly commands: readonly string[];
  /** `%R~` and `%W~` say whether the commands may read or write them. */
  readonly keys: readonly string[];
}

export interface AclUser {
  readonly name: string;
  /** `none` lets everybody in, for a user that may do nothing worth a password. */
  readonly secret: 'password' | 'none';
  /** Commands that need no key. */
  readonly commands: readonly string[];
  readonly grants: readonly Grant[];
  /** Publishing and subscribing, which only Sentinel does. */
  readonly mayPublish?: boolean;
}

export interface PasswordHashes {
  /** SHA-256 in lower-case hexadecimal digits, by user; several while a password is changed. */
  readonly of: (user: string) => readonly string[];
}

/** The rules after the user's name. A user whose password nobody has given is off: nobody can be it. */
export const rulesOf = (user: AclUser, hashes: PasswordHashes): readonly string[] => {
  const own = user.secret === 'none' ? [] : hashes.of(user.name);
  const isOn = user.secret === 'none' || own.length > 0;
  return [
    isOn ? 'on' : 'off',
    ...(user.secret === 'none' ? ['nopass'] : own.map((hash) => `#${hash}`)),
    user.mayPublish === true ? 'allchannels' : 'resetchannels',
    '-@all',
    ...user.commands.map(allowed),
    // Redis 7.0 names a grant with keys of its own a selector.
    ...user.grants.map(({ commands, keys }) => `(${[...commands.map(allowed), ...keys].join(' ')})`),
  ];
};

const allowed = (command: string): string => `+${command}`;
