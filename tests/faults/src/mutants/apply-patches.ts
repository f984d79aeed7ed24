import type { Patch } from './mutant.js';

/** A mutant's patch does not fit the code any more: what it mutates has been written anew. */
export class PatchMismatchError extends Error {
  constructor({ file, replace }: Patch, found: number) {
    super(
      `A mutant replaces this text in ${file}, where it is found ${String(found)} times, not once:\n\n${replace}\n\n` +
        'Compile, then write the patch in tests/faults/src/mutants anew, so that it breaks the same promise.',
    );
  }
}

/** @throws PatchMismatchError */
export const applyPatches = (source: string, patches: readonly Patch[]): string =>
  patches.reduce((patched, patch) => {
    const pieces = patched.split(patch.replace);
    if (pieces.length !== 2) throw new PatchMismatchError(patch, pieces.length - 1);
    return pieces.join(patch.by);
  }, source);
