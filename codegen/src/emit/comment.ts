/** Descriptions of a contract as doc comments. */
import type { JSDocStructure } from 'ts-morph';
import { StructureKind } from 'ts-morph';

/** @returns no comment if there is nothing to say. */
export const comment = (text: string | undefined, ...lines: readonly (string | undefined)[]): JSDocStructure[] => {
  const said = [text?.trim(), ...lines].filter((line) => line !== undefined && line !== '').join('\n');
  return said === '' ? [] : [{ kind: StructureKind.JSDoc, description: harmless(said) }];
};

/** A comment end inside a description would end our comment, and what follows would be code. */
const harmless = (text: string): string => text.replaceAll('*/', '* /');
