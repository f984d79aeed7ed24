/** Which documents of two releases are one service: those of one name, and those that do the same under another. */
import type { Document } from '../../model/contract.js';
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

/** The one that does most of the same; it must be more than half of what both do. */
const renamedTo = (document: Document, candidates: readonly Document[]): Document | undefined => {
  const wanted = deedsOf(document);
  let best: { readonly document: Document; readonly share: number } | undefined;
  for (const candidate of candidates) {
    const deeds = deedsOf(candidate);
    const both = [...wanted].filter((deed) => deeds.has(deed)).length;
    const share = both / (wanted.size + deeds.size - both);
    if (share > Math.max(0.5, best?.share ?? 0)) best = { document: candidate, share };
  }
  return best?.document;
};

const deedsOf = ({ operations }: Document): ReadonlySet<string> =>
  new Set(
    operations.flatMap(({ action, channel: { address }, messages }) =>
      messages.map(({ name }) => `${action} ${address} ${name}`),
    ),
  );
