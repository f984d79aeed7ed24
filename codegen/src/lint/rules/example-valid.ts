import type { ErrorObject } from 'ajv';
import type { Message } from '../../model/contract.js';
import type { Schema } from '../../model/schema.js';
import type { SourceNode } from '../../model/source.js';
import { nearMiss } from '../../report/near-miss.js';
import { allMessages, declaredProperties } from '../contract-walk.js';
import type { LintContext, LintRule } from '../rule.js';
import { examinerOf, messageParts, nameIn, wantedOf } from '../examiner.js';
import { entryIn, nameOf, nodeAt, plainValue, shown } from '../source-places.js';

export const exampleValid: LintRule = {
  id: 'example-valid',
  severity: 'error',
  profiles: ['streampact', 'any'],
  purpose: 'People copy examples; one that the publisher would refuse teaches the wrong event.',
  check: (context) => {
    const messages = allMessages(context.contracts);
    const problemsOf = examinerOf(new Map(messages.flatMap(wantedOf)));
    for (const message of messages) {
      // Documents of others may do without.
      if (message.examples.length === 0 && context.contracts.profile === 'streampact') reportMissing(context, message);
      for (const { value, schema, name } of valuesIn(context, message)) {
        const problems = problemsOf(name, plainValue(value));
        if (typeof problems === 'string') {
          const place = nameOf(context.contracts, schema.range);
          context.report.at(place, `This schema of ${message.name} cannot be compiled: ${problems}.`);
        } else for (const problem of problems) reportProblem(context, { message, schema, value }, problem);
      }
    }
  },
};

const valuesIn = (
  { contracts }: LintContext,
  message: Message,
): readonly { value: SourceNode; schema: Schema; name: string }[] =>
  message.examples.flatMap(({ range }) => {
    const example = nodeAt(contracts, range.file, range.pointer);
    return messageParts.flatMap((part) => {
      const value = entryIn(example, part)?.value;
      const schema = message[part];
      return value === undefined || schema === undefined ? [] : [{ value, schema, name: nameIn(part, schema) }];
    });
  });

const reportMissing = ({ contracts, report }: LintContext, message: Message): void =>
  report.at(
    nameOf(contracts, message.source.range),
    `${message.name} has no example.`,
    'add examples: a list with a name and a payload',
  );

interface Examined {
  readonly message: Message;
  readonly schema: Schema;
  readonly value: SourceNode;
}

const reportProblem = (
  { contracts, report }: LintContext,
  { message, schema, value }: Examined,
  error: ErrorObject,
): void => {
  const { file, pointer } = value.range;
  const node = nodeAt(contracts, file, pointer + error.instancePath) ?? value;
  const params: Readonly<Record<string, unknown>> = error.params;
  const where = error.instancePath === '' ? '' : `${error.instancePath.slice(1).replaceAll('/', '.')}: `;
  const undeclared = params['unevaluatedProperty'] ?? params['additionalProperty'];
  const start = `The example of ${message.name} does not fit its schema: ${where}`;
  if (typeof undeclared === 'string') {
    const known = error.instancePath === '' ? declaredProperties(schema).map(({ name }) => name) : [];
    const meant = nearMiss(undeclared, known);
    const fix =
      meant === undefined ? 'declare the property, or take it out of the example' : `did you mean "${meant}"?`;
    const place = entryIn(node, undeclared)?.keyRange ?? node.range;
    report.at(place, `${start}the property ${shown(undeclared)} is not declared.`, fix);
  } else if (typeof params['missingProperty'] === 'string') {
    const { missingProperty } = params;
    report.at(
      nameOf(contracts, node.range),
      `${start}${shown(missingProperty)} is required and missing.`,
      `add ${missingProperty}`,
    );
  } else {
    const got = node.kind === 'scalar' ? `${shown(node.value)} ` : '';
    const place = node.kind === 'scalar' ? node.range : nameOf(contracts, node.range);
    report.at(place, `${start}${got}${reasonOf(error)}.`, 'change the example or the schema');
  }
};

/** ajv's sentences, but for those that speak of keywords instead of the value. */
const reasonOf = ({ keyword, message, params }: ErrorObject): string => {
  if (keyword === 'oneOf' || keyword === 'anyOf') {
    const { passingSchemas }: { passingSchemas?: unknown } = params;
    return Array.isArray(passingSchemas)
      ? `fits more than one of the forms in "${keyword}"`
      : `fits none of the forms in "${keyword}"`;
  }
  return `${(message ?? keyword).replace('NOT', 'not')}${allowedValues(params)}`;
};

const allowedValues = (params: Readonly<Record<string, unknown>>): string => {
  const { allowedValues: allowed } = params;
  return Array.isArray(allowed) ? `: ${allowed.map(shown).join(', ')}` : '';
};
