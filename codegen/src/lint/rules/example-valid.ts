import type { ErrorObject } from 'ajv';
import type { Message } from '../../model/contract.js';
import type { Schema } from '../../model/schema.js';
import type { SourceNode } from '../../model/source.js';
import { nearMiss } from '../../report/near-miss.js';
import { allMessages, declaredProperties } from '../contract-walk.js';
import type { LintContext, LintRule } from '../rule.js';
import { problemsIn } from '../problems-in.js';
import { entryIn, nameOf, nodeAt, plainValue, shown } from '../source-places.js';

export const exampleValid: LintRule = {
  id: 'example-valid',
  severity: 'error',
  purpose: 'People copy examples; one that the publisher would refuse teaches the wrong event.',
  check: (context) => {
    for (const message of allMessages(context.contracts)) {
      if (message.examples.length === 0) reportMissing(context, message);
      for (const example of message.examples) {
        const node = nodeAt(context.contracts, example.range.file, example.range.pointer);
        for (const part of ['payload', 'headers'] as const) {
          const value = entryIn(node, part)?.value;
          const schema = message[part];
          if (value === undefined || schema === undefined) continue;
          // The writer checks payloads as closed; headers are open to whatever a transport adds.
          const mode = part === 'payload' ? 'closed' : 'open';
          const problems = problemsIn({ schema, mode }, plainValue(value));
          if (typeof problems === 'string') {
            context.report.at(
              nameOf(context.contracts, schema.range),
              `The ${part} of ${message.name} is no valid schema: ${problems}.`,
            );
            continue;
          }
          for (const problem of problems) reportProblem(context, { message, schema, value }, problem);
        }
      }
    }
  },
};

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
