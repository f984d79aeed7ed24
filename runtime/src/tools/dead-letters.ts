/** Dead letters of every group: found wherever they are, put back or given up, with a record of who did it. */
import { discardDeadLetter, replayDeadLetter } from '../dead-letter/dead-letter-replay.js';
import {
  listDeadLetters,
  showDeadLetter,
  type DeadLetter,
  type DeadLetterFilter,
  type DeadLetterSummary,
} from '../dead-letter/dead-letters.js';
import { DeadLetterError } from '../errors/errors.js';
import { audited, type Change } from './audit.js';
import { readWholeCatalogue, streamsOfGroup } from './catalogue.js';
import type { Definitions } from './definitions.js';
import { ToolSettingError } from './errors.js';
import type { ServiceDatabase, ToolConnections } from './tool-connections.js';

export interface GroupFilter extends Omit<DeadLetterFilter, 'after'> {
  /** @default every group */
  readonly group?: string;
}

export type ListedDeadLetter = DeadLetterSummary & { readonly group: string };
export type ShownDeadLetter = DeadLetter & { readonly group: string };

export interface DeadLetterChange {
  readonly group: string;
  readonly ids: readonly string[];
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The oldest first. @throws UnknownNameError – no such group, or it does not read the stream */
export const listOfGroups = async (
  connections: ToolConnections,
  { group, ...filter }: GroupFilter = {},
): Promise<readonly ListedDeadLetter[]> => {
  const catalogue = await readWholeCatalogue(connections);
  if (group !== undefined) streamsOfGroup(catalogue, group, filter.stream);
  const asked = group === undefined ? connections.databases : [connections.database(group)];
  const lists = await Promise.all(
    asked.map(async (database) => {
      const letters = await database.use((sql) => listDeadLetters(sql, filter));
      return letters.map((letter) => ({ group: database.service, ...letter }));
    }),
  );
  return lists.flat().toSorted((left, right) => left.diedAt.getTime() - right.diedAt.getTime());
};

/** Several groups may have given up the same message. @throws DeadLetterError – no group has */
export const showOfGroups = async (
  connections: ToolConnections,
  id: string,
  group?: string,
): Promise<readonly ShownDeadLetter[]> => {
  if (!uuid.test(id)) throw new ToolSettingError({ name: 'The id', got: id, want: 'the UUID of an event' });
  const asked = group === undefined ? connections.databases : [connections.database(group)];
  const found = await Promise.all(
    asked.map(async (database) => {
      const letter = await database.use((sql) => showDeadLetter(sql, id));
      return letter ? [{ group: database.service, ...letter }] : [];
    }),
  );
  if (found.flat().length > 0) return found.flat();
  const groups = asked.map(({ service }) => service).join(', ');
  throw new DeadLetterError(
    `There is no dead letter ${id} in the inbox of ${groups}. "streams dead-letters list" names those that there are.`,
  );
};

export interface DeadLetterChangeOptions extends Change {
  readonly ids: readonly string[];
  /** Whose dead letter it is, if several groups gave up the same message. */
  readonly group?: string;
}

export interface ReplayChangeOptions extends DeadLetterChangeOptions {
  /** In place of the event's payload; only with one id. */
  readonly data?: unknown;
  readonly definitions?: Definitions;
}

/** One transaction for each group. @throws DeadLetterError, ContractViolationError – nothing of that group was changed */
export const replay = async (
  connections: ToolConnections,
  options: ReplayChangeOptions,
): Promise<readonly DeadLetterChange[]> =>
  changeEach(connections, { ...options, command: 'streams dead-letters replay' }, async (sql, letter) => {
    const definition = options.definitions?.messageOf(letter);
    await replayDeadLetter(sql, letter.id, {
      ...('data' in options ? { data: options.data } : {}),
      ...(definition ? { definition } : {}),
    });
  });

/** One transaction for each group. @throws DeadLetterError – nothing of that group was changed */
export const discard = async (
  connections: ToolConnections,
  options: DeadLetterChangeOptions,
): Promise<readonly DeadLetterChange[]> =>
  changeEach(connections, { ...options, command: 'streams dead-letters discard' }, async (sql, letter) =>
    discardDeadLetter(sql, letter.id),
  );

const changeEach = async (
  connections: ToolConnections,
  options: DeadLetterChangeOptions & { readonly command: string },
  change: (sql: Parameters<typeof replayDeadLetter>[0], letter: ShownDeadLetter) => Promise<void>,
): Promise<readonly DeadLetterChange[]> => {
  const letters: ShownDeadLetter[] = [];
  for (const id of new Set(options.ids)) letters.push(await only(connections, id, options.group));
  const changes: DeadLetterChange[] = [];
  for (const database of connections.databases) {
    const ofGroup = letters.filter(({ group }) => group === database.service);
    if (ofGroup.length > 0) changes.push(await changeGroup(database, ofGroup, options, change));
  }
  return changes;
};

const changeGroup = (
  database: ServiceDatabase,
  letters: readonly ShownDeadLetter[],
  options: Change & { readonly command: string },
  change: (sql: Parameters<typeof replayDeadLetter>[0], letter: ShownDeadLetter) => Promise<void>,
): Promise<DeadLetterChange> =>
  audited(database, options, async (sql) => {
    for (const letter of letters) await change(sql, letter);
    return { group: database.service, ids: letters.map(({ id }) => id) };
  });

const only = async (connections: ToolConnections, id: string, group: string | undefined): Promise<ShownDeadLetter> => {
  const [letter, other] = await showOfGroups(connections, id, group);
  if (letter && !other) return letter;
  throw new DeadLetterError(`${id} is a dead letter of several groups. Say which one: --group <name>`);
};
