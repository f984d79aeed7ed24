/** What the relay knows of one partition: where its stream ends and begins, and how entries get there: in order, once, or not at all. */
import type { Entry, RelayBroker } from '../broker/broker.js';
import { compareEntryIds, ENTRY_ID_ZERO } from '../streams/entry-id.js';
import { eventsRelayed } from '../telemetry/metrics.js';
import type { PartitionProgress } from './floor.js';
import { fieldNames } from './to-entry.js';

/** The stream ends where nothing of ours can have put it: data was lost, or somebody else writes. */
export class StreamMismatch extends Error {}

/** Entries in one call: long enough to be cheap, short enough not to keep the broker from others. */
const entriesPerCall = 200;
/** Calls on the wire at once; each expects the id that the one before leaves, so a failure stops those behind it. */
const callsInFlight = 8;

export interface PartitionTailOptions {
  readonly broker: RelayBroker;
  /** Of the stream in the broker. */
  readonly key: string;
  readonly stream: string;
  readonly partition: number;
  /** Groups that the contract names; there may be others. */
  readonly groups: readonly string[];
  readonly retentionMs: number;
}

export class PartitionTail {
  /** The id after which the next append goes. */
  head: string = ENTRY_ID_ZERO;
  /** The highest id that a window assigned to this partition. */
  assignedId: string = ENTRY_ID_ZERO;
  /** Nothing up to here is needed any more. */
  floorId: string = ENTRY_ID_ZERO;
  /** How far each group is, by name. */
  confirmed = new Map<string, string>();

  constructor(readonly options: PartitionTailOptions) {}

  get key(): string {
    return this.options.key;
  }

  get progress(): PartitionProgress {
    return { floorId: this.floorId, assignedId: this.assignedId, confirmedIds: [...this.confirmed.values()] };
  }

  /** Appends those of `entries` (ascending) that are above the head. @throws StreamMismatch – compare everything again */
  async append(entries: readonly Entry[]): Promise<void> {
    let rest = this.head === ENTRY_ID_ZERO ? entries : this.#above(entries);
    while (rest.length > 0) {
      const calls: (readonly Entry[])[] = [];
      for (let at = 0; at < rest.length && calls.length < callsInFlight; at += entriesPerCall) {
        calls.push(rest.slice(at, at + entriesPerCall));
      }
      let expected = this.head;
      const answers = calls.map((call) => {
        const answer = this.options.broker.append(this.key, { expected, names: fieldNames, entries: call });
        expected = call.at(-1)?.entryId ?? expected;
        return answer;
      });
      const outcomes = await Promise.allSettled(answers);
      for (const [index, outcome] of outcomes.entries()) {
        if (outcome.status === 'rejected') throw outcome.reason;
        if (outcome.value !== undefined) {
          this.#acceptLostReply(outcome.value);
          break;
        }
        const call = calls[index] ?? [];
        this.head = call.at(-1)?.entryId ?? this.head;
        eventsRelayed.add(call.length);
      }
      rest = this.#above(rest);
    }
  }

  /** Lets the stream go on after `to`, and begin there. @throws StreamMismatch – it does not end at the head */
  async raise(to: string): Promise<void> {
    if (!(await this.options.broker.raiseHead(this.key, { expected: this.head, to }))) {
      throw new StreamMismatch(`${this.key} no longer ends at ${this.head}`);
    }
    this.head = to;
  }

  /** A higher id that a window assigned is our own append whose reply was lost (ioredis sends again). */
  #acceptLostReply(found: string): void {
    if (compareEntryIds(found, this.head) > 0 && compareEntryIds(found, this.assignedId) <= 0) this.head = found;
    else throw new StreamMismatch(`${this.key} ends at ${found}, not at ${this.head}`);
  }

  #above(entries: readonly Entry[]): readonly Entry[] {
    const first = entries.findIndex((entry) => compareEntryIds(entry.entryId, this.head) > 0);
    return first === -1 ? [] : first === 0 ? entries : entries.slice(first);
  }
}
