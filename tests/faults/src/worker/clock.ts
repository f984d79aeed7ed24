/** A wall clock that can be stepped: what `Date` says in this process, as after a change by an administrator or NTP. */
const RealDate = Date;
let offsetMs = 0;

class SteppedDate extends RealDate {
  constructor(...values: unknown[]) {
    // Date's own overloads; only the one without arguments reads the clock.
    if (values.length === 0) super(SteppedDate.now());
    else super(...(values as [number, number]));
  }

  static override now(): number {
    return RealDate.now() + offsetMs;
  }
}

export const stepClock = (ms: number): void => {
  offsetMs = ms;
  globalThis.Date = ms === 0 ? RealDate : (SteppedDate as DateConstructor); // not callable as a function, which nobody does
};
