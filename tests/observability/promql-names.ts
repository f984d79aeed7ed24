/** What a PromQL expression names. No parser: enough for expressions of this repository, and promql-names.test.ts says how far. */

const keywords = new Set(['and', 'or', 'unless', 'by', 'without', 'on', 'ignoring', 'bool', 'offset', 'inf', 'nan']);
const grouping = /\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)/g;
const selector = /\{([^}]*)\}/g;

/** Metrics that it asks for, in the order in which they stand. */
export const metricsIn = (expression: string): readonly string[] => {
  const withoutLabels = expression
    .replace(/^label_values\((.+),[^,]+\)$/, '$1')
    .replaceAll(selector, '')
    .replaceAll(grouping, '')
    .replaceAll(/\[[^\]]*\]/g, '');
  const names = [...withoutLabels.matchAll(/(?<![\w.$])([a-zA-Z_]\w*)(?!\w|\s*\()/g)].map(([, name = '']) => name);
  return names.filter((name) => !keywords.has(name.toLowerCase()));
};

/** Labels that it groups or selects by. */
export const labelsIn = (expression: string): readonly string[] => {
  const ofVariable = /^label_values\(.+,([^,]+)\)$/.exec(expression)?.[1] ?? '';
  const grouped = [...expression.matchAll(grouping)].flatMap(([, list = '']) => list.split(','));
  const selected = [...expression.matchAll(selector)].flatMap(([, matchers = '']) =>
    [...matchers.matchAll(/(\w+)\s*(?:=~|!~|!=|=)\s*"/g)].map(([, label = '']) => label),
  );
  return [...grouped, ...selected, ofVariable].map((label) => label.trim()).filter((label) => label !== '');
};
