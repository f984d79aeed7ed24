/** Trees as instructions: a thread is at one of them, and each says where it goes with the next character. */
import type { CharSet } from 'refa';
import { anyCharacter } from './character-sets.js';
import { isAtStart, type Tree } from './tree.js';

export type Instruction =
  /** Reads a character of `sets[set]`. */
  | { readonly kind: 'character'; readonly set: number; readonly next: number }
  | { readonly kind: 'split'; readonly targets: readonly number[] }
  | { readonly kind: 'start'; readonly next: number }
  /** Asks whether what follows begins with a match from `entry`. */
  | { readonly kind: 'ahead'; readonly entry: number; readonly isNegated: boolean; readonly next: number }
  /** Asks whether what has been read ends with a match of `behinds[index]`. */
  | { readonly kind: 'behind'; readonly index: number; readonly isNegated: boolean; readonly next: number }
  /** A match, whatever follows. */
  | { readonly kind: 'match' }
  /** A match that ends here. */
  | { readonly kind: 'matchHere' };

export interface Program {
  readonly instructions: readonly Instruction[];
  readonly sets: readonly CharSet[];
  readonly entry: number;
  /** Entries of what is looked for behind; one asks only for those before it. */
  readonly behinds: readonly number[];
}

export const isTooLarge = (tree: Tree): boolean => sizeOf(tree) > instructionsMax;

/** @param tree that is not too large */
export const programOf = (tree: Tree): Program => {
  const writer = new ProgramWriter();
  const match = writer.add({ kind: 'match' });
  const entry = writer.write(tree, match);
  const anywhere = isAtStart(tree) ? entry : writer.writeAnythingBefore(entry);
  return { instructions: writer.instructions, sets: writer.sets, entry: anywhere, behinds: writer.behinds };
};

/** Enough for texts of a few thousand characters that are counted one by one. */
const instructionsMax = 20_000;

class ProgramWriter {
  readonly instructions: Instruction[] = [];
  readonly sets: CharSet[] = [];
  readonly behinds: number[] = [];
  readonly #aheads = new Map<Tree, number>();
  readonly #behindIndexes = new Map<Tree, number>();

  add(instruction: Instruction): number {
    this.instructions.push(instruction);
    return this.instructions.length - 1;
  }

  /** @returns where to enter it; it goes on at `next` */
  write(tree: Tree, next: number): number {
    switch (tree.kind) {
      case 'character':
        return this.add({ kind: 'character', set: this.#setIndex(tree.set), next });
      case 'sequence':
        return tree.parts.reduceRight((target, part) => this.write(part, target), next);
      case 'choice':
        return this.add({ kind: 'split', targets: tree.options.map((option) => this.write(option, next)) });
      case 'repeat':
        return this.#writeRepeat(tree, next);
      case 'start':
        return this.add({ kind: 'start', next });
      default:
        return this.#writeLook(tree, next);
    }
  }

  /** Who tries one way after another tries the nearest start first. */
  writeAnythingBefore(entry: number): number {
    const loop = this.add({ kind: 'split', targets: [] });
    const before = this.add({ kind: 'character', set: this.#setIndex(anyCharacter), next: loop });
    this.instructions[loop] = { kind: 'split', targets: [entry, before] };
    return loop;
  }

  /** Those that must be there, and then as many as may be, each inside of the one before. */
  #writeRepeat({ body, min, max }: Tree & { readonly kind: 'repeat' }, next: number): number {
    let target = next;
    if (max === Infinity) target = this.#writeLoop((loop) => this.write(body, loop), next);
    else
      for (let count = min; count < max; count += 1)
        target = this.add({ kind: 'split', targets: [this.write(body, target), next] });
    for (let count = 0; count < min; count += 1) target = this.write(body, target);
    return target;
  }

  #writeLoop(writeBody: (loop: number) => number, next: number): number {
    const loop = this.add({ kind: 'split', targets: [] });
    this.instructions[loop] = { kind: 'split', targets: [writeBody(loop), next] };
    return loop;
  }

  #writeLook({ to, isNegated, body }: Tree & { readonly kind: 'look' }, next: number): number {
    return to === 'ahead'
      ? this.add({ kind: 'ahead', entry: this.#entryOfAhead(body), isNegated, next })
      : this.add({ kind: 'behind', index: this.#indexOfBehind(body), isNegated, next });
  }

  /** What is repeated asks for the same each time. */
  #entryOfAhead(body: Tree): number {
    const entry = this.#aheads.get(body) ?? this.write(body, this.add({ kind: 'match' }));
    this.#aheads.set(body, entry);
    return entry;
  }

  #indexOfBehind(body: Tree): number {
    const known = this.#behindIndexes.get(body);
    if (known !== undefined) return known;
    const entry = this.write(body, this.add({ kind: 'matchHere' }));
    // What it asks for itself is in the list by now, and so is known before it.
    this.behinds.push(isAtStart(body) ? entry : this.writeAnythingBefore(entry));
    this.#behindIndexes.set(body, this.behinds.length - 1);
    return this.behinds.length - 1;
  }

  #setIndex(set: CharSet): number {
    const known = this.sets.findIndex((other) => other === set || other.equals(set));
    if (known >= 0) return known;
    this.sets.push(set);
    return this.sets.length - 1;
  }
}

const sizeOf = (tree: Tree): number => {
  switch (tree.kind) {
    case 'character':
    case 'start':
      return 1;
    case 'sequence':
      return tree.parts.reduce((sum, part) => sum + sizeOf(part), 0);
    case 'choice':
      return tree.options.reduce((sum, option) => sum + sizeOf(option), 1);
    case 'repeat':
      return (sizeOf(tree.body) + 1) * (tree.max === Infinity ? tree.min + 1 : tree.max);
    default:
      return sizeOf(tree.body) + 4;
  }
};
