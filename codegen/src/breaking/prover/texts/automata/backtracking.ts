/**
 * Whether the engine says in reasonable time if a text matches a pattern. It tries one way after another, and some patterns
 * have ways without number: `^(\w+\.?)*@` takes longer than anybody waits for fifty letters. Such a text would be no use as
 * a witness, as nobody could check it.
 */
import { patternTree } from './pattern-tree.js';
import { isTooLarge, programOf, type Program } from './program.js';
import type { Tree } from './tree.js';

/** @param pattern that compiles with the flag `u` */
export const isQuick = (pattern: string, text: string): boolean => {
  if (text.length <= lengthSafe) return true;
  const program = dangerous(pattern);
  if (program === undefined) return true;
  const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  return new Attempt(program, codes).run(program.entry, 0) !== undefined;
};

/** Ways double with a character or two. */
const lengthSafe = 16;

/** About a tenth of a second here, less there. */
const stepsMax = 3_000_000;

/** @returns `undefined` if there is no danger that is known of */
const dangerous = (pattern: string): Program | undefined => {
  if (programs.has(pattern)) return programs.get(pattern);
  const { tree } = patternTree(pattern, 'over');
  const program = hasManyWays(tree) && !isTooLarge(tree) ? programOf(tree) : undefined;
  // What it says of looking behind would have to be computed first; such patterns are rare, and mostly short.
  const known = program !== undefined && program.behinds.length === 0 ? program : undefined;
  programs.set(pattern, known);
  return known;
};

const programs = new Map<string, Program | undefined>();

/** Whether something is repeated that can itself be read in several ways. */
const hasManyWays = (tree: Tree, isRepeated = false): boolean => {
  switch (tree.kind) {
    case 'sequence':
      return tree.parts.some((part) => hasManyWays(part, isRepeated));
    case 'choice':
      return isRepeated || tree.options.some((option) => hasManyWays(option, isRepeated));
    case 'repeat':
      return (isRepeated && tree.min !== tree.max) || hasManyWays(tree.body, isRepeated || tree.max > 1);
    case 'look':
      return hasManyWays(tree.body, isRepeated);
    default:
      return false;
  }
};

interface Way {
  readonly at: number;
  readonly position: number;
  /** Passed since the last character that was read: nothing is repeated without reading. */
  readonly passed: Passed | undefined;
}

interface Passed {
  readonly at: number;
  readonly before: Passed | undefined;
}

class Attempt {
  readonly #program: Program;
  readonly #codes: readonly number[];
  #steps = 0;

  constructor(program: Program, codes: readonly number[]) {
    this.#program = program;
    this.#codes = codes;
  }

  /** @returns `undefined` if it takes too long */
  run(entry: number, position: number): boolean | undefined {
    const ways: Way[] = [{ at: entry, position, passed: undefined }];
    for (let way = ways.pop(); way !== undefined; way = ways.pop()) {
      this.#steps += 1;
      if (this.#steps > stepsMax) return undefined;
      const isMatch = this.#goOn(way, ways);
      if (isMatch !== false) return isMatch;
    }
    return false;
  }

  #goOn({ at, position, passed }: Way, ways: Way[]): boolean | undefined {
    const instruction = this.#program.instructions[at];
    switch (instruction?.kind) {
      case 'match':
        return true;
      case 'character': {
        const code = this.#codes[position];
        if (code !== undefined && this.#program.sets[instruction.set]?.has(code) === true) {
          ways.push({ at: instruction.next, position: position + 1, passed: undefined });
        }
        return false;
      }
      case 'split':
        if (isAmong(at, passed)) return false;
        for (const target of instruction.targets.toReversed()) {
          ways.push({ at: target, position, passed: { at, before: passed } });
        }
        return false;
      case 'start':
        if (position === 0) ways.push({ at: instruction.next, position, passed });
        return false;
      case 'ahead': {
        const isThere = this.run(instruction.entry, position);
        if (isThere === undefined) return undefined;
        if (isThere !== instruction.isNegated) ways.push({ at: instruction.next, position, passed });
        return false;
      }
      default:
        return false;
    }
  }
}

const isAmong = (at: number, passed: Passed | undefined): boolean => {
  for (let one = passed; one !== undefined; one = one.before) if (one.at === at) return true;
  return false;
};
