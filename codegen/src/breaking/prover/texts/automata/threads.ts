/**
 * Ways through a program that are followed at once. A thread that looks ahead goes on under an obligation: threads of its
 * own that must, or must not, match what follows. So looking ahead costs nothing in exactness.
 */
import type { Program } from './program.js';

export interface Thread {
  /** A `character`, `match` or `matchHere`. */
  readonly at: number;
  /** Sorted by key. */
  readonly obligations: readonly Obligation[];
  readonly key: string;
}

interface Obligation {
  readonly isNegated: boolean;
  readonly threads: Threads;
  readonly key: string;
}

export interface Threads {
  /** Sorted by key, none that another makes superfluous. */
  readonly list: readonly Thread[];
  /** A match, whatever follows. */
  readonly isMatch: boolean;
  readonly key: string;
  /** All threads, those of obligations too. */
  readonly count: number;
}

/** What can be known of a place in a text when one comes there. */
export interface Position {
  readonly isStart: boolean;
  /** By index of `behinds`. */
  readonly behinds: readonly boolean[];
}

export class ThreadRunner {
  readonly #program: Program;
  readonly #isInSet: (set: number, symbol: number) => boolean;
  #steps = 0;

  constructor(program: Program, isInSet: (set: number, symbol: number) => boolean) {
    this.#program = program;
    this.#isInSet = isInSet;
  }

  /** @throws TooManyThreads */
  enter(entry: number, position: Position): Threads {
    this.#steps = 0;
    return this.#enter(entry, position);
  }

  /** @returns after a character, at the place behind it. @throws TooManyThreads */
  step(threads: Threads, symbol: number, position: Position): Threads {
    this.#steps = 0;
    return this.#step(threads, symbol, position);
  }

  /** Whether there is a match if the text ends here. */
  isMatchAtEnd({ list }: Threads): boolean {
    return list.some(
      ({ at, obligations }) =>
        this.#program.instructions[at]?.kind !== 'character' &&
        obligations.every(({ threads, isNegated }) => this.isMatchAtEnd(threads) !== isNegated),
    );
  }

  #enter(entry: number, position: Position): Threads {
    const into = new Map<string, Thread>();
    this.#follow(entry, [], position, into);
    return this.#simplified(into);
  }

  #step({ list }: Threads, symbol: number, position: Position): Threads {
    const into = new Map<string, Thread>();
    for (const { at, obligations } of list) {
      const instruction = this.#program.instructions[at];
      if (instruction === undefined || instruction.kind === 'matchHere') continue;
      if (instruction.kind === 'character' && !this.#isInSet(instruction.set, symbol)) continue;
      const left = this.#stepObligations(obligations, symbol, position);
      if (left !== undefined)
        this.#follow(instruction.kind === 'character' ? instruction.next : at, left, position, into);
    }
    return this.#simplified(into);
  }

  /** @returns `undefined` if one cannot be met any more */
  #stepObligations(
    obligations: readonly Obligation[],
    symbol: number,
    position: Position,
  ): readonly Obligation[] | undefined {
    let left: readonly Obligation[] | undefined = [];
    for (const { isNegated, threads } of obligations) {
      left = withObligation(left, this.#step(threads, symbol, position), isNegated);
      if (left === undefined) return undefined;
    }
    return left;
  }

  /** Adds the threads that come from one without reading. */
  #follow(start: number, given: readonly Obligation[], position: Position, into: Map<string, Thread>): void {
    const seen = new Set<string>();
    const waiting: { readonly at: number; readonly obligations: readonly Obligation[] }[] = [
      { at: start, obligations: given },
    ];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const { at, obligations } = next;
      const key = threadKey(at, obligations);
      if (seen.has(key)) continue;
      seen.add(key);
      this.#count();
      const instruction = this.#program.instructions[at];
      if (instruction === undefined) continue;
      switch (instruction.kind) {
        case 'character':
        case 'match':
        case 'matchHere':
          into.set(key, { at, obligations, key });
          break;
        case 'split':
          for (const target of instruction.targets) waiting.push({ at: target, obligations });
          break;
        case 'start':
          if (position.isStart) waiting.push({ at: instruction.next, obligations });
          break;
        case 'behind':
          if (position.behinds[instruction.index] !== instruction.isNegated) {
            waiting.push({ at: instruction.next, obligations });
          }
          break;
        case 'ahead': {
          const threads = this.#enter(instruction.entry, position);
          const more = withObligation(obligations, threads, instruction.isNegated);
          if (more !== undefined) waiting.push({ at: instruction.next, obligations: more });
        }
      }
    }
  }

  #simplified(threads: ReadonlyMap<string, Thread>): Threads {
    const all = [...threads.values()];
    const list = all.filter(
      (thread) => thread.obligations.length === 0 || !all.some((other) => isSuperfluous(thread, other)),
    );
    list.sort((one, other) => (one.key < other.key ? -1 : 1));
    return {
      list,
      isMatch: list.some(({ at, obligations }) => {
        return obligations.length === 0 && this.#program.instructions[at]?.kind === 'match';
      }),
      key: list.map(({ key }) => key).join(';'),
      count: list.reduce(
        (sum, { obligations }) => sum + obligations.reduce((inner, { threads: { count } }) => inner + count, 1),
        0,
      ),
    };
  }

  #count(): void {
    this.#steps += 1;
    if (this.#steps > stepsMax) throw new TooManyThreads();
  }
}

/** Caught in the machine that runs the threads: what it would have come to is not known. */
export class TooManyThreads extends Error {
  override readonly name = 'TooManyThreads';
}

/** For one character. */
const stepsMax = 20_000;

/** @returns `undefined` if it cannot be met */
const withObligation = (
  obligations: readonly Obligation[],
  threads: Threads,
  isNegated: boolean,
): readonly Obligation[] | undefined => {
  const isDecided = threads.isMatch || threads.list.length === 0;
  if (isDecided) return threads.isMatch === isNegated ? undefined : obligations;
  const key = `${isNegated ? '!' : '='}(${threads.key})`;
  if (obligations.some((other) => other.key === key)) return obligations;
  return [...obligations, { isNegated, threads, key }].toSorted((one, other) => (one.key < other.key ? -1 : 1));
};

const threadKey = (at: number, obligations: readonly Obligation[]): string =>
  obligations.length === 0 ? `${at}` : `${at}[${obligations.map(({ key }) => key).join(',')}]`;

/** Another that is at the same place under fewer obligations gets as far. */
const isSuperfluous = (thread: Thread, other: Thread): boolean =>
  thread !== other &&
  thread.at === other.at &&
  other.obligations.length < thread.obligations.length &&
  other.obligations.every(({ key }) => thread.obligations.some((obligation) => obligation.key === key));
