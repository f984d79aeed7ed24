/** testing.ts: for each message an arbitrary of valid payloads, and factories of payloads and events for tests. */
import { StructureKind, type StatementStructures } from 'ts-morph';
import { Planner } from '../../arbitrary/planner.js';
import { settled } from '../../arbitrary/settled.js';
import type { Document } from '../../model/contract.js';
import { constant, imports, objectOf } from '../declared.js';
import { type EmittedFile, header, sourceName } from '../emitted-file.js';
import type { FolderNames, OwnMessage } from '../folder-names.js';
import type { MessagesFile } from '../messages.js';
import { camelCase, NameScope, propertyKey } from '../names.js';
import { typescriptOf } from '../source-text.js';
import { printArbitraries, type Root } from './print-arbitraries.js';

interface Factory extends OwnMessage {
  readonly arbitrary: string;
  readonly ofPayload: string;
  readonly ofEvent: string;
}

export const emitTesting = async (
  document: Document,
  { messages }: FolderNames,
  { types, typeNames }: MessagesFile,
): Promise<EmittedFile> => {
  const scope = new NameScope([...used, ...types, ...messages.flatMap(({ payload, event }) => [payload, event])]);
  const own = messages.filter(({ isShared }) => !isShared);
  const factories = own.map((one): Factory => {
    const name = camelCase(one.payload);
    return {
      ...one,
      ofPayload: scope.claim(name),
      ofEvent: scope.claim(`${name}Event`),
      arbitrary: scope.claim(`${name}Arbitrary`),
    };
  });
  const planner = new Planner();
  const roots = factories.map(({ message, payload, arbitrary, property }): Root => ({
    definition: message.payload === undefined ? undefined : planner.define(message.payload),
    name: arbitrary,
    type: payload,
    message: memberOf('messages', property),
  }));
  const printed = printArbitraries(settled(planner.definitions), roots, { scope, typeNames });
  const statements: readonly StatementStructures[] = [
    ...importsOf(factories, printed),
    ...printed.statements,
    ...factories.flatMap(factoriesOf),
    constant({
      name: 'arbitraries',
      description: `Arbitraries of the messages that ${document.service} owns, by the names in \`messages\`.`,
      initializer: `${objectOf(
        messages.map(({ property, message }) => [
          propertyKey(property),
          factories.find((one) => one.message === message)?.arbitrary ?? 'undefined',
        ]),
      )} as const`,
    }),
  ];
  return {
    path: `${document.service}/testing.ts`,
    text: await typescriptOf(header(sourceName(document.file)), statements),
  };
};

const importsOf = (
  factories: readonly Factory[],
  { usesEqual, helpers, types }: ReturnType<typeof printArbitraries>,
): readonly StatementStructures[] => {
  if (factories.length === 0) return [];
  const factoryTypes = ['EventFactory', 'PayloadFactory'].map((name) => ({ name, isType: true }));
  const functions = ['eventFactory', 'payloadFactory', ...helpers].map((name) => ({ name }));
  return [
    imports('@streampact/runtime/testing', [...factoryTypes, ...functions]),
    { kind: StructureKind.ImportDeclaration, moduleSpecifier: 'fast-check', defaultImport: 'fc' },
    ...(usesEqual ? [imports('../checks.js', [{ name: 'equal' }])] : []),
    imports('./messages.js', [
      ...[...new Set([...factories.flatMap(({ payload, event }) => [payload, event]), ...types])].map((name) => ({
        name,
        isType: true,
      })),
      { name: 'messages' },
    ]),
  ];
};

const factoriesOf = ({ payload, event, property, arbitrary, ofPayload, ofEvent }: Factory): StatementStructures[] => {
  const made = `(${memberOf('messages', property)}, ${arbitrary})`;
  return [
    constant({
      name: ofPayload,
      type: `PayloadFactory<${payload}>`,
      description: `A valid ${payload}, with what you give instead of what is generated.`,
      initializer: `payloadFactory${made}`,
    }),
    constant({
      name: ofEvent,
      type: `EventFactory<${event}>`,
      description: `A valid ${payload} in its envelope.`,
      initializer: `eventFactory${made}`,
    }),
  ];
};

const memberOf = (object: string, name: string): string => {
  const key = propertyKey(name);
  return key === name ? `${object}.${name}` : `${object}[${key}]`;
};

/** Names that the file uses itself. */
const used =
  'fc dateTime equal messages arbitraries impossible validFor eventFactory payloadFactory EventFactory PayloadFactory Date RegExp Object undefined'.split(
    ' ',
  );
