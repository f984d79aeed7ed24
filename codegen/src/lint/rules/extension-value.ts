import { Ajv, type ErrorObject } from 'ajv';
import { nearMiss } from '../../report/near-miss.js';
import { allExtensions } from '../extension-walk.js';
import { extensions, type Extension } from '../extensions.js';
import type { LintContext, LintRule } from '../rule.js';
import { entryIn, nodeAt, plainValue, shown } from '../source-places.js';
import type { MapEntry } from '../../model/source.js';

export const extensionValue: LintRule = {
  id: 'extension-value',
  severity: 'error',
  profiles: ['streampact'],
  purpose:
    'Partitions, retention and retries decide how a stream behaves for its whole life; a wrong value must not become a default.',
  check: (context) => {
    const ajv = new Ajv({ allErrors: true, strict: false });
    for (const { entry } of allExtensions(context.contracts)) {
      const extension = extensions.get(entry.key);
      if (extension === undefined) continue;
      ajv.validate(extension.schema, plainValue(entry.value));
      // "if" only says that one of its branches has said something.
      const errors = (ajv.errors ?? []).filter(({ keyword }) => keyword !== 'if');
      for (const error of errors) reportError(context, entry, extension, error);
      reportDelays(context, entry);
    }
  },
};

const reportError = (
  { contracts, report }: LintContext,
  entry: MapEntry,
  extension: Extension,
  error: ErrorObject,
): void => {
  const { file, pointer } = entry.value.range;
  const node = nodeAt(contracts, file, pointer + error.instancePath) ?? entry.value;
  const fix = `write ${entry.key}: ${extension.example}`;
  const params: Readonly<Record<string, unknown>> = error.params;
  if (error.keyword === 'additionalProperties' && node.kind === 'map') {
    const name = String(params['additionalProperty']);
    const field = node.entries.find(({ key }) => key === name);
    const meant = nearMiss(name, Object.keys(propertiesOf(extension)));
    const problem = `${entry.key} has no field "${name}"; it takes ${extension.takes}.`;
    report.at(field?.keyRange ?? node.range, problem, meant === undefined ? fix : `did you mean "${meant}"?`);
  } else if (error.keyword === 'required') {
    report.at(
      entry.keyRange,
      `${entry.key} has no ${shown(params['missingProperty'])}; it takes ${extension.takes}.`,
      fix,
    );
  } else {
    const field = error.instancePath === '' ? '' : ` for ${error.instancePath.slice(1)}`;
    const problem = `${shown(plainValue(node))} is no value of ${entry.key}${field}; it takes ${extension.takes}.`;
    report.at(node.kind === 'scalar' ? node.range : entry.keyRange, problem, fix);
  }
};

/** The one condition that JSON Schema cannot say. */
const reportDelays = ({ report }: LintContext, { key, keyRange, value }: MapEntry): void => {
  if (key !== 'x-retry') return;
  const [firstDelayMs, maxDelayMs] = ['firstDelayMs', 'maxDelayMs'].map((name) => {
    const field = entryIn(value, name)?.value;
    return field === undefined ? undefined : plainValue(field);
  });
  if (typeof firstDelayMs !== 'number' || typeof maxDelayMs !== 'number' || firstDelayMs <= maxDelayMs) return;
  const problem = `The first delay of x-retry, ${firstDelayMs} ms, is longer than its longest, ${maxDelayMs} ms.`;
  report.at(keyRange, problem, 'write a maxDelayMs of at least firstDelayMs');
};

const propertiesOf = ({ schema }: Extension): object => {
  const { then: ofObject } = schema;
  // Of an extension that takes a plain value or an object, what it says of the object.
  const part = typeof ofObject === 'object' && ofObject !== null ? ofObject : schema;
  const properties = 'properties' in part ? part['properties'] : undefined;
  return typeof properties === 'object' && properties !== null ? properties : {};
};
