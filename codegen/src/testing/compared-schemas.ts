/** For tests: what the rules for payloads say of two schemas. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Change, Direction } from '../breaking/change.js';
import type { ContentModel } from '../breaking/comparable.js';
import { compareMessageSchemas } from '../breaking/schema-rules/index.js';
import type { Schema } from '../model/schema.js';
import type { JsonObject } from '../model/source.js';
import { loadSchema } from './verdicts.js';

export interface ComparedOptions {
  readonly directions?: readonly Direction[];
  readonly contentModel?: ContentModel;
  /** Oldest first. */
  readonly older?: readonly JsonObject[];
}

/** `undefined` where a message has no payload. */
type Written = JsonObject | undefined;

export const comparedSchemas = async (
  previous: Written,
  current: Written,
  { directions = ['backward', 'forward'], contentModel = 'event', older = [] }: ComparedOptions = {},
): Promise<readonly Change[]> => {
  const [before, after, ...history] = await schemasOf([previous, current, ...older]);
  return compareMessageSchemas(
    {
      part: 'payload',
      previous: before,
      current: after,
      contentModel,
      history: history.filter((schema) => schema !== undefined),
    },
    { directions },
  );
};

/** As they are read from contracts. */
export const schemasOf = async (all: readonly Written[]): Promise<readonly (Schema | undefined)[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'streampact-schemas-'));
  try {
    const schemas: (Schema | undefined)[] = [];
    for (const [index, written] of all.entries()) {
      if (written === undefined) {
        schemas.push(undefined);
        continue;
      }
      await writeFile(join(folder, `${index}.json`), JSON.stringify(written, undefined, 1));
      const { schema, errors } = await loadSchema(folder, `${index}.json`);
      if (schema === undefined) throw new Error(`${JSON.stringify(written)}: ${errors[0]?.message ?? ''}`);
      schemas.push(schema);
    }
    return schemas;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** `breaking PROP_RENAMED backward`: what it does, without places. */
export const effectsOf = (changes: readonly Change[]): readonly string[] =>
  changes.map(({ rule, effect, direction }) => `${effect} ${rule}${direction === undefined ? '' : ` ${direction}`}`);
