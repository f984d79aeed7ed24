/** A deterministic automaton that is made as far as somebody walks in it. */
import { alphabetOf, type Alphabet } from './alphabet.js';
import type { Program } from './program.js';
import { ThreadRunner, TooManyThreads, type Position, type Threads } from './threads.js';

/** What matches a pattern somewhere. States are numbers; those below have a meaning. */
export interface Machine {
  /** From 1. */
  readonly id: number;
  readonly alphabet: Alphabet;
  readonly start: number;
  readonly next: (state: number, symbol: number) => number;
  readonly isFinal: (state: number) => boolean;
}

/** No match, whatever follows. */
export const deadState = 0;

/** A match, whatever follows. */
export const matchState = 1;

/** Nobody knows, because it would be too large. */
export const unknownState = 2;

export const machineOf = (program: Program): Machine => new LazyMachine(program);

interface State {
  readonly behinds: readonly Threads[];
  readonly main: Threads;
  readonly isFinal: boolean;
  /** By symbol. */
  readonly next: (number | undefined)[];
}

class LazyMachine implements Machine {
  readonly id: number;
  readonly alphabet: Alphabet;
  readonly start: number;
  readonly #program: Program;
  readonly #runner: ThreadRunner;
  readonly #states: State[] = [];
  readonly #known = new Map<string, number>();

  constructor(program: Program) {
    machineCount += 1;
    this.id = machineCount;
    const { alphabet, isInSet } = alphabetOf(program.sets);
    this.alphabet = alphabet;
    this.#program = program;
    this.#runner = new ThreadRunner(program, isInSet);
    this.start = this.#guarded(() => {
      const { position, behinds } = this.#arrive(true, (entry, here) => this.#runner.enter(entry, here));
      return this.#intern(behinds, this.#runner.enter(program.entry, position));
    });
  }

  next = (state: number, symbol: number): number => {
    if (state < statesWithMeaning) return state;
    const from = this.#states[state - statesWithMeaning];
    if (from === undefined) return unknownState;
    const known = from.next[symbol];
    if (known !== undefined) return known;
    const next = this.#guarded(() => {
      const { position, behinds } = this.#arrive(false, (_, here, index) => {
        // There are as many threads as there are entries.
        return this.#runner.step(from.behinds[index] as Threads, symbol, here);
      });
      return this.#intern(behinds, this.#runner.step(from.main, symbol, position));
    });
    from.next[symbol] = next;
    return next;
  };

  isFinal = (state: number): boolean =>
    state === matchState || (this.#states[state - statesWithMeaning]?.isFinal ?? false);

  /** Each of what is looked for behind may ask for those before it. */
  #arrive(
    isStart: boolean,
    threadsOf: (entry: number, position: Position, index: number) => Threads,
  ): { readonly position: Position; readonly behinds: readonly Threads[] } {
    const found: boolean[] = [];
    const position: Position = { isStart, behinds: found };
    const behinds: Threads[] = [];
    for (const [index, entry] of this.#program.behinds.entries()) {
      const threads = threadsOf(entry, position, index);
      behinds.push(threads);
      found.push(this.#runner.isMatchAtEnd(threads));
    }
    return { position, behinds };
  }

  #intern(behinds: readonly Threads[], main: Threads): number {
    if (main.isMatch) return matchState;
    if (main.list.length === 0) return deadState;
    const key = [main, ...behinds].map((threads) => threads.key).join('/');
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const state = this.#states.length + statesWithMeaning;
    this.#states.push({ behinds, main, isFinal: this.#runner.isMatchAtEnd(main), next: [] });
    this.#known.set(key, state);
    return state;
  }

  #guarded(make: () => number): number {
    try {
      return make();
    } catch (error) {
      if (error instanceof TooManyThreads) return unknownState;
      throw error;
    }
  }
}

let machineCount = 0;

const statesWithMeaning = 3;
