import { Ajv2019, type ErrorObject } from 'ajv/dist/2019.js';
import type { Message } from '../../model/contract.js';
import type { Schema } from '../../model/schema.js';
import type { JsonValue, SourceNode } from '../../model/source.js';
import { nearMiss } from '../../report/near-miss.js';
import { allMessages, declaredProperties } from '../contract-walk.js';
import { exampleFormats } from '../example-formats.js';
import { closedSchema } from '../example-schema.js';
import type { LintContext, LintRule } from '../rule.js';
import { entryIn, nameOf, nodeAt, plainValue, shown } from '../source-places.js';

export const exampleValid: LintRule = {
  id: 'example-valid',
  severity: 'error',
  purpose: 'People copy examples; one that the publisher would refuse teaches the wrong event.',
  check: (context) => {
    const ajv = new Ajv2019({ allErrors: true, strict: false, logger: false, formats: exampleFormats });
    for (const message of allMessages(context.contracts)) {
      if (message.examples.length === 0) reportMissing(context, message);
      for (const example of message.examples) {
        const node = nodeAt(context.contracts, example.range.file, example.range.pointer);
        for (const part of ['payload', 'headers'] as const) {
          const value = entryIn(node, part)?.value;
          const schema = message[part];
          if (value === undefined || schema === undefined) continue;
          for (const problem of problemsIn(ajv, schema, plainValue(value))) {
            reportProblem(context, { message, schema, value }, problem);
          }
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

const problemsIn = (ajv: Ajv2019, schema: Schema, value: JsonValue): readonly ErrorObject[] => {
  ajv.validate(closedSchema(schema), value);
  // "allOf", "anyOf" … only repeat that something below them failed, unless no part of them says why.
  const errors = ajv.errors ?? [];
  const reasons = errors.filter(({ keyword }) => !['allOf', 'anyOf', 'oneOf', 'if', '$ref'].includes(keyword));
  return reasons.length > 0 ? reasons : errors;
};

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
    const problem = `${start}${got}${(error.message ?? error.keyword).replace('NOT', 'not')}${allowedValues(params)}.`;
    report.at(place, problem, 'change the example or the schema');
  }
};

const allowedValues = (params: Readonly<Record<string, unknown>>): string => {
  const { allowedValues: allowed } = params;
  return Array.isArray(allowed) ? `: ${allowed.map(shown).join(', ')}` : '';
};
