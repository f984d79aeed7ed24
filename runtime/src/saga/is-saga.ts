import type { AnySaga } from './any-saga.js';

/** Tells a saga from the other things that may stand in a handler map. */
export const isSaga = (choice: unknown): choice is AnySaga =>
  typeof choice === 'object' && choice !== null && 'begin' in choice && 'states' in choice;
