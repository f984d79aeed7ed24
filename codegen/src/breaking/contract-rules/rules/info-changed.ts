import { entryOf, jsonOf } from '../../../load/source-tree.js';
import type { ContractRule } from '../rule.js';

export const infoChanged: ContractRule = {
  id: 'INFO_CHANGED',
  category: 'document',
  effect: 'compatible',
  directions: [],
  purpose:
    'The title, version and description of a document are for people; whether the version says enough is asked elsewhere.',
  check: ({ previous: before, current: now, documents }, report) => {
    for (const { previous, current } of documents.pairs) {
      const [was, is] = [entryOf(previous.source, 'info'), entryOf(current.source, 'info')];
      if (was === undefined || is === undefined) continue;
      const keys = new Set(
        [was.value, is.value].flatMap((node) => (node.kind === 'map' ? node.entries.map(({ key }) => key) : [])),
      );
      for (const key of keys) {
        const [one, other] = [entryOf(was.value, key), entryOf(is.value, key)];
        const [text, textNow] = [one, other].map((entry) => entry && JSON.stringify(jsonOf(entry.value)));
        if (text === textNow) continue;
        report({
          previous: one?.value.range ?? before.texts.nameOf(was.value.range),
          current: other?.value.range ?? now.texts.nameOf(is.value.range),
          message:
            key === 'version'
              ? `The version of ${current.service} changed from ${previous.version || 'none'} to ${current.version || 'none'}.`
              : `The ${key} of ${current.service} changed.`,
          about: { document: current },
          harms: [],
        });
      }
    }
  },
};
