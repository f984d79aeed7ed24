/** Every fault, in the order of the table. */
import type { Fault } from '../fault.js';
import { clockStepped } from './clock-stepped.js';
import { foreignReader } from './foreign-reader.js';
import { instancesChange } from './instances-change.js';
import { killedAtPoint } from './killed-at-point.js';
import { killedAtRandom } from './killed-at-random.js';
import { none } from './none.js';
import { processFrozen } from './process-frozen.js';
import { serverKilled } from './server-killed.js';
import { streamsLost } from './streams-lost.js';

export const faults: readonly Fault[] = [
  none,
  ...killedAtPoint,
  ...killedAtRandom,
  ...processFrozen,
  instancesChange,
  clockStepped,
  ...serverKilled,
  ...streamsLost,
  foreignReader,
];
