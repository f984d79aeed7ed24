/** Pairs of schemas from a file: `[{id, old, new}]`, or `{cases: [...]}` with more about where they are from. */
import { readFile } from 'node:fs/promises';
import type { JsonObject, JsonValue } from '../../model/source.js';
import { get, isList, isObject } from '../schema-node.js';
import type { SchemaPair } from './compare-pair.js';

/** The file of `--pairs` cannot be used. */
export class PairsUnreadableError extends Error {
  readonly code = 'PAIRS_UNREADABLE';
  constructor(
    readonly file: string,
    problem: string,
    options?: ErrorOptions,
  ) {
    super(`${file}: ${problem} Give a JSON file with [{"id": "…", "old": <schema>, "new": <schema>}, …].`, options);
    this.name = 'PairsUnreadableError';
  }
}

/** @throws PairsUnreadableError */
export const readPairs = async (file: string): Promise<readonly SchemaPair[]> => {
  const json = await readJson(file);
  const cases = isObject(json) ? get(json, 'cases') : json;
  if (!isList(cases)) throw new PairsUnreadableError(file, `it holds ${kindOf(json)}, not a list of pairs.`);
  return cases.map((one, index) => pairFrom(one, index, file));
};

const readJson = async (file: string): Promise<JsonValue> => {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    const problem = isMissing ? 'there is no such file.' : `it cannot be read (${messageOf(error)}).`;
    throw new PairsUnreadableError(file, problem, { cause: error });
  }
  try {
    return JSON.parse(text) as JsonValue; // JSON is read as nothing else
  } catch (error) {
    throw new PairsUnreadableError(file, `it is not JSON (${messageOf(error)}).`, { cause: error });
  }
};

const pairFrom = (json: JsonValue, index: number, file: string): SchemaPair => {
  const missing = ['old', 'new'].filter((name) => !isObject(json) || get(json, name) === undefined);
  if (!isObject(json) || missing.length > 0) {
    const what = isObject(json) ? `has no "${missing.join('" and no "')}"` : `is ${kindOf(json)}`;
    throw new PairsUnreadableError(file, `pair ${index + 1} of the list ${what}.`);
  }
  const draft = get(json, 'draft');
  return {
    id: idOf(json, index),
    old: get(json, 'old') ?? true,
    new: get(json, 'new') ?? true,
    draft: typeof draft === 'string' ? draft : undefined,
  };
};

const idOf = (json: JsonObject, index: number): string | number => {
  const id = get(json, 'id');
  return typeof id === 'string' || typeof id === 'number' ? id : index;
};

const kindOf = (json: JsonValue): string => {
  if (isList(json)) return 'a list';
  if (isObject(json)) return 'an object without "cases"';
  return JSON.stringify(json).slice(0, 40);
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
