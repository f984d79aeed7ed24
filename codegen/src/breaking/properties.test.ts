/**
 * Goal: verdicts can be believed on any schema. Method: random schemas of events and what people do to them, always the same
 * ones; what must hold of every pair is asked of every pair. STREAMPACT_PROPERTIES=long asks 2,000 pairs, of which those
 * called compatible withstand 10,000 values each.
 */
import { array, assert, integer, property, sample, tuple } from 'fast-check';
import type { JsonObject } from '../model/source.js';
import { editEvent, widenEvent } from '../testing/edit-event.js';
import { randomEvent } from '../testing/random-events.js';
import { rewrites } from '../testing/rewrite-event.js';
import { comparable, compareOneWay, comparePair } from './bare/index.js';
import { compareSchemas } from './compare-schemas.js';
import { judgeOf } from './judge/index.js';
import { refute } from './refute/index.js';

const isLong = process.env['STREAMPACT_PROPERTIES'] === 'long';
const numRuns = isLong ? 2_000 : 150;
const samplesMax = isLong ? 10_000 : 1_000;
const timeoutMs = isLong ? 3_600_000 : 60_000;
const runs = { numRuns, seed: 11 };

const seeds = integer({ min: 1, max: 2 ** 31 - 1 });

/** An event, and what is left of it after one to three edits. */
const editedEvents = tuple(randomEvent, array(seeds, { minLength: 1, maxLength: 3 })).map(
  ([event, edits]): readonly [JsonObject, JsonObject] => [event, edits.reduce(editEvent, event)],
);

const writer = (schema: JsonObject) => comparable(schema, { side: 'writer', policy: 'event' });
const reader = (schema: JsonObject) => comparable(schema, { side: 'reader', policy: 'event' });

test(
  'what is called compatible withstands more values than were tried, and what is called breaking shows a value',
  () => {
    const counts = { compatible: 0, breaking: 0, unknown: 0 };
    assert(
      property(editedEvents, ([before, after]) => {
        const [written, read] = [writer(before), reader(after)];
        const verdict = compareSchemas(written, read);
        counts[verdict.kind] += 1;
        const judge = judgeOf(written, read);
        if (verdict.kind === 'compatible') return refute(written, read, judge, { samplesMax, seed: 99 }) === undefined;
        if (verdict.kind === 'unknown') return true;
        const { value } = verdict.witness;
        return judge.accepts('writer', value) && !judge.accepts('reader', value);
      }),
      runs,
    );
    // Both verdicts are given often enough to mean something, and hardly ever none.
    expect(counts.compatible).toBeGreaterThan(numRuns / 10);
    expect(counts.breaking).toBeGreaterThan(numRuns / 10);
    expect(counts.unknown).toBeLessThanOrEqual(numRuns / 100);
  },
  timeoutMs,
);

test(
  'a schema is compatible with itself, both ways',
  () => {
    assert(
      property(randomEvent, (event) => {
        const { backward, forward } = comparePair({ id: 0, old: event, new: structuredClone(event) }, 'event');
        expect([backward.verdict, forward.verdict]).toEqual(['COMPATIBLE', 'COMPATIBLE']);
      }),
      runs,
    );
  },
  timeoutMs,
);

test(
  'forward is backward with the versions exchanged',
  () => {
    assert(
      property(editedEvents, ([before, after]) => {
        const forward = compareOneWay({ id: 0, old: before, new: after }, 'event', 'forward');
        const exchanged = compareOneWay({ id: 0, old: after, new: before }, 'event', 'backward');
        expect([forward.verdict, forward.witness]).toEqual([exchanged.verdict, exchanged.witness]);
      }),
      runs,
    );
  },
  timeoutMs,
);

test(
  'a reader that allows more never breaks what was written',
  () => {
    assert(
      property(randomEvent, seeds, (event, seed) => {
        const wider = compareOneWay({ id: 0, old: event, new: widenEvent(event, seed) }, 'event', 'backward');
        expect(wider.verdict).toBe('COMPATIBLE');
      }),
      runs,
    );
  },
  timeoutMs,
);

test.each(Object.entries(rewrites))(
  'the same schema with %s is compatible, both ways',
  (_, rewrite) => {
    const events = sample(randomEvent, { ...runs, numRuns: Math.ceil(numRuns / 5) });
    const rewritten = events.map((event) => comparePair({ id: 0, old: event, new: rewrite(event) }, 'event'));
    const different = rewritten.flatMap(({ backward, forward }, index) =>
      backward.verdict === 'COMPATIBLE' && forward.verdict === 'COMPATIBLE'
        ? []
        : { event: JSON.stringify(events[index]), backward, forward },
    );
    expect(different.slice(0, 2)).toEqual([]);
  },
  timeoutMs,
);
