/** Every fault, in the order of the table. */
import type { Fault } from '../fault.js';
import { none } from './none.js';

export const faults: readonly Fault[] = [none];
