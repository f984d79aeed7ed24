/** How long the events of a channel are kept, in two releases. */
import { durationMs } from '../../emit/duration.js';
import type { Channel } from '../../model/contract.js';
import type { Pair } from './pair-by.js';

/** A retention that nobody can read counts as shorter: nothing says that it is longer. */
export const retentionChange = ({ previous, current }: Pair<Channel>): 'same' | 'shorter' | 'longer' => {
  if (previous.retention === current.retention) return 'same';
  const [was, is] = [durationMs(previous.retention), durationMs(current.retention)];
  if (was === undefined || is === undefined) return 'shorter';
  if (was === is) return 'same';
  return is < was ? 'shorter' : 'longer';
};
