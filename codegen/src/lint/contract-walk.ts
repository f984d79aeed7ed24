/** Ways through the model that several rules take. Each definition is visited once, however often it is referred to. */
import type { Channel, ContractSet, Document, Message, Operation } from '../model/contract.js';
import { type Property, type Schema, schemasUnder } from '../model/schema.js';
import { entryIn, nodeAt } from './source-places.js';

/** Channels, each with the document that defines it. */
export const ownChannels = ({ documents }: ContractSet): readonly { document: Document; channel: Channel }[] =>
  documents.flatMap((document) =>
    document.channels
      .filter(({ definedBy }) => definedBy === document.service)
      .map((channel) => ({ document, channel })),
  );

/** Messages of all channels. */
export const allMessages = (contracts: ContractSet): readonly Message[] => [
  ...new Set(ownChannels(contracts).flatMap(({ channel }) => channel.messages)),
];

/** Operations, each with the document that has it. */
export const allOperations = ({ documents }: ContractSet): readonly { document: Document; operation: Operation }[] =>
  documents.flatMap((document) => document.operations.map((operation) => ({ document, operation })));

/**
 * Whether an operation is missing from the model because it has an error of its own, such as a wrong action. What other
 * operations lack may then be in that one, and saying so would send people the wrong way.
 */
export const hasUnreadOperations = ({ documents }: ContractSet): boolean =>
  documents.some(({ source, operations }) => {
    const written = entryIn(source, 'operations')?.value;
    return written?.kind === 'map' && written.entries.length !== operations.length;
  });

/** Whether a message is missing from a channel because the reference to it leads nowhere, as `hasUnreadOperations`. */
export const hasUnreadMessages = (contracts: ContractSet): boolean =>
  ownChannels(contracts).some(({ channel }) => {
    const written = entryIn(channel.source, 'messages')?.value;
    return written?.kind === 'map' && written.entries.length !== channel.messages.length;
  });

/** Whether the `$ref` of a property leads nowhere; the property looks as if anything were valid then. */
export const isUnresolved = (contracts: ContractSet, { range, schema }: Property): boolean =>
  entryIn(nodeAt(contracts, range.file, range.pointer), '$ref') !== undefined &&
  schema.id === `${range.file}#${range.pointer}`;

/** Every schema of every message: those that `of` names, by default payload and headers, and what is below them. */
export const allSchemas = (
  contracts: ContractSet,
  of: (message: Message) => readonly (Schema | undefined)[] = ({ payload, headers }) => [payload, headers],
): readonly Schema[] => {
  const seen = new Map<string, Schema>();
  const waiting = allMessages(contracts).flatMap(of);
  for (let schema = waiting.shift(); waiting.length > 0 || schema !== undefined; schema = waiting.shift()) {
    if (schema === undefined || seen.has(schema.id)) continue;
    seen.set(schema.id, schema);
    waiting.push(...schemasBelow(schema));
  }
  return [...seen.values()];
};

const schemasBelow = (schema: Schema): readonly Schema[] =>
  schema.keywords.flatMap(({ value }) => schemasUnder(value)).filter((below) => typeof below !== 'boolean');

/** Properties that a schema declares for certain: its own and those of its `allOf` parts. */
export const declaredProperties = (schema: Schema, seen: ReadonlySet<string> = new Set()): readonly Property[] => {
  if (seen.has(schema.id)) return [];
  const below = new Set([...seen, schema.id]);
  return [...schema.properties, ...schema.allOf.flatMap((part) => declaredProperties(part, below))];
};

/** Names that every value of a schema has: in its own `required` or in that of an `allOf` part. */
export const requiredNames = (schema: Schema, seen: ReadonlySet<string> = new Set()): ReadonlySet<string> => {
  if (seen.has(schema.id)) return new Set();
  const below = new Set([...seen, schema.id]);
  return new Set([...schema.required, ...schema.allOf.flatMap((part) => [...requiredNames(part, below)])]);
};
