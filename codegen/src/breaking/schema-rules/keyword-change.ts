/** How one keyword changed, or a group of keywords that say one thing together. */
import type { Direction } from '../change.js';
import type { Schema } from '../../model/schema.js';
import type { JsonValue } from '../../model/source.js';
import { has, jsonOf, rangeOf } from './keyword-of.js';
import { partOf } from './parts.js';
import type { Report, SchemaPair } from './rule.js';
import { isSameSchema } from './same-schema.js';
import { object, subject, wasAndIs } from './words.js';

interface Keywords {
  readonly keywords: readonly string[];
  /** What they say, e.g. `pattern`. */
  readonly what: string;
  readonly fix: string;
}

/** For keywords of which only the comparison can tell whether they were narrowed or widened: two rules are twins. */
export const reportKeyword = (
  pair: SchemaPair,
  report: Report,
  { keywords, what, fix, direction }: Keywords & { readonly direction: Direction },
): void => {
  const { previous, current } = pair;
  const [before, after] = [partOf(previous, keywords), partOf(current, keywords)];
  const demand = direction === 'backward' ? after : before;
  if (demand.keywords.length === 0 || isSameSchema(before, after)) return;
  report({
    ...placesOf(previous, current, keywords),
    message: messageOf(pair, keywords, what),
    fix,
    [direction]: demand,
    twin: keywords.join(' '),
  });
};

/** For keywords that have a rule for each of coming, changing and going. */
export const reportPresence = (
  pair: SchemaPair,
  report: Report,
  { keywords, what, fix, kind }: Keywords & { readonly kind: 'added' | 'changed' | 'removed' | 'any' },
): void => {
  const { previous, current } = pair;
  const [before, after] = [partOf(previous, keywords), partOf(current, keywords)];
  if (isSameSchema(before, after)) return;
  const [wasThere, isThere] = [isDemanded(before, keywords), isDemanded(after, keywords)];
  if (!wasThere && !isThere) return;
  const found = wasThere && isThere ? 'changed' : isThere ? 'added' : 'removed';
  if (kind !== 'any' && kind !== found) return;
  report({
    ...placesOf(previous, current, keywords),
    message: messageOf(pair, keywords, what),
    fix,
    backward: isThere ? after : undefined,
    forward: wasThere ? before : undefined,
  });
};

/** `uniqueItems: false` demands nothing. */
const isDemanded = (schema: Schema, keywords: readonly string[]): boolean =>
  keywords.some((keyword) => has(schema, keyword) && jsonOf(schema, keyword) !== false);

const placesOf = (
  previous: Schema,
  current: Schema,
  keywords: readonly string[],
): { readonly at: Schema['range']; readonly previous: Schema['range'] | undefined } => {
  const [wasThere, isThere] = [previous, current].map((schema) => keywords.some((keyword) => has(schema, keyword)));
  return {
    at: rangeOf(isThere === true ? current : previous, ...keywords),
    previous: wasThere === true ? rangeOf(previous, ...keywords) : undefined,
  };
};

const messageOf = (pair: SchemaPair, keywords: readonly string[], what: string): string => {
  const { previous, current } = pair;
  const [keyword = ''] = keywords;
  const [before, after]: (JsonValue | undefined)[] = [jsonOf(previous, keyword), jsonOf(current, keyword)];
  if (typeof (before ?? after) === 'string' || typeof (before ?? after) === 'number') {
    return `The ${what} of ${object(pair)} ${wasAndIs(before, after)}.`;
  }
  const [wasThere, isThere] = [previous, current].map((schema) => isDemanded(schema, keywords));
  if (wasThere === true && isThere === true) return `The ${what} of ${object(pair)} is another one than before.`;
  return isThere === true
    ? `${subject(pair)} has ${/^[aeiou]/.test(what) ? 'an' : 'a'} ${what} now; there was none.`
    : `The ${what} of ${object(pair)} is gone.`;
};
