/** An example as pages show it: what the contract marks as personal (`x-pii`) does not stand there, invented or not. */
import type { Message, MessageExample } from '../../../model/contract.js';
import type { JsonValue } from '../../../model/source.js';
import { personalPaths } from '../../personal-paths.js';

export const withoutPersonal = (message: Message, example: MessageExample): MessageExample => ({
  ...example,
  payload: redacted(example.payload, partsOf(message.payload)),
  headers: redacted(example.headers, partsOf(message.headers)),
});

type Parts = readonly string[];

/** A path of `personalPaths`, part by part. */
const partsOf = (schema: Message['payload']): readonly Parts[] =>
  personalPaths(schema).map((path) =>
    path
      .split('/')
      .slice(1)
      .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~')),
  );

const redacted = (value: JsonValue | undefined, paths: readonly Parts[]): JsonValue | undefined =>
  value === undefined ? undefined : at(value, paths);

const at = (value: JsonValue, paths: readonly Parts[]): JsonValue => {
  if (paths.length === 0) return value;
  if (paths.some((parts) => parts.length === 0)) return emptied(value);
  if (value === null || typeof value !== 'object') return value;
  const below = (name: string): readonly Parts[] =>
    paths.filter(([first]) => first === name || first === '*').map(([, ...rest]) => rest);
  if (isList(value)) return value.map((item, index) => at(item, below(String(index))));
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, at(member, below(name))]));
};

/** Of the same type, so that the code which publishes it still compiles. */
const emptied = (value: JsonValue): JsonValue => {
  if (typeof value === 'string') return '[personal]';
  if (typeof value === 'number') return 0;
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) return value.map(emptied);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, emptied(member)]));
};

const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);
