/** Verdicts on two versions of a message's schema: on the whole, and on single demands that changed. */
import type { Schema } from '../../model/schema.js';
import type { Direction } from '../change.js';
import { comparable, type ContentModel, type Side } from '../comparable.js';
import { compareSchemas } from '../compare-schemas.js';
import { JudgeError, judgeOf } from '../judge/index.js';
import type { Breaking, ComparableSchema, Verdict } from '../verdict.js';
import { type Path, wrap } from './path.js';
import type { Found } from './rule.js';

export class MessageComparison {
  readonly #known = new Map<string, ComparableSchema>();
  readonly #verdicts = new Map<string, Verdict>();
  readonly #contentModel: ContentModel;

  constructor(
    readonly previous: Schema,
    readonly current: Schema,
    contentModel: ContentModel,
  ) {
    this.#contentModel = contentModel;
  }

  whole(direction: Direction): Verdict {
    const [writer, reader] = this.#ends(direction);
    return this.#compared(writer, 'writer', reader, 'reader');
  }

  /** Whether writers of either version write the same. */
  isEquivalent(): boolean {
    const { previous, current } = this;
    return [
      this.#compared(previous, 'writer', current, 'writer'),
      this.#compared(current, 'writer', previous, 'writer'),
    ].every(({ kind }) => kind === 'compatible');
  }

  /** An event that could be written and cannot any more, if none can be written now; `undefined` if some can. */
  unwritable(): Breaking | undefined {
    const current = this.#comparable(this.current, 'writer');
    if (compareSchemas(current, { ...current, schema: false }).kind !== 'compatible') return undefined;
    const verdict = this.#compared(this.previous, 'writer', this.current, 'writer');
    return verdict.kind === 'breaking' ? verdict : undefined;
  }

  /**
   * A reader demands all its parts at once: what breaks one of them breaks the whole, and is due to that part. If the
   * whole breaks nothing, no part does.
   * @returns `undefined` if nothing is demanded in this direction
   */
  verdictOn(direction: Direction, found: Found, path: Path): Verdict | undefined {
    const demand = found[direction];
    if (demand === undefined || found.isWording === true) return undefined;
    const isOfOlder = direction === 'backward' && found.writer !== undefined;
    if (!isOfOlder && this.whole(direction).kind === 'compatible') return undefined;
    const [previousWriter, reader] = this.#ends(direction);
    const writer = isOfOlder ? (found.writer ?? previousWriter) : previousWriter;
    const weaker = direction === 'backward' ? found.beyond?.backward : undefined;
    const verdict = this.#onPart(direction, writer, demand, path);
    if (weaker !== undefined && !this.#isBeyond(verdict, direction, writer, weaker, path)) return undefined;
    return verdict.kind === 'breaking' ? this.#confirmed(verdict, writer, reader) : verdict;
  }

  /** Whether a demand is broken in a way in which a weaker one is not, of which another finding tells. */
  #isBeyond(verdict: Verdict, direction: Direction, writer: Schema, weaker: Schema, path: Path): boolean {
    const known = this.#onPart(direction, writer, weaker, path);
    if (known.kind !== 'unknown' || verdict.kind !== 'breaking') return known.kind === 'compatible';
    const reading = comparable(wrap(path, direction, weaker), 'reader', this.#contentModel);
    const judge = judgeOf(this.#comparable(writer, 'writer'), reading);
    return orUnjudged(() => judge.accepts('reader', verdict.witness.value)) === true;
  }

  #onPart(direction: Direction, writer: Schema, part: Schema, path: Path): Verdict {
    const writing = this.#comparable(writer, 'writer');
    const reading = comparable(wrap(path, direction, part), 'reader', this.#contentModel);
    const verdict = compareSchemas(writing, reading);
    const whole = this.whole(direction);
    if (verdict.kind !== 'unknown' || whole.kind !== 'breaking') return verdict;
    // What shows that the whole breaks may show it of the part as well.
    const witness = orUnjudged(() => judgeOf(writing, reading).confirm(whole.witness.value));
    return witness === undefined ? verdict : { kind: 'breaking', witness };
  }

  /** The whole refuses what a part of it refuses, or we are wrong about the part. */
  #confirmed(verdict: Breaking, writer: Schema, reader: Schema): Verdict {
    const [writing, reading] = [this.#comparable(writer, 'writer'), this.#comparable(reader, 'reader')];
    const witness = orUnjudged(() => judgeOf(writing, reading).confirm(verdict.witness.value));
    // The whole may refuse it for other reasons as well: the part's words say which one is meant.
    if (witness !== undefined) return isSameChoice(witness, verdict.witness) ? { ...verdict, witness } : verdict;
    return { kind: 'unknown', reason: 'A part of the schema refuses an event that the whole does not refuse.' };
  }

  #ends(direction: Direction): readonly [writer: Schema, reader: Schema] {
    return direction === 'backward' ? [this.previous, this.current] : [this.current, this.previous];
  }

  #compared(writer: Schema, writing: Side, reader: Schema, reading: Side): Verdict {
    const key = `${writing} ${writer === this.previous} ${reading} ${reader === this.previous}`;
    const known = this.#verdicts.get(key) ?? this.#compareWhole(writer, writing, reader, reading);
    this.#verdicts.set(key, known);
    return known;
  }

  #compareWhole(writer: Schema, writing: Side, reader: Schema, reading: Side): Verdict {
    return compareSchemas(this.#comparable(writer, writing), this.#comparable(reader, reading));
  }

  #comparable(schema: Schema, side: Side): ComparableSchema {
    if (schema !== this.previous && schema !== this.current) return comparable(schema, side, this.#contentModel);
    const key = `${side} ${schema === this.previous}`;
    const known = this.#known.get(key) ?? comparable(schema, side, this.#contentModel);
    this.#known.set(key, known);
    return known;
  }
}

/** What is compared as `anyOf` may be written as `oneOf`, or without a union if there is one variant. */
const isSameChoice = ({ violation: whole }: Breaking['witness'], { violation: part }: Breaking['witness']): boolean =>
  whole.instancePath === part.instancePath && part.keyword === 'anyOf';

const orUnjudged = <Result>(judge: () => Result): Result | undefined => {
  try {
    return judge();
  } catch (error) {
    if (error instanceof JudgeError) return undefined;
    throw error;
  }
};
