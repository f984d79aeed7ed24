/** What a service may do in Redis, by its contract. The commands are those that the runtime sends (runtime/src/broker), no more. */
import type { Channel, Document } from '../../model/contract.js';
import { ownChannels } from '../names-of.js';
import type { AclUser, Grant } from './acl-user.js';
import { deadLetterPattern, streamPatterns } from './key-patterns.js';

/**
 * INFO is asked when a connection is ready and for how the server is set up. The id of the connection that reads is what another
 * one ends the read with. The last three are how keys are found in a Cluster whose
 * slots move; they tell where keys are, not what they hold.
 */
const connection = [
  'ping',
  'info',
  'client|setname',
  'client|id',
  'client|unblock',
  'cluster|slots',
  'cluster|info',
  'asking',
];

const look = ['xinfo|stream', 'xinfo|groups', 'xpending'];

/** Scripts run with the rights of who sends them, so each command that a script calls is here too. */
const write = [
  'eval',
  'evalsha',
  'xadd',
  'xsetid',
  'xtrim',
  'xgroup|create',
  'xgroup|setid',
  'xgroup|destroy',
  'unlink',
  ...look,
];

const read = ['xread', ...look];

/** A group is part of its stream: who may move its own may move every group of that stream, and create the stream. */
const keepGroup = ['xgroup|create', 'xgroup|setid', 'xack'];

export const serviceUser = (document: Document, keyPrefix: string): AclUser => {
  const own = ownChannels(document);
  const received = [
    ...new Set(document.operations.filter(({ action }) => action === 'receive').map(({ channel }) => channel)),
  ];
  const keysOf = ({ address, partitions }: Channel): readonly string[] =>
    streamPatterns(keyPrefix, address, partitions);
  const written = [
    ...own.flatMap(keysOf),
    ...received.map(({ address }) => deadLetterPattern(keyPrefix, address, document.service)),
  ];
  const receivedKeys = received.flatMap(keysOf);
  return {
    name: document.service,
    secret: 'password',
    commands: connection,
    grants: [
      grant(write, written, '%RW~'),
      grant(read, receivedKeys, '%R~'),
      grant(keepGroup, receivedKeys, '%W~'),
    ].filter(({ keys }) => keys.length > 0),
  };
};

const grant = (commands: readonly string[], keys: readonly string[], permission: string): Grant => ({
  commands,
  keys: keys.map((key) => permission + key),
});
