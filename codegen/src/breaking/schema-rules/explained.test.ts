/**
 * Goal: whatever breaks is explained by a change, at its place, in a direction that its rule names, with an event that
 * shows it; and nothing that breaks nothing is called a break. Method: random events, each with one to three random edits,
 * under both content models; what is true of the whole is said by `compareSchemas`.
 */
import { sample } from 'fast-check';
import type { Schema } from '../../model/schema.js';
import { schemasOf } from '../../testing/compared-schemas.js';
import { editEvent } from '../../testing/edit-event.js';
import { randomEvent } from '../../testing/random-events.js';
import type { Change, Direction } from '../change.js';
import { comparable, type ContentModel } from '../comparable.js';
import { compareSchemas } from '../compare-schemas.js';
import type { Verdict } from '../verdict.js';
import { compareMessageSchemas, schemaRules } from './index.js';

const pairsCount = 120;
const directions: readonly Direction[] = ['backward', 'forward'];

interface Compared {
  readonly changes: readonly Change[];
  readonly direction: Direction;
  readonly verdict: Verdict;
}

const compared = async (contentModel: ContentModel, seed: number): Promise<readonly Compared[]> => {
  const events = sample(randomEvent, { numRuns: pairsCount, seed });
  const edited = events.map((event, index) =>
    Array.from({ length: 1 + (index % 3) }, (_, edit) => edit).reduce(
      (one, edit) => editEvent(one, 3 * index + edit),
      event,
    ),
  );
  const schemas = await schemasOf(events.flatMap((event, index) => [event, edited[index]]));
  return events.flatMap((_, index) => {
    const [previous, current] = [schemas[2 * index], schemas[2 * index + 1]];
    if (previous === undefined || current === undefined) return [];
    const changes = compareMessageSchemas({ part: 'payload', previous, current, contentModel }, { directions });
    const verdict = (writer: Schema, reader: Schema): Verdict =>
      compareSchemas(comparable(writer, 'writer', contentModel), comparable(reader, 'reader', contentModel));
    return [
      {
        changes,
        direction: 'backward' as const,
        verdict: verdict(previous, current),
      },
      {
        changes,
        direction: 'forward' as const,
        verdict: verdict(current, previous),
      },
    ];
  });
};

test.each([
  ['event', 11],
  ['strict', 12],
] as const)(
  'explains what breaks random events under %s',
  async (contentModel, seed) => {
    const all = await compared(contentModel, seed);
    const breaks = ({ changes, direction }: Compared): readonly Change[] =>
      changes.filter((change) => change.direction === direction && change.effect === 'breaking');
    const wrong = all.filter((one) => breaks(one).length > 0 !== (one.verdict.kind === 'breaking'));
    expect(wrong).toEqual([]);
    const broken = all.filter(({ verdict }) => verdict.kind === 'breaking');
    expect(broken.length).toBeGreaterThan(all.length / 20);
    const unexplained = broken.filter((one) => breaks(one).every(({ rule }) => rule === 'SCHEMA_CHANGED'));
    expect(unexplained.length).toBeLessThan(broken.length / 50);
    const changes = all.flatMap((one) => one.changes);
    expect(changes.filter(({ effect, witness }) => (effect === 'breaking') !== (witness !== undefined))).toEqual([]);
    expect(changes.filter(({ effect }) => effect === 'unknown').length).toBeLessThan(all.length / 100);
    const known = new Map(schemaRules.map((rule) => [rule.id, rule.directions]));
    const unforeseen = changes.filter(
      ({ rule, direction }) => direction !== undefined && known.get(rule)?.includes(direction) !== true,
    );
    expect(unforeseen).toEqual([]);
  },
  120_000,
);
