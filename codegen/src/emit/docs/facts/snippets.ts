/** TypeScript that publishes and handles one event, with an example of it as data. A test compiles these. */
import type { ContractSet, Message } from '../../../model/contract.js';
import type { JsonValue } from '../../../model/source.js';
import { ContractNames } from '../../contract-names.js';
import { pascalCase, propertyKey } from '../../names.js';
import type { DocsInputs } from '../docs-inputs.js';
import type { EventNode } from '../site/site.js';
import { withoutPersonal } from './without-personal.js';

export interface Snippets {
  /** Absent if no service of these contracts publishes it, or if there is no example to publish. */
  readonly publish: string | undefined;
  /** Absent if no service of these contracts defines it. */
  readonly handle: string | undefined;
}

/** Longer data would hide the call. */
const dataLinesMax = 60;

export type SnippetsOf = (event: EventNode) => Snippets;

export const snippetsOf = (contracts: ContractSet, importOf: DocsInputs['importOf']): SnippetsOf => {
  const names = new ContractNames(contracts);
  const defined = new Set(contracts.documents.map(({ service }) => service));
  return ({ message, stream, publishers }) => {
    const { channel } = stream;
    if (!defined.has(channel.definedBy)) return { publish: undefined, handle: undefined };
    const { event, property } = names.message(channel, message);
    const [publisher] = publishers;
    const from = publisher?.service.document.service;
    return {
      publish: from === undefined ? undefined : publish({ message, property, service: from, from: importOf(from) }),
      handle: handle(event, firstField(message), importOf(channel.definedBy)),
    };
  };
};

interface Published {
  readonly message: Message;
  readonly property: string;
  readonly service: string;
  readonly from: string;
}

const publish = ({ message, property, service, from }: Published): string | undefined => {
  const shown = message.examples.find(({ payload }) => payload !== undefined);
  const example = shown && withoutPersonal(message, shown).payload;
  if (example === undefined) return undefined;
  const lines = literal(example, '    ').split('\n');
  if (lines.length > dataLinesMax) return undefined;
  const publisher = `${pascalCase(service)}Publisher`;
  const key = message.keyProperty === undefined ? "'key of the event', " : '';
  return `import type { ${publisher} } from '${from}';
import type { EntityManager } from 'typeorm';

/** The event is stored with what the transaction changes, or not at all. */
export const publish = async (publisher: ${publisher}, transaction: EntityManager): Promise<void> => {
  await publisher.${property}(
    ${key}${lines.join('\n')},
    { transaction },
  );
};
`;
};

const handle = (event: string, field: string | undefined, from: string): string => {
  const name = `${event.replace(/Event$/, '')}Handler`;
  const use = field === undefined ? 'event.data' : `event.data${field}`;
  return `import type { ${event} } from '${from}';
import type { HandlerContext, MessageHandler } from '@streampact/runtime';

export class ${name} implements MessageHandler<${event}> {
  /** Runs in one transaction with the note that the event was handled: its changes take effect exactly once. */
  async handle(event: ${event}, { transaction }: HandlerContext): Promise<void> {
    await transaction.query('insert into seen (value) values ($1)', [${use}]);
  }
}
`;
};

/** A property that every payload has, as it is read. */
const firstField = ({ keyProperty, payload }: Message): string | undefined => {
  const wanted = payload?.properties.find(({ name, isRequired }) => isRequired && name === keyProperty);
  if (wanted === undefined) return undefined;
  const key = propertyKey(wanted.name);
  return key === wanted.name ? `.${key}` : `[${quoted(wanted.name)}]`;
};

/** A JSON value as an expression, one member a line, as Prettier would write it. */
const literal = (value: JsonValue, indent: string): string => {
  if (typeof value === 'string') return quoted(value);
  if (value === null || typeof value !== 'object') return String(value);
  const below = `${indent}  `;
  if (isList(value))
    return bracketed(
      '[',
      value.map((item) => literal(item, below)),
      ']',
      indent,
    );
  const members = Object.entries(value).map(
    ([key, member]) => `${propertyKey(key) === key ? key : quoted(key)}: ${literal(member, below)}`,
  );
  return bracketed('{', members, '}', indent);
};

const bracketed = (open: string, members: readonly string[], close: string, indent: string): string =>
  members.length === 0
    ? `${open}${close}`
    : `${open}\n${members.map((member) => `${indent}  ${member},\n`).join('')}${indent}${close}`;

const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);

const quoted = (text: string): string =>
  text.includes("'") ? JSON.stringify(text) : `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"')}'`;
