/** `release.json`: when a release was made, which documents it has, and whether anything of it is left. */

export interface ReleaseFile {
  /** ISO 8601 date, or date and time. */
  readonly released: string;
  /** Paths of the documents beside it; all in one folder. */
  readonly documents: readonly string[];
  /** Date since when no service and no event of it is left, dead letters included. */
  readonly retired?: string | undefined;
  /** It was made with `--force`: what was neither compatible nor waived. */
  readonly unproved?: readonly string[] | undefined;
}

export const releaseFileName = 'release.json';

/** @returns what is wrong, as a sentence, if something is */
export const parseReleaseFile = (text: string): ReleaseFile | string => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return `${releaseFileName} is no JSON (${error instanceof Error ? error.message : String(error)}).`;
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return needs;
  const { released, documents, retired, unproved }: Readonly<Record<string, unknown>> = { ...json };
  if (!isTextList(documents) || documents.length === 0) return needs;
  if (!isDate(released))
    return `"released" of ${releaseFileName} is ${shown(released)}, not a date such as 2026-11-27.`;
  if (retired !== undefined && !isDate(retired)) {
    return `"retired" of ${releaseFileName} is ${shown(retired)}, not the date from which nothing of the release is left.`;
  }
  const folders = new Set(documents.map((document) => document.split('/').slice(0, -1).join('/')));
  if (folders.size > 1)
    return `The documents of ${releaseFileName} stand in several folders; all of them stand in one.`;
  return { released, documents, retired, unproved: isTextList(unproved) ? unproved : undefined };
};

/** Short lists in one line, as formatters of JSON write them. */
export const releaseFileText = ({ released, documents, retired, unproved }: ReleaseFile): string => {
  const fields = Object.entries({ released, documents, retired, unproved }).flatMap(([name, value]) => {
    if (value === undefined) return [];
    const text = typeof value === 'string' ? JSON.stringify(value) : listText(value, name.length);
    return `  ${JSON.stringify(name)}: ${text}`;
  });
  return `{\n${fields.join(',\n')}\n}\n`;
};

const lineLettersMax = 80;

const listText = (items: readonly string[], nameLetters: number): string => {
  const texts = items.map((item) => JSON.stringify(item));
  const inLine = `[${texts.join(', ')}]`;
  const isShort = nameLetters + '  "": ,'.length + inLine.length <= lineLettersMax;
  return isShort ? inLine : `[\n${texts.map((text) => `    ${text}`).join(',\n')}\n  ]`;
};

const needs = `${releaseFileName} needs "released" (a date) and "documents" (a list of file names).`;

const isTextList = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

const isDate = (value: unknown): value is string =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}(?:T|$)/.test(value) && !Number.isNaN(Date.parse(value));

const shown = (value: unknown): string => (value === undefined ? 'missing' : JSON.stringify(value));
