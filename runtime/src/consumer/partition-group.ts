/**
 * The consumer group of one partition, as a display: its last delivered id is the position that PostgreSQL holds, so that
 * `XINFO GROUPS` shows lag, and the relay how far it may trim. Nothing is read through it; what somebody else does with it
 * is put right at the next batch, or when the partition has nothing to do.
 */
import type { ConsumerBroker } from '../broker/broker.js';
import { compareEntryIds } from '../streams/entry-id.js';

export class PartitionGroup {
  /** Entries ever added up to the position; undefined where the broker cannot tell yet. Makes lag exact in mid-stream. */
  #entriesRead: number | undefined;
  #isLost = false;
  #showing: Promise<void> = Promise.resolve();

  constructor(
    readonly broker: ConsumerBroker,
    readonly key: string,
    readonly group: string,
  ) {}

  /** The broker did not take the last position: `repair` makes up for it. */
  get isLost(): boolean {
    return this.#isLost;
  }

  /** Puts the group at `position`, whether it was lost, behind or ahead, and acknowledges what lies before it. */
  async repair(position: string): Promise<void> {
    await this.#showing;
    await this.broker.repairGroup(this.key, this.group, position);
    this.#entriesRead = await this.#countRead();
    this.#isLost = false;
  }

  /**
   * Where reading may begin for a service that has come to `position`: there, unless entries after it are gone from the broker.
   * Then the group, which stands there, asks the relay for them (its maintenance looks): the relay builds the stream again from
   * there, or puts the group where the stream begins, if its outbox has forgotten them, too.
   * @returns undefined while the relay has not answered; call it after `repair`
   */
  async beginning(position: string): Promise<string | undefined> {
    const [{ beginsAfter }, state] = await Promise.all([
      this.broker.stream(this.key),
      this.broker.group(this.key, this.group),
    ]);
    if (compareEntryIds(beginsAfter, position) <= 0) return position;
    if (state && compareEntryIds(state.lastDeliveredId, beginsAfter) >= 0) return beginsAfter;
    if (state?.lastDeliveredId !== position) await this.repair(position);
    return undefined;
  }

  /** Shows the new position, `count` entries further. Does not wait: it is a display, a loss costs nothing but a repair. */
  advance(position: string, count: number): void {
    this.#entriesRead = this.#entriesRead === undefined ? undefined : this.#entriesRead + count;
    this.#showing = this.broker.showPosition(this.key, this.group, position, this.#entriesRead).catch(() => {
      this.#isLost = true;
    });
  }

  /** Does it stand at `position`, with nothing pending? */
  async shows(position: string): Promise<boolean> {
    await this.#showing;
    const state = await this.broker.group(this.key, this.group);
    return state?.lastDeliveredId === position && state.pending === 0;
  }

  /** Call it when everything was read: from there on lag can be counted, if it could not before. */
  async caughtUp(): Promise<void> {
    this.#entriesRead ??= await this.#countRead();
  }

  async #countRead(): Promise<number | undefined> {
    const [{ entriesAdded }, state] = await Promise.all([
      this.broker.stream(this.key),
      this.broker.group(this.key, this.group),
    ]);
    return state?.lag === undefined ? undefined : entriesAdded - state.lag;
  }
}
