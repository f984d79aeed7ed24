/** Which documents of two releases are one service: those of one name, and those that do the same under another. */
import type { Document, Operation } from '../../model/contract.js';
import { type Pair, type Paired, pairBy, same } from './pair-by.js';
import type { Side } from './side.js';

export const pairDocuments = (previous: Side, current: Side): Paired<Document> => {
  const byName = pairBy(previous.documents, current.documents, [same(({ service }: Document) => service)]);
  const pairs = [...byName.pairs];
  const removed: Document[] = [];
  const added = new Set(byName.added);
  for (const document of byName.removed) {
    const renamed = renamedTo(document, [...added]);
    if (renamed === undefined) removed.push(document);
    else {
      pairs.push({ previous: document, current: renamed });
      added.delete(renamed);
    }
  }
  return { pairs, removed, added: [...added] };
};

export const isRenamed = ({ previous, current }: Pair<Document>): boolean => previous.service !== current.service;

/** The one that does most of the same: of what it receives, or of all; it must be more than half of what both do. */
const renamedTo = (document: Document, candidates: readonly Document[]): Document | undefined => {
  let best: { readonly document: Document; readonly share: number } | undefined;
  for (const candidate of candidates) {
    const share = Math.max(
      shareOf(deedsOf(document, ['receive']), deedsOf(candidate, ['receive'])),
      shareOf(deedsOf(document, ['send', 'receive']), deedsOf(candidate, ['send', 'receive'])),
    );
    if (share > Math.max(0.5, best?.share ?? 0)) best = { document: candidate, share };
  }
  return best?.document;
};

const shareOf = (deeds: ReadonlySet<string>, others: ReadonlySet<string>): number => {
  const both = [...deeds].filter((deed) => others.has(deed)).length;
  return both === 0 ? 0 : both / (deeds.size + others.size - both);
};

const deedsOf = ({ operations }: Document, actions: readonly Operation['action'][]): ReadonlySet<string> =>
  new Set(
    operations
      .filter(({ action }) => actions.includes(action))
      .flatMap(({ action, channel: { address }, messages }) =>
        messages.map(({ name }) => `${action} ${address} ${name}`),
      ),
  );
