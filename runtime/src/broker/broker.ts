/**
 * What the runtime asks of a stream store: Redis in production (`redis-broker.ts`), memory in tests (`testing/`). Both pass one
 * suite of tests. Nothing in it is trusted to last: PostgreSQL can rebuild every stream.
 *
 * A stream is named by its Redis key. Entry ids are `<ms>-<seq>`; `0-0` is before every entry.
 */

/** An entry to append: its values in the order of the names that are sent with it, '' for a field that is left out. */
export interface Entry {
  readonly entryId: string;
  readonly values: readonly string[];
}

/** An entry as it is read: name, value, name, value … */
export type ReadEntry = readonly [entryId: string, fields: readonly string[]];

/** A stream as the store shows it; one that is missing was never added to. */
export interface StreamState {
  /** The highest id that was ever in it, also if that entry was deleted; `0-0` before the first. */
  readonly lastId: string;
  /** Entries up to here may be missing: trimmed, not appended again after a loss, or deleted by hand. `0-0`: none is. */
  readonly beginsAfter: string;
  /** How many entries were ever added. */
  readonly entriesAdded: number;
}

/** A consumer group as the store shows it. */
export interface GroupState {
  readonly name: string;
  /** Ours shows the position that its service's PostgreSQL holds. */
  readonly lastDeliveredId: string;
  /** Lowest entry that was delivered through the group and not acknowledged: we never do that, a foreign reader may have. */
  readonly lowestPendingId?: string;
  readonly pending: number;
  /** Entries after the last delivered id; undefined where the store cannot tell. */
  readonly lag?: number;
}

/** What the store is and how it was set up, as far as guarantees depend on it. */
export interface BrokerProperties {
  /** `7.0.15` */
  readonly version: string;
  readonly usedBytes: number;
  /** 0: no limit. */
  readonly maxBytes: number;
  /** `noeviction`, or what may be thrown away. */
  readonly evictionPolicy: string;
  /** Is every write also written to a file? */
  readonly isAppendOnly: boolean;
}

/** The relay's side. Every method throws while the store cannot be reached or refuses (out of memory, read-only). */
export interface RelayBroker {
  /** In the order of `keys`. */
  streams(keys: readonly string[]): Promise<readonly StreamState[]>;
  /**
   * Appends all of `entries`, ascending, if the stream's last id is `expected`; else changes nothing.
   * @returns undefined if they were appended, else the last id that was found
   */
  append(
    key: string,
    batch: { readonly expected: string; readonly names: readonly string[]; readonly entries: readonly Entry[] },
  ): Promise<string | undefined>;
  /** Lets a stream begin after `to`, and creates it if it is missing. @returns false if its last id was not `expected` */
  raiseHead(key: string, head: { readonly expected: string; readonly to: string }): Promise<boolean>;
  /** Creates a group that stands at `position`, and the stream if it is missing; nothing happens if the group is there. */
  createGroup(key: string, group: string, position: string): Promise<void>;
  /** None for a stream that is missing. */
  groups(key: string): Promise<readonly GroupState[]>;
  /**
   * Lets the stream begin after `floorId`, or where the first group stands, if that is before: it was put there a moment ago, and
   * its reader has seen that nothing is missing. Entries from before may stay for a while, unless they must go `exactly`; none
   * from that id on is removed.
   */
  trim(key: string, floorId: string, options?: { readonly exactly?: boolean }): Promise<void>;
  /** Puts a group that is there somewhere else. */
  moveGroup(key: string, group: string, position: string): Promise<void>;
  /** Removes a stream whole, so that it can be built again from an earlier entry on. */
  remove(key: string): Promise<void>;
  properties(): Promise<BrokerProperties>;
}

export interface Cursor {
  readonly key: string;
  /** Entries after this id are wanted. */
  readonly after: string;
}

/** The consumer's side. */
export interface ConsumerBroker {
  /**
   * Waits until one of the streams has entries after its cursor; at most `countMax` of each. Empty after `blockMs`, or when it
   * was interrupted. One read at a time. An answer that does not come long after `blockMs` is an error: it never hangs. Where
   * streams are on several nodes, what one of them has may come with the next read, and one that cannot be read fails alone.
   */
  read(
    cursors: readonly Cursor[],
    options: { readonly countMax: number; readonly blockMs: number },
  ): Promise<ReadonlyMap<string, readonly ReadEntry[]>>;
  /** Ends the read that is under way, so that the next one can name other streams. */
  interrupt(): void;
  /** Puts the group at `position`, creates it if it is missing, and acknowledges what lies before. */
  repairGroup(key: string, group: string, position: string): Promise<void>;
  /** Shows a new position. @param entriesRead – how many entries were ever added up to it, if that is known: makes lag exact */
  showPosition(key: string, group: string, position: string, entriesRead?: number): Promise<void>;
  /** The group as the store shows it; undefined if it is missing. */
  group(key: string, group: string): Promise<GroupState | undefined>;
  stream(key: string): Promise<StreamState>;
}

/** The connections of one process. */
export interface Broker {
  readonly relay: RelayBroker;
  readonly consumer: ConsumerBroker;
  close(): void;
}
