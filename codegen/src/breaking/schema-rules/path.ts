/** How a place in a schema is reached from its root, and how a part of a schema is put back there. */
import type { Schema } from '../../model/schema.js';
import type { Direction } from '../change.js';
import { allOfThem, no, partOf, under, underName, yes } from './parts.js';

/** Wraps a part of a schema into the one that describes the value around it, as current or previous readers read it. */
type Wrap = (inner: Schema) => Schema;

export interface Step {
  /** `.total`, `[]`, `[0]`, `.*` */
  readonly label: string;
  /** In the current schema. */
  readonly backward: Wrap;
  /** In the previous schema. */
  readonly forward: Wrap;
}

/** From the root. */
export type Path = readonly Step[];

export const wrap = (path: Path, direction: Direction, part: Schema): Schema =>
  path.reduceRight((inner, step) => step[direction](inner), part);

/** `items[].quantity`, `''` for the root. */
export const labelOf = (path: Path): string =>
  path
    .map(({ label }) => label)
    .join('')
    .replace(/^\./, '');

/** How a sentence begins that is about the place. */
export const subjectOf = (path: Path, part: 'payload' | 'headers'): string => {
  const label = labelOf(path);
  if (label !== '') return `"${label}"`;
  return `The ${part === 'payload' ? 'payload' : 'headers'}`;
};

export const propertyStep = (name: string): Step => {
  const around: Wrap = (inner) => underName('properties', name, inner);
  return { label: `.${name}`, backward: around, forward: around };
};

export const itemsStep: Step = {
  label: '[]',
  backward: (inner) => under('items', inner),
  forward: (inner) => under('items', inner),
};

export const tupleStep = (index: number): Step => {
  const around: Wrap = (inner) => under('items', [...Array.from({ length: index }, () => yes), inner]);
  return { label: `[${index}]`, backward: around, forward: around };
};

export const moreItemsStep = (length: number): Step => {
  const around: Wrap = (inner) =>
    allOfThem([
      under(
        'items',
        Array.from({ length }, () => yes),
      ),
      under('additionalItems', inner),
    ]);
  return { label: `[${length}…]`, backward: around, forward: around };
};

export const patternStep = (pattern: string): Step => {
  const around: Wrap = (inner) => underName('patternProperties', pattern, inner);
  return { label: `./${pattern}/`, backward: around, forward: around };
};

/** Values of a map: names that are declared beside it are none of its keys. */
export const mapValueStep = (previous: Schema, current: Schema): Step => ({
  label: '.*',
  backward: (inner) => mapOf(current, inner),
  forward: (inner) => mapOf(previous, inner),
});

/** `additionalProperties`, and the names beside it that it is not about. */
export const mapOf = (schema: Schema, values: Schema): Schema =>
  partOf(schema, ['properties', 'patternProperties', 'additionalProperties'], ({ name, value }) => {
    if (name === 'additionalProperties') return { kind: 'schema', schema: values === no ? false : values };
    if (value.kind !== 'schemaMap') return value;
    return { kind: 'schemaMap', schemas: value.schemas.map(([key]) => [key, true] as const) };
  });

/** A variant of a union whose tag tells it apart: only it can be what a value with this tag fits. */
export const variantStep = (label: string, tagged: Schema): Step => {
  const around: Wrap = (inner) =>
    partOf({ ...yes, keywords: [...under('if', tagged).keywords, ...under('then', inner).keywords] }, ['if', 'then']);
  return { label, backward: around, forward: around };
};
