/** A clock that stands still until a test moves it, and ids that follow from it: the same test has the same times and ids. */
import { v7 } from 'uuid';
import type { Clock } from '../../loop/clock.js';

export interface FakeClock extends Clock {
  readonly advance: (ms: number) => void;
  /** Also backwards, as the clocks of machines go. */
  readonly set: (at: Date) => void;
  /** The next UUIDv7: of the clock's time, counted upwards; no other fake clock of this process gives it. */
  readonly newId: () => string;
}

/** @param options.at – what it shows at first. @default 2030-01-01T00:00:00.000Z */
export const fakeClock = ({ at = new Date('2030-01-01T00:00:00.000Z') }: { readonly at?: Date } = {}): FakeClock => {
  let nowMs = at.getTime();
  let ids = 0;
  const own = new Uint8Array(16);
  new DataView(own.buffer).setUint32(12, (clocks += 1));
  return {
    now: () => new Date(nowMs),
    advance: (ms) => {
      nowMs += ms;
    },
    set: (to) => {
      nowMs = to.getTime();
    },
    newId: () => v7({ msecs: nowMs, seq: (ids += 1), random: own }),
  };
};

let clocks = 0;
