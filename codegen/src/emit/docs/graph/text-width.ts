/** How wide a text is about, in pixels: nobody can measure it where pages are built. */
export const textWidth = (
  text: string,
  { size, isCode }: { readonly size: number; readonly isCode: boolean },
): number => {
  let width = 0;
  for (const letter of text) width += isCode ? codeWidth(letter) : proportionalWidth(letter);
  return width * size;
};

const codeWidth = (letter: string): number => (isWide.test(letter) ? 1.2 : 0.62);

const proportionalWidth = (letter: string): number => {
  if (isWide.test(letter)) return 1.1;
  if (/[iljtfrI.,:;'|!()[\]-]/.test(letter)) return 0.36;
  return /[mwMW@%]|\p{Lu}/u.test(letter) ? 0.76 : 0.58;
};

/** Letters as wide as they are high. */
const isWide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}]/u;
