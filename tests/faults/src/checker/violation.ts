/** A promise that was not kept, and what the rules of the checker have in common. */
import type { Commit, History } from '../history.js';

export interface Violation {
  /** The property it breaks: A to G, or X for a process that crashed. */
  readonly property: 'A' | 'B' | 'C' | 'D' | 'E' | 'F' | 'G' | 'X';
  /** What happened, with ids. */
  readonly sentence: string;
}

export type Rule = (history: History) => readonly Violation[];

export const byId = (commits: readonly Commit[]): ReadonlyMap<string, Commit> =>
  new Map(commits.map((commit) => [commit.id, commit]));

export const groupBy = <Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, Item[]> => {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
};

/** Each commit with each group that has to handle it. */
export const duties = (history: History): readonly { readonly commit: Commit; readonly group: string }[] =>
  history.subscriptions.flatMap(({ group, stream, types }) =>
    history.commits
      .filter((commit) => commit.stream === stream && types.includes(commit.type))
      .map((commit) => ({ commit, group })),
  );

export const dutyKey = (group: string, eventId: string): string => `${group} ${eventId}`;

export const described = ({ type, key, version, id }: Commit): string =>
  `${type} ${String(version)} of ${key} (event ${id})`;
