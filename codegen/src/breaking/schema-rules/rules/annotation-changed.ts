import { isSameJson, isWording } from '../same-schema.js';
import type { SchemaPair, SchemaRule } from '../rule.js';
import { listText, object } from '../words.js';
import type { Keyword } from '../../../model/schema.js';
import type { SourceRange } from '../../../model/source.js';

export const annotationChanged: SchemaRule = {
  id: 'ANNOTATION_CHANGED',
  purpose: 'A text, an example or an extension changed; what is valid did not.',
  category: 'wording',
  directions: [],
  check: (pair, report) => {
    const changed = changedIn(pair);
    const [first] = changed;
    if (first === undefined) return;
    const names = [...new Set(changed.map(({ name }) => name))];
    report({
      at: first.at,
      previous: first.previous,
      message: `What is said about ${object(pair)} changed: ${listText(names)}.`,
      fix: 'nothing to do',
      isWording: true,
    });
  },
};

/** Whether an enum is extensible decides what is valid, but on its own demands nothing of what is written. */
const isSaid = (keyword: Keyword): boolean => isWording(keyword) || keyword.name === 'x-extensible-enum';

interface Changed {
  readonly name: string;
  readonly at: SourceRange;
  readonly previous: SourceRange | undefined;
}

const changedIn = ({ previous, current, properties }: SchemaPair): readonly Changed[] => {
  const before = previous.keywords.filter(isSaid);
  const after = current.keywords.filter(isSaid);
  const different = after.flatMap(({ name, range, value }): readonly Changed[] => {
    const old = before.find((one) => one.name === name);
    const isSame =
      old?.value.kind !== 'value' || value.kind !== 'value'
        ? old !== undefined
        : isSameJson(old.value.json, value.json);
    return isSame ? [] : [{ name, at: range, previous: old?.range }];
  });
  const gone = before
    .filter(({ name }) => after.every((one) => one.name !== name))
    .map(({ name, range }) => ({ name, at: range, previous: range }));
  // Beside a `$ref` stands what is said about this use of the definition.
  const beside = properties.kept
    .filter(
      ({ previous: one, current: other }) =>
        one.description !== other.description && other.description !== other.schema.description,
    )
    .map(({ previous: one, current: other }) => ({ name: 'description', at: other.range, previous: one.range }));
  return [...different, ...gone, ...beside];
};
