/** Users that are no services: whoever runs the tools, and what runs beside Redis. */
import type { ContractSet } from '../../model/contract.js';
import { groupsOf, ownChannels } from '../names-of.js';
import type { AclUser } from './acl-user.js';
import { deadLetterPattern, streamPatterns } from './key-patterns.js';

/** For `streampact-ops`: sees every stream, and puts groups where a rewind wants them. It appends and removes nothing. */
export const operatorUser = (contracts: ContractSet, keyPrefix: string): AclUser => {
  const channels = contracts.documents.flatMap(ownChannels);
  const streams = channels.flatMap(({ address, partitions }) => streamPatterns(keyPrefix, address, partitions));
  const mirrors = channels.flatMap((channel) =>
    groupsOf(channel, contracts).map((group) => deadLetterPattern(keyPrefix, channel.address, group)),
  );
  return {
    name: 'streampact-ops',
    secret: 'password',
    commands: ['ping', 'info', 'client|setname', 'cluster|slots', 'cluster|info', 'asking'],
    grants: [
      {
        commands: ['xlen', 'xrange', 'xinfo|stream', 'xinfo|groups', 'xpending'],
        keys: [...streams, ...mirrors].map((key) => `%R~${key}`),
      },
      { commands: ['xgroup|setid'], keys: streams.map((key) => `%W~${key}`) },
    ],
  };
};

export type Companion = 'health' | 'replica' | 'sentinel';

export const companions: readonly Companion[] = ['health', 'replica', 'sentinel'];

/** @see https://redis.io/docs/latest/operate/oss_and_stack/management/security/acl/ – rules for Sentinel and replicas */
export const companionUser = (companion: Companion): AclUser => companionUsers[companion];

const companionUsers: Readonly<Record<Companion, AclUser>> = {
  // For the health check of a container, which then needs no secret. An answer to PING is all it gets.
  health: { name: 'health', secret: 'none', commands: ['ping'], grants: [] },
  replica: { name: 'replica', secret: 'password', commands: ['psync', 'replconf', 'ping'], grants: [] },
  sentinel: {
    name: 'sentinel',
    secret: 'password',
    commands: [
      'multi',
      'slaveof',
      'ping',
      'exec',
      'subscribe',
      'config|rewrite',
      'role',
      'publish',
      'info',
      'client|setname',
      'client|kill',
      'script|kill',
    ],
    grants: [],
    mayPublish: true,
  },
};
