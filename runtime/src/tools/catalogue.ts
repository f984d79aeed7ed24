/**
 * Which streams there are, who writes and who reads them, as the databases themselves say: what a tool knows of a system
 * needs no contract.
 */
import { compareEntryIds, ENTRY_ID_ZERO } from '../streams/entry-id.js';
import { streamKey } from '../streams/stream-keys.js';
import { UnknownNameError } from './errors.js';
import type { ServiceDatabase, ToolConnections } from './tool-connections.js';

export interface CataloguedStream {
  readonly address: string;
  readonly partitions: number;
  /** The service that writes it; undefined if none of the databases does. */
  readonly owner?: ServiceDatabase;
  /** By partition, as the owner's database has it. */
  readonly tails: ReadonlyMap<number, CataloguedTail>;
  readonly groups: readonly CataloguedGroup[];
}

export interface CataloguedTail {
  /** The last id that the owner's windows assigned. */
  readonly assignedId: string;
  /** Nothing below it is needed any more. */
  readonly floorId: string;
  /** How often the stream did not end where the relay had left it, so that entries were appended again. */
  readonly recoveries: number;
  /** RFC 3339, of the last one. */
  readonly recoveredAt?: string;
}

export interface CataloguedGroup {
  /** The consuming service's name. */
  readonly name: string;
  readonly database: ServiceDatabase;
}

export interface Catalogue {
  /** By address. */
  readonly streams: ReadonlyMap<string, CataloguedStream>;
  /** Databases that could not be read, and why. */
  readonly unread: ReadonlyMap<string, Error>;
}

interface Written {
  readonly stream: string;
  readonly partitions: number;
  readonly tails: readonly (CataloguedTail & { readonly partition: number })[];
}

interface Facts {
  readonly database: ServiceDatabase;
  readonly written: readonly Written[];
  readonly consumed: readonly { stream: string; partitions: number }[];
}

/** Reads what can be read: one database that does not answer hides only its own part. */
export const readCatalogue = async ({ databases }: ToolConnections): Promise<Catalogue> => {
  const outcomes = await Promise.allSettled(databases.map(readFacts));
  const unread = new Map<string, Error>();
  const facts = outcomes.flatMap((outcome, index) => {
    if (outcome.status === 'fulfilled') return [outcome.value];
    const reason: unknown = outcome.reason;
    unread.set(databases[index]?.service ?? '', reason instanceof Error ? reason : new Error(String(reason)));
    return [];
  });
  const streams = new Map<string, CataloguedStream>();
  for (const { database, written } of facts) {
    for (const { stream, partitions, tails } of written) {
      const byPartition = new Map(tails.map(({ partition, ...tail }) => [partition, tail]));
      streams.set(stream, { address: stream, partitions, owner: database, tails: byPartition, groups: [] });
    }
  }
  for (const { database, consumed } of facts) {
    for (const { stream, partitions } of consumed) {
      const known = streams.get(stream) ?? { address: stream, partitions, tails: new Map(), groups: [] };
      streams.set(stream, { ...known, groups: [...known.groups, { name: database.service, database }] });
    }
  }
  const sorted = [...streams].toSorted(([left], [right]) => (left < right ? -1 : 1));
  return { streams: new Map(sorted), unread };
};

/** @throws what kept a database from being read – whoever changes something must know all of it */
export const readWholeCatalogue = async (connections: ToolConnections): Promise<Catalogue> => {
  const catalogue = await readCatalogue(connections);
  const [first] = catalogue.unread.values();
  if (first) throw first;
  return catalogue;
};

/** @throws UnknownNameError */
export const streamOf = ({ streams }: Catalogue, address: string): CataloguedStream => {
  const found = streams.get(address);
  if (found) return found;
  throw new UnknownNameError({ kind: 'stream', got: address, known: [...streams.keys()] });
};

/** The streams that a group reads. @throws UnknownNameError – no such group, or it does not read `address` */
export const streamsOfGroup = (catalogue: Catalogue, group: string, address?: string): readonly CataloguedStream[] => {
  const streams = [...catalogue.streams.values()];
  const isRead = (stream: CataloguedStream): boolean => stream.groups.some(({ name }) => name === group);
  const read = streams.filter(isRead);
  if (read.length === 0) {
    const known = new Set(streams.flatMap(({ groups }) => groups.map(({ name }) => name)));
    throw new UnknownNameError({ kind: 'consumer group', got: group, known: [...known] });
  }
  const wanted = read.filter((stream) => address === undefined || stream.address === address);
  if (wanted.length > 0) return wanted;
  const known = read.map((stream) => stream.address);
  throw new UnknownNameError({ kind: `stream that ${group} reads`, got: address ?? '', known });
};

/** Redis key of a partition. */
export const keyOf = (
  { keyPrefix }: ToolConnections,
  { address, partitions }: Pick<CataloguedStream, 'address' | 'partitions'>,
  partition: number,
): string => streamKey({ prefix: keyPrefix, address, partition, partitions });

export const laterOf = (left: string = ENTRY_ID_ZERO, right: string = ENTRY_ID_ZERO): string =>
  compareEntryIds(left, right) >= 0 ? left : right;

const readFacts = async (database: ServiceDatabase): Promise<Facts> =>
  database.use(async (sql) => {
    const written = await sql.query<Written>(
      `select c.stream, c.partitions, coalesce((
         select json_agg(json_strip_nulls(json_build_object('partition', p.partition, 'assignedId', p.assigned_id,
                 'floorId', p.floor_id, 'recoveries', p.recoveries, 'recoveredAt', p.recovered_at)))
         from outbox_partition p where p.stream = c.stream), '[]') as tails
       from outbox_channel c`,
    );
    const consumed = await sql.query<{ stream: string; partitions: number }>(
      'select stream, count(*)::int as partitions from consumer_position group by stream',
    );
    return { database, written: written.rows, consumed: consumed.rows };
  });
