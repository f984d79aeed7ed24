/** Parameters of an address that came or went: the streams have other names then. */
import type { Channel } from '../../model/contract.js';
import type { SourceRange } from '../../model/source.js';
import type { Comparison } from './comparison.js';
import { parametersOf } from './facts.js';
import { movedStream } from './moved-stream.js';
import type { Pair } from './pair-by.js';
import { parametersIn } from './pair-channels.js';
import type { Difference } from './rule.js';
import type { Side } from './side.js';

/** None if there are as many as before: a parameter at the same place was only renamed. */
export const changedNames = ({
  previous,
  current,
}: Pair<Channel>): { readonly added: readonly string[]; readonly removed: readonly string[] } => {
  const [was, is] = [parametersIn(previous.address), parametersIn(current.address)];
  if (was.length === is.length) return { added: [], removed: [] };
  return { added: is.filter((name) => !was.includes(name)), removed: was.filter((name) => !is.includes(name)) };
};

export const parameterChange = (
  comparison: Comparison,
  pair: Pair<Channel>,
  { name, message }: { readonly name: string; readonly message: string },
): Difference => {
  const place = ({ texts }: Side, channel: Channel): SourceRange | undefined =>
    parametersOf(texts, channel).get(name)?.range ?? texts.valueRange(channel.source, 'address');
  return {
    previous: place(comparison.previous, pair.previous),
    current: place(comparison.current, pair.current),
    message,
    ...movedStream(comparison, pair),
  };
};
