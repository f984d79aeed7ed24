/** Ids of findings that no lint rule makes: what reading, converting, emitting and testing contracts report. */

/** Where a finding comes from: the part of a command that looks for it. */
export type FindingOrigin = 'read' | 'convert' | 'emit' | 'lint' | 'models' | 'test';

export interface FindingId {
  readonly id: string;
  readonly origin: FindingOrigin;
  /** One sentence: what is wrong where it is reported. */
  readonly purpose: string;
}

/** By id. A test holds this list and the code equal. */
export const findingIds: readonly FindingId[] = [
  { id: 'asyncapi', origin: 'read', purpose: "AsyncAPI's own parser refuses the document." },
  { id: 'asyncapi-version', origin: 'read', purpose: 'The document says no version of AsyncAPI that can be read.' },
  { id: 'channel-address', origin: 'emit', purpose: 'A channel has no address, so it has no stream.' },
  {
    id: 'channel-home',
    origin: 'emit',
    purpose: 'A service uses a channel that stands in the document of no service.',
  },
  { id: 'channel-partitions', origin: 'emit', purpose: 'x-partitions is no number of partitions.' },
  { id: 'channel-retention', origin: 'emit', purpose: 'x-retention is no duration such as P7D.' },
  {
    id: 'contract-test',
    origin: 'test',
    purpose: 'A service accepts for writing what another one refuses when it reads.',
  },
  { id: 'contract-test-untested', origin: 'test', purpose: 'No event could be generated to try a message with.' },
  { id: 'conversion', origin: 'convert', purpose: 'A document in AsyncAPI 2 cannot be converted to AsyncAPI 3.' },
  { id: 'conversion-loss', origin: 'convert', purpose: 'A part of an AsyncAPI 2 document has no place in AsyncAPI 3.' },
  { id: 'document-shape', origin: 'read', purpose: 'A part of the document has another type than AsyncAPI gives it.' },
  { id: 'ignore-unused', origin: 'lint', purpose: 'An x-lint-ignore takes no finding back.' },
  { id: 'message-key', origin: 'emit', purpose: 'A message has no x-key, so nothing says what it is ordered by.' },
  { id: 'message-payload', origin: 'emit', purpose: 'A message has no payload, or one that may be no object.' },
  {
    id: 'models-more-properties',
    origin: 'models',
    purpose: 'A model holds the named properties of an object and loses others.',
  },
  {
    id: 'models-name',
    origin: 'models',
    purpose: 'The JSON of a language cannot have a name, so its models leave it out.',
  },
  { id: 'models-not-object', origin: 'models', purpose: 'A payload is no object, so it gets no model of its own.' },
  { id: 'models-union-merged', origin: 'models', purpose: 'Forms that no tag tells apart become one model.' },
  { id: 'models-untyped', origin: 'models', purpose: 'A language has no type for what a schema says.' },
  { id: 'name-clash', origin: 'emit', purpose: 'Two names of the contract become one name in TypeScript.' },
  { id: 'operation-action', origin: 'read', purpose: 'The action of an operation is neither send nor receive.' },
  { id: 'operation-channel', origin: 'read', purpose: 'An operation names no channel of the document.' },
  { id: 'operation-message', origin: 'read', purpose: 'An operation names a message that its channel does not carry.' },
  { id: 'reference-sibling', origin: 'read', purpose: 'A keyword beside $ref has no effect.' },
  { id: 'reserved-name', origin: 'read', purpose: 'A name cannot be a property in JavaScript, such as __proto__.' },
  { id: 'schema-format', origin: 'read', purpose: 'A schema is in a language other than JSON Schema.' },
  { id: 'schema-not-compilable', origin: 'emit', purpose: 'No validator can be compiled from a schema.' },
  {
    id: 'schema-shape',
    origin: 'read',
    purpose: 'A keyword of a schema has a value that JSON Schema does not give it.',
  },
  {
    id: 'schema-type',
    origin: 'emit',
    purpose: 'A keyword says something about one type only, and the schema names no type.',
  },
  { id: 'unknown-format', origin: 'read', purpose: 'A format that nobody checks.' },
  { id: 'unknown-keyword', origin: 'read', purpose: 'A keyword that AsyncAPI and JSON Schema do not have.' },
  { id: 'unresolved-reference', origin: 'read', purpose: 'A $ref leads nowhere, or to the network.' },
  { id: 'yaml-syntax', origin: 'read', purpose: 'The file is not YAML, or not YAML that JSON could say.' },
];
