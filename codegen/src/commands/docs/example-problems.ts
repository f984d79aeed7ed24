/** Whether the examples of messages fit their schemas, judged as the linter judges them. */
import type { ErrorObject } from 'ajv';
import type { DocsInputs } from '../../emit/docs/docs-inputs.js';
import { examinerOf, messageParts, nameIn, wantedOf } from '../../lint/examiner.js';
import type { ContractSet } from '../../model/contract.js';

export const exampleProblems = ({ documents }: ContractSet): DocsInputs['exampleProblems'] => {
  const messages = new Set(documents.flatMap(({ channels }) => channels.flatMap((channel) => channel.messages)));
  const problemsOf = examinerOf(new Map([...messages].flatMap(wantedOf)));
  return (message, index) => {
    const example = message.examples[index];
    if (example === undefined) return undefined;
    const checked = messageParts.flatMap((part) => {
      const value = example[part];
      const schema = message[part];
      return value === undefined || schema === undefined ? [] : [problemsOf(nameIn(part, schema), value)];
    });
    // A schema that cannot be compiled judges nothing; lint says why it cannot.
    if (checked.length === 0 || checked.some((problems) => typeof problems === 'string')) return undefined;
    return checked.flatMap((problems) => (typeof problems === 'string' ? [] : problems.map(sentence)));
  };
};

const sentence = ({ instancePath, message, keyword }: ErrorObject): string =>
  `${instancePath === '' ? 'the whole' : instancePath.slice(1).replaceAll('/', '.')} ${message ?? `breaks ${keyword}`}`;
