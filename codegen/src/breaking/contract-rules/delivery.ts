/** Events on their way, as witnesses: one release lets such an event through, the other has no place for it. */
import { Ajv, type ValidateFunction } from 'ajv';
import type { JsonObject } from '../../model/source.js';
import type { ChangeWitness } from '../change.js';
import type { About, Harm } from './rule.js';
import { channelText } from './who.js';

/** What decides whether an event arrives, and how the releases differ in it. */
export interface Delivery {
  /** Name of that in the witness, e.g. `type`. */
  readonly field: string;
  /** What one release gives it. */
  readonly given: string | number;
  /** Which release gives it. @default the current one for a harm forward, else the previous one */
  readonly of?: 'previous' | 'current';
  /** What the other takes; none if it takes nothing at all. */
  readonly taken: readonly (string | number)[];
}

/** @returns `undefined` if the other release takes it after all: then nothing is proved */
export const deliveryWitness = (
  harm: Harm & { readonly delivery: Delivery },
  about: About,
): ChangeWitness | undefined => {
  const { field, given, taken, of = harm.direction === 'forward' ? 'current' : 'previous' } = harm.delivery;
  const stream = about.channel === undefined ? undefined : channelText(about.channel);
  const value: JsonObject = {
    ...(stream === undefined ? {} : { stream }),
    ...(about.message === undefined ? {} : { type: about.message.name }),
    [field]: given,
  };
  const validate = takerOf(field, taken);
  validate(value);
  const [error] = validate.errors ?? [];
  if (error === undefined) return undefined;
  const { instancePath, keyword, message = '' } = error;
  return { part: 'delivery', value, violation: { instancePath, keyword, message: `${message}${shown(taken)}` }, of };
};

/** More are counted. */
const shownMax = 3;

const shown = (taken: Delivery['taken']): string => {
  const names = [...new Set(taken)];
  if (names.length === 0) return ': none is left';
  const more = names.length - shownMax;
  return `: ${names.slice(0, shownMax).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
};

const ajv = new Ajv();

/** A thousand messages of one channel ask the same question. */
const takers = new Map<string, ValidateFunction>();

const takersMax = 100;

const takerOf = (field: string, taken: Delivery['taken']): ValidateFunction => {
  const question = JSON.stringify([field, taken]);
  const known = takers.get(question);
  if (known !== undefined) return known;
  const schema = taken.length === 0 ? { not: {} } : { enum: [...new Set(taken)] };
  const validate = ajv.compile({ type: 'object', properties: { [field]: schema } });
  if (takers.size >= takersMax) takers.clear();
  takers.set(question, validate);
  return validate;
};
