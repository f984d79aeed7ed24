/** Servers of both releases, by service and key, and who connects to them. */
import type { Document } from '../../model/contract.js';
import type { Comparison } from './comparison.js';
import { type Server, serversOf } from './facts.js';
import { type Pair, type Paired, pairBy, same } from './pair-by.js';

export interface ServersOf extends Paired<Server> {
  readonly document: Pair<Document>;
}

export const serverPairs = ({ previous: before, current: now, documents }: Comparison): readonly ServersOf[] =>
  documents.pairs.map((document) => ({
    document,
    ...pairBy(serversOf(before.texts, document.previous), serversOf(now.texts, document.current), [
      same(({ key }) => key),
      same(({ address }) => address),
    ]),
  }));

/** The service of a document and those that receive from its channels. */
export const connected = ({ previous }: Comparison, document: Document): readonly { readonly document: Document }[] => [
  { document },
  ...previous.activities.filter(
    ({ channel, action }) => action === 'receive' && channel.definedBy === document.service,
  ),
];
