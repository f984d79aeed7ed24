import type { Message } from '../../model/contract.js';
import type { Schema } from '../../model/schema.js';
import { allMessages, declaredProperties, isUnresolved, requiredNames } from '../contract-walk.js';
import { nearMiss } from '../../report/near-miss.js';
import type { LintContext, LintRule } from '../rule.js';
import { choice, isMisspelt, placeOf, shown } from '../source-places.js';

export const keyDeclared: LintRule = {
  id: 'key-declared',
  severity: 'error',
  profiles: ['streampact'],
  purpose:
    'Events of one key keep their order; an event without a key belongs to no partition and cannot be published.',
  check: (context) => {
    for (const message of allMessages(context.contracts)) {
      if (message.keyProperty === undefined) reportMissing(context, message);
      else if (message.payload !== undefined) checkKey(context, message, message.payload, message.keyProperty);
    }
  },
};

const reportMissing = ({ contracts, report }: LintContext, message: Message): void => {
  // extension-name says so, with what was meant.
  if (isMisspelt(message.source, 'x-key')) return;
  const names = textPropertiesOf(message.payload);
  const fix =
    names.length === 0 ? 'add x-key, and a required payload property for it' : `add x-key: ${names.join(' or ')}`;
  const place = placeOf(contracts, message.source, 'x-key');
  report.at(place, `${message.name} names no payload property as its key: "x-key" is missing.`, fix);
};

const checkKey = ({ contracts, report }: LintContext, message: Message, payload: Schema, key: string): void => {
  const place = placeOf(contracts, message.source, 'x-key');
  const property = declaredProperties(payload).find(({ name }) => name === key);
  if (property === undefined) {
    const names = textPropertiesOf(payload);
    const meant = nearMiss(key, names);
    const problem = `The key ${shown(key)} is no property of the payload of ${message.name}.`;
    report.at(
      place,
      problem,
      meant === undefined ? `write ${choice(names) || 'a required text property'}` : `did you mean "${meant}"?`,
    );
    return;
  }
  const isKnown = !isUnresolved(contracts, property);
  if (isKnown && (property.schema.types.length !== 1 || property.schema.types[0] !== 'string')) {
    const types =
      property.schema.types.length === 0 ? 'of no declared type' : `of type ${property.schema.types.join(' or ')}`;
    const fix = 'use a property of type string: the key is text on the stream';
    report.at(place, `The key ${shown(key)} of ${message.name} is ${types}; a key is of type string.`, fix);
  }
  if (!requiredNames(payload).has(key)) {
    const fix = `add ${key} to "required" of the payload`;
    report.at(place, `The key ${shown(key)} of ${message.name} may be absent from the payload.`, fix);
  }
};

const textPropertiesOf = (payload: Schema | undefined): readonly string[] => {
  if (payload === undefined) return [];
  const required = requiredNames(payload);
  return declaredProperties(payload)
    .filter(({ name, schema }) => required.has(name) && schema.types.length === 1 && schema.types[0] === 'string')
    .map(({ name }) => name);
};
