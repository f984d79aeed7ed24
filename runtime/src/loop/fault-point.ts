/**
 * The instants between which a crash can lose something. A fault test is called at each and may end the process there, or
 * throw, which is a crash of that loop.
 */
export type FaultPoint =
  | 'before-window' // the relay looks for committed rows
  | 'after-window' // entry ids are decided, nothing is appended
  | 'between-chunks' // part of a window is appended
  | 'after-append' // all of it
  | 'after-floor' // the floor is stored, nothing is trimmed
  | 'after-retire' // rows of old windows are deleted
  | 'before-commit' // a batch is handled, its transaction still open
  | 'after-commit' // its group does not show it yet
  | 'after-show' // the group was told
  | 'after-failed-retry'; // a retry is rolled back, and nothing says that it failed

export type AtPoint = (point: FaultPoint) => void | Promise<void>;

export const nowhere: AtPoint = () => undefined;
