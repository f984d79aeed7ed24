/** What can be asked of texts, and what can be answered. */

/** What is asked of a text; all of it at once. */
export interface TextProblem {
  /** In code points, which is how ajv counts. */
  readonly lengthMin: number;
  /** In code points; `Infinity` if there is none. */
  readonly lengthMax: number;
  /** As in JSON Schema: not anchored, compiled with the flag `u`. */
  readonly patterns: readonly string[];
  /** These must not match. */
  readonly notPatterns: readonly string[];
  /** Names of our formats, those of texts only. */
  readonly formats: readonly string[];
  readonly notFormats: readonly string[];
  /** These texts are not wanted. */
  readonly excluded: ReadonlySet<string>;
}

/** `slow`: it may be one, but who asked the engine would wait for ever. */
export type TextCheck = 'solution' | 'none' | 'slow';

export interface Texts {
  /** Distinct, the simplest first, each checked with `RegExp`, length and format functions themselves. */
  readonly found: readonly string[];
  /** `found` holds all that there are, so that empty and complete is a proof that there is none. */
  readonly isComplete: boolean;
  /** Why there are neither as many as were asked for nor all that there are; one sentence. */
  readonly reason: string | undefined;
}
