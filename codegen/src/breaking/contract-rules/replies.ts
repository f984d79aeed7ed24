/** Operations of both releases, each with what answers it, and who waits for the answer. */
import type { Operation } from '../../model/contract.js';
import type { Comparison, OfActivity } from './comparison.js';
import type { Pair } from './pair-by.js';
import type { Activity } from './side.js';

export interface ReplyPair extends Pair<OfActivity> {
  readonly was: Operation | undefined;
  readonly is: Operation | undefined;
}

/** Of operations that have a reply in one release at least. */
export const replyPairs = ({ previous: before, current: now, operations }: Comparison): readonly ReplyPair[] =>
  operations.pairs.flatMap((pair) => {
    const was = before.replyTo(pair.previous.operation);
    const is = now.replyTo(pair.current.operation);
    return was === undefined && is === undefined ? [] : { ...pair, was, is };
  });

/** Those at the other end of the request: they answer what this one asks, or ask what it answers. */
export const otherEnd = ({ previous }: Comparison, { previous: { activity } }: ReplyPair): readonly Activity[] =>
  activity.action === 'send' ? previous.receivers(activity.channel) : previous.senders(activity.channel);
