/**
 * What happened in one run, as rows: the checker knows nothing else. Commits and effects are rows that were written in the
 * transactions they tell of; acknowledgements and entries were recorded outside of the databases.
 */

/** An event that was committed with its business transaction. */
export interface Commit {
  readonly id: string;
  readonly service: string;
  readonly stream: string;
  readonly type: string;
  readonly key: string;
  /** Its number in the key's history: a count in the business row where there is one, else the order of publishing. */
  readonly version: number;
  /** The order that it is about, if any. */
  readonly orderId?: string;
  /** When it was published, in ms of the server's clock. */
  readonly at: number;
}

/** A handler's change of its database. */
export interface Effect {
  readonly eventId: string;
  readonly group: string;
  readonly stream: string;
  readonly key: string;
  readonly type: string;
  /** In the order of the transactions that conflict; grows within a group. */
  readonly ordinal: number;
  readonly instance: string;
  readonly attempt: number;
  /** In ms of the server's clock. */
  readonly at: number;
}

/** An inbox row whose message is not done. */
export interface Unfinished {
  readonly eventId: string;
  readonly group: string;
  readonly state: 'retrying' | 'waiting' | 'dead';
  readonly key: string;
  readonly stream: string;
  /** A dead letter that holds its key, or a message that waits behind one: it stays as it is. */
  readonly isHeld: boolean;
}

export interface EntryConflict {
  /** Two contents under one entry id, or two entry ids of one event. */
  readonly kind: 'content' | 'entry-id';
  readonly stream: string;
  readonly entryId: string;
  readonly sentence: string;
}

/** Who handles what. */
export interface Subscription {
  readonly group: string;
  readonly stream: string;
  readonly types: readonly string[];
}

export interface OrderOutcome {
  readonly orderId: string;
  readonly userId: string;
  readonly status: 'pending' | 'confirmed' | 'rejected' | 'cancelled';
  readonly totalMinor: number;
}

export interface Reservation {
  readonly orderId: string;
  readonly userId: string;
  readonly amountMinor: number;
  readonly state: 'reserved' | 'refused' | 'released';
}

export interface CreditAccount {
  readonly userId: string;
  readonly reservedMinor: number;
}

/** A partition, and how many owners it has had one after the other. */
export interface Ownership {
  readonly group: string;
  readonly stream: string;
  readonly partition: number;
  readonly owners: number;
}

export interface History {
  readonly subscriptions: readonly Subscription[];
  readonly commits: readonly Commit[];
  /** Whose COMMIT was answered. */
  readonly acknowledged: {
    readonly eventIds: readonly string[];
    readonly orderIds: readonly string[];
    /** Orders that were answered as cancelled. */
    readonly cancelledOrderIds: readonly string[];
  };
  readonly effects: readonly Effect[];
  readonly unfinished: readonly Unfinished[];
  readonly entryConflicts: readonly EntryConflict[];
  readonly orders: readonly OrderOutcome[];
  readonly reservations: readonly Reservation[];
  readonly credit: readonly CreditAccount[];
  /** What restores took back; empty without one. */
  readonly undone: readonly Commit[];
  /** Whose databases were set back. */
  readonly restored: readonly string[];
  /** How often each partition was taken, where the fault leaves every instance alone; else empty. */
  readonly ownerships: readonly Ownership[];
  /** Processes that ended without having been asked to, or that could not be stopped. */
  readonly crashes: readonly string[];
  /** From healing to drained; undefined: not within the bound. */
  readonly drainMs: number | undefined;
  /** Something still arrived shortly before the bound was over: what is missing may be on its way, and not lost. */
  readonly isMoving: boolean;
}
