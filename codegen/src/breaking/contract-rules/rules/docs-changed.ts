import { entryOf, jsonOf } from '../../../load/source-tree.js';
import type { SourceNode } from '../../../model/source.js';
import { describedParts, type DescribedPart } from '../described-parts.js';
import type { ContractRule } from '../rule.js';

export const docsChanged: ContractRule = {
  id: 'DOCS_CHANGED',
  category: 'document',
  effect: 'compatible',
  directions: [],
  purpose: 'Descriptions, examples and tags are for people: no service reads them.',
  check: (comparison, report) => {
    const { previous: before, current: now } = comparison;
    for (const { kind, what, previous, current, about } of describedParts(comparison)) {
      const changed = wordsOf(previous, current, kind);
      const [first] = changed;
      if (first === undefined) continue;
      report({
        previous: entryOf(previous, first)?.keyRange ?? before.texts.nameOf(previous.range),
        current: entryOf(current, first)?.keyRange ?? now.texts.nameOf(current.range),
        message: `The ${listed(changed)} of ${what} changed.`,
        about,
        harms: [],
      });
    }
  },
};

/** `description, tags and examples` */
const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;

/** What other rules look at. The rest describes. */
const compared: Readonly<Record<DescribedPart['kind'], ReadonlySet<string>>> = {
  channel: new Set(['address', 'messages', 'servers', 'parameters', 'bindings', 'x-partitions', 'x-retention']),
  message: new Set(
    'headers payload correlationId contentType schemaFormat name bindings traits deprecated x-key x-sunset'.split(' '),
  ),
  operation: new Set(
    'action channel messages reply security bindings traits x-retry x-on-dead-letter x-handler-timeout-ms'.split(' '),
  ),
  server: new Set(['host', 'pathname', 'protocol', 'protocolVersion', 'security', 'bindings']),
};

const wordsOf = (previous: SourceNode, current: SourceNode, kind: DescribedPart['kind']): readonly string[] => {
  const keys = new Set(
    [previous, current].flatMap((node) => (node.kind === 'map' ? node.entries : [])).map(({ key }) => key),
  );
  const textOf = (node: SourceNode, key: string): string | undefined => {
    const value = entryOf(node, key)?.value;
    return value === undefined ? undefined : JSON.stringify(jsonOf(value));
  };
  return [...keys].filter((key) => !compared[kind].has(key) && textOf(previous, key) !== textOf(current, key));
};
