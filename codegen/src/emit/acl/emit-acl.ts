/** The users of Redis as an ACL file, or as data for a server that is given its users in another way. */
import type { ContractSet } from '../../model/contract.js';
import { rulesOf, type AclUser, type PasswordHashes } from './acl-user.js';
import { companionUser, operatorUser, type Companion } from './other-users.js';
import { serviceUser } from './service-user.js';

export interface AclOptions {
  /** What every Redis key begins with. */
  readonly keyPrefix: string;
  readonly hashes: PasswordHashes;
  readonly companions: readonly Companion[];
}

/** A name or key that would end the rule in which it stands. */
export class AclNameError extends Error {
  readonly code = 'ACL_NAME_INVALID';

  constructor(readonly value: string) {
    super(
      `${JSON.stringify(value)} cannot stand in a rule of Redis: it holds a space, a bracket or a character that cannot be seen. ` +
        'Call the service, the address or the prefix otherwise.',
    );
    this.name = 'AclNameError';
  }
}

/** In this order: services, operator, companions. @throws AclNameError */
export const aclUsers = (contracts: ContractSet, options: Omit<AclOptions, 'hashes'>): readonly AclUser[] => {
  const users = [
    ...contracts.documents.map((document) => serviceUser(document, options.keyPrefix)),
    operatorUser(contracts, options.keyPrefix),
    ...options.companions.map(companionUser),
  ];
  for (const { name, grants } of users) {
    for (const value of [name, ...grants.flatMap(({ keys }) => keys)]) {
      if (/[\s()\p{Cc}]/u.test(value)) throw new AclNameError(value);
    }
  }
  return users;
};

/** One user a line, as Redis wants it: such a file has no comments. */
export const aclFile = (users: readonly AclUser[], hashes: PasswordHashes): string =>
  [
    // Who does not say a name is this user: it may do nothing, and is off.
    'user default reset',
    ...users.map((user) => ['user', user.name, ...rulesOf(user, hashes)].join(' ')),
    '',
  ].join('\n');

/** The same for `ACL SETUSER`, or for a provider's page. */
export const aclJson = (users: readonly AclUser[], hashes: PasswordHashes): string => {
  const all = [
    { user: 'default', rules: ['reset'] },
    ...users.map((user) => ({ user: user.name, rules: rulesOf(user, hashes) })),
  ];
  return `${JSON.stringify(all, undefined, 2)}\n`;
};
