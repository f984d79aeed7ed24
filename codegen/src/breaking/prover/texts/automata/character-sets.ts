/** Which code points an atom of a regular expression with the flag `u` stands for. */
import type { AST } from '@eslint-community/regexpp';
import { CharSet } from 'refa';
import { codePointMax, type CharacterRange } from '../characters.js';

export const anyCharacter = CharSet.all(codePointMax);

export const setOf = (
  node: AST.Character | AST.CharacterSet | AST.CharacterClass | AST.CharacterClassRange,
): CharSet | undefined => {
  switch (node.type) {
    case 'Character':
      return CharSet.fromCharacter(codePointMax, node.value);
    case 'CharacterClassRange':
      return CharSet.fromRange(codePointMax, { min: node.min.value, max: node.max.value });
    case 'CharacterSet':
      return namedSet(node);
    default:
      return classSet(node);
  }
};

/** `\w` without the flag `i`. */
export const wordCharacter = CharSet.empty(codePointMax).union([
  { min: 0x30, max: 0x39 },
  { min: 0x41, max: 0x5a },
  { min: 0x5f, max: 0x5f },
  { min: 0x61, max: 0x7a },
]);

/** Two sets of classes are of the flag `v`, which `pattern` never has. */
const classSet = (node: AST.CharacterClass): CharSet | undefined => {
  let set = CharSet.empty(codePointMax);
  for (const element of node.elements) {
    if (element.type === 'ExpressionCharacterClass' || element.type === 'ClassStringDisjunction') return undefined;
    const part = setOf(element);
    if (part === undefined) return undefined;
    set = set.union(part);
  }
  return node.negate ? set.negate() : set;
};

const namedSet = (node: AST.CharacterSet): CharSet => {
  switch (node.kind) {
    case 'any':
      return lineTerminator.negate();
    case 'digit':
      return node.negate ? digit.negate() : digit;
    case 'word':
      return node.negate ? wordCharacter.negate() : wordCharacter;
    default:
      return asTheEngineHasIt(node.raw);
  }
};

const digit = CharSet.fromRange(codePointMax, { min: 0x30, max: 0x39 });

const lineTerminator = CharSet.empty(codePointMax).union([
  { min: 0x0a, max: 0x0a },
  { min: 0x0d, max: 0x0d },
  { min: 0x2028, max: 0x2029 },
]);

/**
 * Properties of characters differ between versions of Unicode, and a proof must be about the tables that validators are
 * run with: so the engine itself is asked, about every character.
 */
const asTheEngineHasIt = (atom: string): CharSet => {
  const known = engineSets.get(atom);
  if (known !== undefined) return known;
  const ranges: CharacterRange[] = [];
  for (const { 0: run, index } of everyCharacter().matchAll(new RegExp(`${atom}+`, 'gu'))) {
    ranges.push(...rangesAt(index, index + run.length));
  }
  const set = CharSet.empty(codePointMax).union(ranges);
  engineSets.set(atom, set);
  return set;
};

const engineSets = new Map<string, CharSet>();

/** @param start of a part of the text of every character, in UTF-16 */
const rangesAt = (start: number, end: number): readonly CharacterRange[] => {
  const ranges: CharacterRange[] = [];
  let blockStart = 0;
  for (const { min, max, units } of blocks) {
    const blockEnd = blockStart + (max - min + 1) * units;
    const from = Math.max(start, blockStart);
    const to = Math.min(end, blockEnd);
    if (from < to) ranges.push({ min: min + (from - blockStart) / units, max: min + (to - blockStart) / units - 1 });
    blockStart = blockEnd;
  }
  return ranges;
};

/** Low surrogates stand before high ones, because the other way round the last and the first of them were a pair. */
const blocks = [
  { min: 0, max: 0xd7ff, units: 1 },
  { min: 0xdc00, max: 0xdfff, units: 1 },
  { min: 0xd800, max: 0xdbff, units: 1 },
  { min: 0xe000, max: 0xffff, units: 1 },
  { min: 0x10000, max: codePointMax, units: 2 },
];

const everyCharacter = (): string => {
  everyCharacterText ??= blocks.map(({ min, max }) => charactersOf(min, max)).join('');
  return everyCharacterText;
};

let everyCharacterText: string | undefined;

const charactersOf = (min: number, max: number): string => {
  const parts: string[] = [];
  for (let start = min; start <= max; start += chunkLength) {
    const length = Math.min(chunkLength, max - start + 1);
    parts.push(String.fromCodePoint(...Array.from({ length }, (_, index) => start + index)));
  }
  return parts.join('');
};

/** Arguments of one call. */
const chunkLength = 4096;
