/** Whether the examples of messages fit their schemas, judged as the linter judges them. */
import type { ErrorObject } from 'ajv';
import type { DocsInputs } from '../../emit/docs/docs-inputs.js';
import type { Wanted } from '../../emit/validators/compilables.js';
import { examinerOf } from '../../lint/examiner.js';
import type { ContractSet, Message } from '../../model/contract.js';
import type { Schema } from '../../model/schema.js';

const parts = ['payload', 'headers'] as const;

/** The writer checks payloads as closed; headers are open to whatever a transport adds. */
export const exampleProblems = ({ documents }: ContractSet): DocsInputs['exampleProblems'] => {
  const messages = new Set(documents.flatMap(({ channels }) => channels.flatMap((channel) => channel.messages)));
  const problemsOf = examinerOf(new Map([...messages].flatMap(wantedOf)));
  return (message, index) => {
    const example = message.examples[index];
    if (example === undefined) return undefined;
    const checked = parts.flatMap((part) => {
      const value = example[part];
      const schema = message[part];
      return value === undefined || schema === undefined ? [] : [problemsOf(nameIn(part, schema), value)];
    });
    // A schema that cannot be compiled judges nothing; lint says why it cannot.
    if (checked.length === 0 || checked.some((problems) => typeof problems === 'string')) return undefined;
    return checked.flatMap((problems) => (typeof problems === 'string' ? [] : problems.map(sentence)));
  };
};

const wantedOf = (message: Message): [string, Wanted][] =>
  parts.flatMap((part) => {
    const schema = message[part];
    return schema === undefined
      ? []
      : [[nameIn(part, schema), { schema, mode: part === 'payload' ? 'closed' : 'open' }]];
  });

/** A word without a colon: before one, ajv would see the scheme of a URI. */
const nameIn = (part: string, { id }: Schema): string => `${part}-${encodeURIComponent(id)}`;

const sentence = ({ instancePath, message, keyword }: ErrorObject): string =>
  `${instancePath === '' ? 'the whole' : instancePath.slice(1).replaceAll('/', '.')} ${message ?? `breaks ${keyword}`}`;
