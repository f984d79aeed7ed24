/** A few words in which some stand as code, before it is known whether they become HTML, Markdown or plain text. */
export type Phrase = readonly (string | Code)[];

export interface Code {
  readonly code: string;
}

export const plainText = (phrase: Phrase): string =>
  phrase.map((part) => (typeof part === 'string' ? part : part.code)).join('');

/** With commas between them. */
export const joined = (phrases: readonly Phrase[]): Phrase =>
  phrases.flatMap((phrase, index) => (index === 0 ? phrase : [', ', ...phrase]));
