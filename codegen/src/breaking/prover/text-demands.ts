/** What is asked of a text, put together for the search for one. */
import type { JsonValue } from '../../model/source.js';
import type { Found } from './found.js';
import type { Literal, Terms } from './terms.js';
import { textsOf } from './texts/index.js';

/** @param demands literals about texts */
export const textsOfBranch = (
  terms: Terms,
  demands: readonly Literal[],
  excluded: readonly JsonValue[],
  limit: number,
): Found => {
  let lengthMin = 0;
  let lengthMax = Infinity;
  const patterns: string[] = [];
  const notPatterns: string[] = [];
  const formats: string[] = [];
  const notFormats: string[] = [];
  for (const literal of demands) {
    const term = terms.get(Math.abs(literal));
    const isPositive = literal > 0;
    if (term.kind === 'lengthMin' && isPositive) lengthMin = Math.max(lengthMin, term.count);
    else if (term.kind === 'lengthMin') lengthMax = Math.min(lengthMax, term.count - 1);
    else if (term.kind === 'lengthMax' && isPositive) lengthMax = Math.min(lengthMax, term.count);
    else if (term.kind === 'lengthMax') lengthMin = Math.max(lengthMin, term.count + 1);
    else if (term.kind === 'pattern') (isPositive ? patterns : notPatterns).push(term.pattern);
    else if (term.kind === 'format') (isPositive ? formats : notFormats).push(term.format);
  }
  const { found, isComplete, reason } = textsOf(
    {
      lengthMin,
      lengthMax,
      patterns: patterns.toSorted(),
      notPatterns: notPatterns.toSorted(),
      formats: formats.toSorted(),
      notFormats: notFormats.toSorted(),
      excluded: new Set(excluded.filter((value) => typeof value === 'string')),
    },
    limit,
  );
  return { values: found, isComplete, reason };
};
