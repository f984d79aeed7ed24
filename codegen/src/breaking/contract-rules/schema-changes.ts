/** What changed in payloads and headers of messages that both releases have, and whom it hits. */
import type { Channel, Message } from '../../model/contract.js';
import type { Schema } from '../../model/schema.js';
import type { Change, Direction } from '../change.js';
import type { ContentModel } from '../comparable.js';
import { compareMessageSchemas } from '../schema-rules/index.js';
import type { Comparison, OnChannel } from './comparison.js';
import { EqualSchemas } from './equal-schemas.js';
import { jsonSchema, schemaFormatOf } from './facts.js';
import { headerRuleId } from './header-rules.js';
import type { Pair } from './pair-by.js';
import { payloadUnwritable } from '../schema-rules/rules/payload-unwritable.js';
import { channelText, stillRunning, today, type Verb, whom } from './who.js';

export interface SchemaOptions {
  readonly directionsOf: (channel: Channel, message: Message) => ReadonlySet<Direction>;
  readonly contentModelOf: (channel: Channel) => ContentModel;
  /** The previous message in releases before the previous one, oldest first. */
  readonly historyOf: (message: OnChannel) => readonly Message[];
}

type Part = 'payload' | 'headers';

const parts: readonly Part[] = ['payload', 'headers'];

export const schemaChanges = (comparison: Comparison, options: SchemaOptions): readonly Change[] => {
  const equal = new EqualSchemas();
  const known = new Map<string, readonly Change[]>();
  return comparison.messages.pairs.flatMap((pair) =>
    parts.flatMap((part) => {
      if (equal.areEqual(pair.previous.message[part], pair.current.message[part])) return [];
      // A rule of its own speaks of payloads in other languages.
      if (part === 'payload' && !areRead(comparison, pair)) return [];
      return changesIn(part, pair, options, known).map((change) => withWhom(comparison, pair, change, part));
    }),
  );
};

const areRead = ({ previous: before, current: now }: Comparison, { previous, current }: Pair<OnChannel>): boolean =>
  [schemaFormatOf(before.texts, previous.message), schemaFormatOf(now.texts, current.message)].every(
    ({ value }) => value === jsonSchema,
  );

/** @param known a thousand messages may have the same headers, which are compared once */
const changesIn = (
  part: Part,
  pair: Pair<OnChannel>,
  { directionsOf, contentModelOf, historyOf }: SchemaOptions,
  known: Map<string, readonly Change[]>,
): readonly Change[] => {
  const { channel, message } = pair.current;
  const [previous, current] = [pair.previous.message[part], message[part]];
  const history = historyOf(pair.previous).flatMap((older) => older[part] ?? []);
  const contentModel = contentModelOf(channel);
  const directions = [...directionsOf(channel, message)].toSorted();
  const key = JSON.stringify([part, [previous, current, ...history].map(identityOf), contentModel, directions]);
  const changes =
    known.get(key) ?? compareMessageSchemas({ part, previous, current, contentModel, history }, { directions });
  known.set(key, changes);
  return part === 'payload' ? changes : changes.map((change) => ({ ...change, rule: headerRuleId(change.rule) }));
};

const identityOf = (schema: Schema | undefined): string => schema?.id ?? '';

const withWhom = (comparison: Comparison, pair: Pair<OnChannel>, change: Change, part: Part): Change => {
  const { channel, message } = pair.current;
  return {
    ...change,
    channel: channelText(channel),
    messageName: message.name,
    operation: operationOf(comparison, pair, change),
    consequence: consequenceOf(comparison, pair, change, part),
  };
};

/** That of the receiver which is hit, if it is the only one. */
const operationOf = (
  { previous: before, current: now }: Comparison,
  { previous, current }: Pair<OnChannel>,
  { direction }: Change,
): string | undefined => {
  if (direction === undefined) return undefined;
  const [side, at] = direction === 'forward' ? [before, previous] : [now, current];
  const operations = side
    .receivers(at.channel, at.message)
    .flatMap((activity) => activity.operations.filter(({ messages }) => messages.includes(at.message)));
  return operations.length === 1 ? operations[0]?.key : undefined;
};

const consequenceOf = (
  { previous: before, current: now }: Comparison,
  { previous, current }: Pair<OnChannel>,
  { rule, direction, effect }: Change,
  part: Part,
): string | undefined => {
  if (direction === undefined || effect === 'compatible') return undefined;
  if (rule === payloadUnwritable.id) {
    const { channel, message } = current;
    return `${today(now.senders(channel, message), `publishes ${message.name}`, publishes)} no such event: each is refused before it is stored.`;
  }
  const isCertain = effect === 'breaking';
  if (direction === 'forward') {
    const receivers = before.receivers(previous.channel, previous.message);
    const [verb, what] = isCertain ? forward[part] : forwardPerhaps[part];
    return `${stillRunning(before, receivers, `receives ${previous.message.name}`, verb)} ${what}.`;
  }
  const by = whom(now.receivers(current.channel, current.message), `receives ${current.message.name}`);
  const events = `Events of release ${before.name} that are still stored`;
  if (part === 'payload') {
    return `${events} ${isCertain ? 'are' : 'may be'} refused by ${by} and become dead letters.`;
  }
  return `${events} ${isCertain ? 'have' : 'may have'} headers that are none of the contract of ${by}.`;
};

const publishes: Verb = ['can publish', 'can publish'];

type Doing = Readonly<Record<Part, readonly [Verb, string]>>;

/** Generated readers validate payloads; headers are for whoever reads them. */
const forward: Doing = {
  payload: [['refuses', 'refuse'], 'this event'],
  headers: [['reads', 'read'], 'headers that are none of its contract'],
};

const forwardPerhaps: Doing = {
  payload: [['may refuse', 'may refuse'], 'this event'],
  headers: [['may read', 'may read'], 'headers that are none of its contract'],
};
