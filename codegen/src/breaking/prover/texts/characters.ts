/** Characters as numbers, and which of them are easiest to read. */

/** The last code point of Unicode. Lone surrogates are code points, too: JSON can say them. */
export const codePointMax = 0x10ffff;

/** How many code points a text has. */
export const codePointsIn = (text: string): number => {
  let count = text.length;
  for (let at = 0; at < text.length - 1; at += 1) {
    if (isHighSurrogate(text.charCodeAt(at)) && isLowSurrogate(text.charCodeAt(at + 1))) {
      count -= 1;
      at += 1;
    }
  }
  return count;
};

export interface CharacterRange {
  readonly min: number;
  readonly max: number;
}

/** Disjoint; together they are all code points. */
export const byReadability: readonly CharacterRange[] = [
  { min: 0x61, max: 0x7a },
  { min: 0x41, max: 0x5a },
  { min: 0x30, max: 0x39 },
  { min: 0x2d, max: 0x2e },
  { min: 0x5f, max: 0x5f },
  { min: 0x21, max: 0x2c },
  { min: 0x2f, max: 0x2f },
  { min: 0x3a, max: 0x40 },
  { min: 0x5b, max: 0x5e },
  { min: 0x60, max: 0x60 },
  { min: 0x7b, max: 0x7e },
  { min: 0x20, max: 0x20 },
  { min: 0xc0, max: 0xac00 },
  { min: 0x1f300, max: 0x1fa00 },
  { min: 0xa0, max: 0xbf },
  { min: 0xac01, max: 0xd7ff },
  { min: 0xe000, max: 0x1f2ff },
  { min: 0x1fa01, max: codePointMax },
  { min: 0x00, max: 0x1f },
  { min: 0x7f, max: 0x9f },
  { min: 0xd800, max: 0xdfff },
];

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
const isLowSurrogate = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;
