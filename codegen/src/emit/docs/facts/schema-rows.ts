/** A schema as a list of rows, every level open: what tables, twins and the search index are made from. */
import type { Property, Schema } from '../../../model/schema.js';
import type { JsonValue } from '../../../model/source.js';
import { constraintsOf, keywordValue } from './constraints.js';
import type { Phrase } from './phrase.js';
import { isObject, itemsOf, typeText } from './type-text.js';

export interface SchemaRow {
  readonly kind: 'property' | 'form';
  /** As people write it, e.g. `items[].unitPrice.currency`; for a form, the path of the value that has it. */
  readonly path: string;
  /** The last part of the path; for a form, which of how many it is. */
  readonly name: string;
  readonly depth: number;
  readonly type: string;
  readonly isRequired: boolean;
  readonly isPii: boolean;
  readonly isDeprecated: boolean;
  /** `x-sunset` */
  readonly sunset: string | undefined;
  readonly constraints: readonly Phrase[];
  readonly description: string | undefined;
  readonly examples: readonly JsonValue[];
  /** Path under which this recursive schema is open already. */
  readonly sameAs: string | undefined;
}

export interface SchemaRows {
  readonly rows: readonly SchemaRow[];
  /** Whether rows were left out because there are too many. */
  readonly isCut: boolean;
}

/** A page stays readable and small whatever a schema refers to. */
const rowsMax = 250;

/** Deeper levels are left out. */
const depthMax = 12;

const examplesMax = 2;

export const schemaRows = (schema: Schema): SchemaRows => {
  const walk = new Walk();
  walk.below(schema, { path: '', depth: 0, above: new Map() });
  return { rows: walk.rows, isCut: walk.isCut };
};

interface Place {
  readonly path: string;
  readonly depth: number;
  /** Ids of the schemas that hold this one, with their paths. */
  readonly above: ReadonlyMap<string, string>;
}

/** Stops at `rowsMax`: schemas that refer to each other many times over would never end. */
class Walk {
  readonly rows: SchemaRow[] = [];
  isCut = false;

  below(schema: Schema, place: Place): void {
    if (place.above.has(schema.id)) return;
    if (place.depth > depthMax) this.isCut = true;
    if (this.isCut) return;
    const inside = { ...place, above: new Map([...place.above, [schema.id, place.path]]) };
    for (const property of schema.properties) this.#property(property, inside);
    this.#maps(schema, inside);
    const items = itemsOf(schema);
    for (const [index, item] of items.entries()) {
      this.#item(item, { ...inside, path: `${place.path}[${items.length > 1 ? index : ''}]` });
    }
    for (const part of schema.allOf) this.below(part, inside);
    this.#forms([...schema.oneOf, ...schema.anyOf].filter(holdsProperties), inside);
  }

  #property({ name, schema, isRequired, isPii, description }: Property, place: Place): void {
    const path = place.path === '' ? name : `${place.path}.${name}`;
    this.#row(schema, { path, name, isRequired, isPii, description: description ?? schema.description }, place);
  }

  /** Properties that are not declared by name. */
  #maps(schema: Schema, place: Place): void {
    const patterns = schema.keywords.find(({ name }) => name === 'patternProperties')?.value;
    const named = patterns?.kind === 'schemaMap' ? patterns.schemas : [];
    for (const [pattern, values] of [...named, ['*', schema.additionalProperties] as const]) {
      if (values === undefined || typeof values === 'boolean') continue;
      const path = place.path === '' ? pattern : `${place.path}.${pattern}`;
      const description =
        values.description ?? (pattern === '*' ? 'Any other property.' : 'Any property of such a name.');
      this.#row(values, { path, name: pattern, isRequired: false, isPii: values.isPii, description }, place);
    }
  }

  /** Items that hold nothing have no row of their own: the type of the array says it all, unless they are constrained. */
  #item(item: Schema, place: Place): void {
    const isPlain = !holdsProperties(item) && itemsOf(item).length === 0 && item.oneOf.length + item.anyOf.length === 0;
    if (isPlain && (constraintsOf(item).length > 0 || item.description !== undefined)) {
      const name = place.path.slice(place.path.lastIndexOf('['));
      const { path } = place;
      this.#row(item, { path, name, isRequired: false, isPii: item.isPii, description: item.description }, place);
    } else if (!isPlain) this.below(item, place);
  }

  #forms(forms: readonly Schema[], place: Place): void {
    for (const [index, form] of forms.entries()) {
      const label = form.name ?? form.title;
      const name = `form ${index + 1} of ${forms.length}${label === undefined ? '' : `: ${label}`}`;
      this.#push({ ...rowOf(form, place), kind: 'form', path: place.path, name, description: form.description });
      this.below(form, place);
    }
  }

  #row(schema: Schema, shown: Shown, place: Place): void {
    const sameAs = [schema, ...itemsOf(schema)].map(({ id }) => place.above.get(id)).find((path) => path !== undefined);
    // An example of what is personal is shown nowhere.
    this.#push({ ...rowOf(schema, place), ...shown, sameAs, ...(shown.isPii ? { examples: [] } : {}) });
    if (sameAs === undefined) this.below(schema, { path: shown.path, depth: place.depth + 1, above: place.above });
  }

  #push(row: SchemaRow): void {
    if (this.rows.length >= rowsMax) this.isCut = true;
    if (!this.isCut) this.rows.push(row);
  }
}

type Shown = Pick<SchemaRow, 'path' | 'name' | 'isRequired' | 'isPii' | 'description'>;

const rowOf = (schema: Schema, { path, depth }: Place): SchemaRow => {
  const sunset = keywordValue(schema, 'x-sunset');
  return {
    kind: 'property',
    path,
    name: '',
    depth,
    type: typeText(schema),
    isRequired: false,
    isPii: schema.isPii,
    isDeprecated: schema.isDeprecated,
    sunset: typeof sunset === 'string' ? sunset : undefined,
    constraints: constraintsOf(schema),
    description: schema.description,
    examples: examplesOf(schema),
    sameAs: undefined,
  };
};

/** Of plain values only: those of objects are in the examples of the event. */
const examplesOf = (schema: Schema): readonly JsonValue[] => {
  const examples = keywordValue(schema, 'examples');
  const all = isList(examples) ? examples : [];
  return all.filter((example) => typeof example !== 'object').slice(0, examplesMax);
};

const isList = (value: JsonValue | undefined): value is readonly JsonValue[] => Array.isArray(value);

const holdsProperties = (schema: Schema): boolean =>
  isObject(schema) || schema.allOf.length > 0 || typeof schema.additionalProperties === 'object';
