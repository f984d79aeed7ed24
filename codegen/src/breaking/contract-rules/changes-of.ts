/** What a rule finds, as changes: one for each direction that the policy asks for and that it harms. */
import type { Channel, Message } from '../../model/contract.js';
import type { SourceRange } from '../../model/source.js';
import type { Change, Direction, Place } from '../change.js';
import type { Comparison } from './comparison.js';
import { deliveryWitness } from './delivery.js';
import type { About, ContractRule, Difference, Harm } from './rule.js';
import { channelText } from './who.js';

const directions: readonly Direction[] = ['backward', 'forward'];

export const changesOf = (
  rule: ContractRule,
  comparison: Comparison,
  directionsOf: (about: About) => ReadonlySet<Direction>,
): readonly Change[] => {
  const changes: Change[] = [];
  rule.check(comparison, (difference) => {
    const asked = directionsOf(difference.about);
    const hits = difference.harms.flatMap((harm) => {
      const direction = directions.find(
        (one) => asked.has(one) && (harm.direction === 'either' || harm.direction === one),
      );
      return direction === undefined ? [] : changeOf(rule, difference, direction, harm);
    });
    changes.push(...(hits.length > 0 ? hits : [changeOf(rule, difference, undefined, undefined)]));
  });
  return changes;
};

/** Of what concerns a document, what any of its channels asks for. */
export const directionsFor = (
  { channel, message, document }: About,
  { current }: Comparison,
  directionsOf: (channel: Channel, message: Message | undefined) => ReadonlySet<Direction>,
): ReadonlySet<Direction> => {
  if (channel !== undefined) return directionsOf(channel, message);
  const channels = document?.channels ?? current.channels;
  return channels.length === 0
    ? new Set(directions)
    : new Set(channels.flatMap((one) => [...directionsOf(one, undefined)]));
};

const changeOf = (
  { id }: ContractRule,
  { current, previous, message, fix, about }: Difference,
  direction: Direction | undefined,
  harm: Harm | undefined,
): Change => {
  // A rule tells of something that at least one of the releases has.
  const range = current ?? previous;
  if (range === undefined) throw new Error(`${id} found something that is in neither release.`);
  const witness = harm?.effect === 'breaking' ? deliveryWitness(harm, about) : undefined;
  const isProved = harm?.effect !== 'breaking' || witness !== undefined;
  return {
    rule: id,
    ...placeOf(range),
    ...(range.endLine === range.line ? { endColumn: range.endColumn } : {}),
    message,
    ...(fix === undefined || harm === undefined ? {} : { fix }),
    direction,
    effect: isProved ? (harm?.effect ?? 'compatible') : 'unknown',
    previous: previous === undefined ? undefined : placeOf(previous),
    channel: about.channel === undefined ? undefined : channelText(about.channel),
    messageName: about.message?.name,
    operation: about.operation,
    witness,
    consequence: harm?.consequence,
  };
};

const placeOf = ({ file, line, column, pointer }: SourceRange): Place => ({ file, line, column, pointer });
