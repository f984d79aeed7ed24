/** What the code of a document is made from: as long as that stays, its code stays. */
import { createHash } from 'node:crypto';
import type { ContractSet, Document } from '../model/contract.js';
import { type Schema, schemasUnder } from '../model/schema.js';
import type { ContractNames } from './contract-names.js';
import { groupsOf, ownChannels } from './names-of.js';
import type { Target } from './targets.js';

/**
 * Its own files, those that its messages' schemas come from, and what it knows of other documents: names, and who receives
 * from its channels. A change of another document that changes none of this changes no code here.
 */
export const emissionKey = (
  document: Document,
  contracts: ContractSet,
  { names, wanted }: { readonly names: ContractNames; readonly wanted: ReadonlySet<Target> },
): string => {
  const files = filesOf(document);
  const texts = contracts.files.filter(({ file }) => files.has(file)).map(({ file, text }) => [file, text]);
  const groups = ownChannels(document).map((channel) => groupsOf(channel, contracts));
  const foreign = document.operations.map(({ channel, messages }) => [
    names.channel(channel),
    channel.address,
    channel.definedBy,
    messages.map((message) => {
      const { property, payload, event } = names.message(channel, message);
      return [property, payload, event, message.keyProperty, message.description];
    }),
  ]);
  const all = JSON.stringify([document.file, contracts.profile, [...wanted], texts, groups, foreign]);
  return createHash('sha256').update(all).digest('base64');
};

/** The document's own file, and those where its channels, their messages and all schemas of these stand. */
const filesOf = (document: Document): ReadonlySet<string> => {
  const channels = ownChannels(document);
  const messages = channels.flatMap((channel) => channel.messages);
  const files = new Set([document.file, ...[...channels, ...messages].map(({ range }) => range.file)]);
  const seen = new Set<Schema>();
  const waiting = messages.flatMap(({ payload, headers }) => [payload, headers]);
  for (const schema of waiting) {
    if (typeof schema !== 'object' || seen.has(schema)) continue;
    seen.add(schema);
    files.add(schema.range.file);
    for (const { value } of schema.keywords)
      for (const below of schemasUnder(value)) if (typeof below !== 'boolean') waiting.push(below);
  }
  return files;
};
