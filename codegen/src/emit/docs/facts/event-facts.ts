/** Everything there is to say about one event, in plain data: its page, its twins and the search are made from it. */
import type { MessageExample } from '../../../model/contract.js';
import type { CodePlace, DocsInputs } from '../docs-inputs.js';
import type { EventNode, ServiceNode, Use } from '../site/site.js';
import { servicesOf } from '../site/site.js';
import { compatibilityOf, sunsetOf } from './extras.js';
import { type Policy, policyOf } from './policy.js';
import { schemaRows, type SchemaRows } from './schema-rows.js';
import type { Snippets, SnippetsOf } from './snippets.js';
import { withoutPersonal } from './without-personal.js';
import { retentionText } from './words.js';

export interface EventFacts {
  readonly event: EventNode;
  /** `OrderPlaced`, or the wire name if the contract gives no title. */
  readonly title: string;
  readonly description: string | undefined;
  readonly owner: string;
  readonly keyProperty: string | undefined;
  readonly retention: string;
  readonly compatibility: string | undefined;
  readonly sunset: string | undefined;
  readonly hasPii: boolean;
  readonly publishers: readonly ServiceNode[];
  readonly handlers: readonly Handling[];
  readonly payload: SchemaRows | undefined;
  /** Without a payload schema, or with one that says nothing about properties. */
  readonly headers: SchemaRows | undefined;
  readonly examples: readonly ExampleFacts[];
  readonly snippets: Snippets;
  readonly place: CodePlace;
}

export interface Handling {
  readonly use: Use;
  readonly policy: Policy;
  /** The class that handles it, if it was found. */
  readonly handler: CodePlace | undefined;
}

export interface ExampleFacts extends MessageExample {
  /** What does not fit; empty if it was checked and fits, `undefined` if it was not checked. */
  readonly problems: readonly string[] | undefined;
}

export const eventFacts = (event: EventNode, inputs: DocsInputs, snippets: SnippetsOf): EventFacts => {
  const { message, stream } = event;
  const payload = message.payload === undefined ? undefined : schemaRows(message.payload);
  const headers = message.headers === undefined ? undefined : schemaRows(message.headers);
  return {
    event,
    title: message.title ?? message.name,
    description: message.description ?? message.summary,
    owner: message.owner ?? stream.channel.owner ?? message.definedBy,
    keyProperty: message.keyProperty,
    retention: retentionText(stream.channel.retention),
    compatibility: compatibilityOf(message) ?? compatibilityOf(stream.channel),
    sunset: sunsetOf(message),
    hasPii: [...(payload?.rows ?? []), ...(headers?.rows ?? [])].some(({ isPii }) => isPii),
    publishers: servicesOf(event.publishers),
    handlers: event.handlers.map((use) => handlingOf(use, event, inputs)),
    payload,
    headers,
    examples: message.examples.map((example, index) => ({
      ...withoutPersonal(message, example),
      problems: inputs.exampleProblems(message, index),
    })),
    snippets: snippets(event),
    place: message.source.range,
  };
};

export const handlingOf = (use: Use, { message }: EventNode, { handlerOf }: DocsInputs): Handling => ({
  use,
  policy: policyOf(use.operation),
  handler: handlerOf(use.service.name, message),
});
