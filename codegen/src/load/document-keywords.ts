/** The keys that AsyncAPI 3 objects may have here. Extensions (`x-`) are the linter's. */
import type { Profile } from '../model/contract.js';
import type { MapNode } from '../model/source.js';
import type { Finding } from '../report/finding.js';
import { didYouMean } from '../report/near-miss.js';
import { findingAt } from './places.js';

const keys = {
  document: 'asyncapi id info servers defaultContentType channels operations components',
  channel: 'address messages title summary description servers parameters tags externalDocs bindings',
  message:
    'headers payload correlationId contentType name title summary description tags externalDocs bindings examples deprecated traits',
  operation: 'action channel title summary description security tags externalDocs bindings messages traits reply',
} as const;

/** What AsyncAPI 3 knows and this generator does not, and what to do instead. */
const remedies: ReadonlyMap<string, string> = new Map([
  ['messageId', 'AsyncAPI 3 calls a message by its key under "messages"'],
  ['schemaFormat', 'AsyncAPI 3 has it inside the payload: { schemaFormat, schema }'],
  ['publish', 'AsyncAPI 3 has operations with the action "send"'],
  ['subscribe', 'AsyncAPI 3 has operations with the action "receive"'],
]);

/** @returns an error for every key that would otherwise be skipped in silence. */
export const unknownKeys = (node: MapNode, kind: keyof typeof keys, profile: Profile): Finding[] => {
  const known = keys[kind].split(' ');
  return node.entries
    .filter(({ key }) => !key.startsWith('x-') && !known.includes(key))
    .map(({ key, keyRange }) => {
      const message = `"${key}" is not a key of a ${kind} that generation knows; it knows ${known.join(', ')}.`;
      const fix = remedies.get(key) ?? didYouMean(key, known);
      return findingAt(keyRange, profile === 'any' ? 'warning' : 'error', 'unknown-keyword', message, fix);
    });
};
