/** Checkers that a change of schemas is shown to, each asked in its own way whether old data stays readable. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { diff } from '@asyncapi/diff';
import { compareOneWay, type LabelledPair } from '@streampact/codegen';
import initialise, { check_compat as isCompatible } from 'jsoncompat';

/** `error`: it threw. */
export type Answer = 'compatible' | 'breaking' | 'undecided' | 'error';

export type Check = (pair: LabelledPair) => Answer | Promise<Answer>;

export const compatCheckers = async (): Promise<ReadonlyMap<string, Check>> => {
  const wasm = createRequire(import.meta.url).resolve('jsoncompat/jsoncompat_wasm_bg.wasm');
  await initialise({ module_or_path: await readFile(wasm) });
  const checkers: readonly (readonly [string, Check])[] = [
    ['streampact', streampact],
    ['jsoncompat', jsoncompat],
    ['json-schema-diff', jsonSchemaDiff],
    ['@asyncapi/diff', asyncapiDiff],
  ];
  return new Map(checkers.map(([name, check]) => [name, guarded(check)]));
};

const guarded =
  (check: Check): Check =>
  async (pair) => {
    try {
      return await check(pair);
    } catch {
      return 'error';
    }
  };

const streampact: Check = (pair) => {
  const { verdict } = compareOneWay(pair, 'strict', 'backward');
  if (verdict === 'UNKNOWN') return 'undecided';
  return verdict === 'BREAKING' ? 'breaking' : 'compatible';
};

/** Whoever reads with the new schema deserialises what was written with the old one. */
const jsoncompat: Check = (pair) =>
  isCompatible(JSON.stringify(pair.old), JSON.stringify(pair.new), 'deserializer') ? 'compatible' : 'breaking';

const jsonSchemaDiff: Check = async (pair) => {
  const { removalsFound } = await diffSchemas({ sourceSchema: pair.old, destinationSchema: pair.new });
  return removalsFound ? 'breaking' : 'compatible';
};

/** It has no types of its own. */
const { diffSchemas } = createRequire(import.meta.url)('json-schema-diff') as {
  readonly diffSchemas: (schemas: {
    readonly sourceSchema: unknown;
    readonly destinationSchema: unknown;
  }) => Promise<{ readonly removalsFound: boolean }>;
};

const asyncapiDiff: Check = (pair) => {
  const found = diff(documentWith(pair.old), documentWith(pair.new));
  if (countOf(found.breaking()) > 0) return 'breaking';
  return countOf(found.unclassified()) > 0 ? 'undecided' : 'compatible';
};

/** Changes are a list, or text in other output types. */
const countOf = (changes: unknown): number => (Array.isArray(changes) ? changes.length : 0);

const documentWith = (payload: unknown): object => ({
  asyncapi: '3.0.0',
  info: { title: 'shop', version: '1.0.0' },
  channels: { orders: { address: 'orders', messages: { placed: { name: 'PLACED', payload } } } },
  operations: { publish: { action: 'send', channel: { $ref: '#/channels/orders' } } },
});
