/** Redis entry ids `<ms>-<seq>`: both parts are unsigned 64-bit, so they are compared as bigint. */
export interface EntryId {
  readonly ms: bigint;
  readonly seq: bigint;
}

/** Before every entry. */
export const ENTRY_ID_ZERO = '0-0';

export const parseEntryId = (id: string): EntryId => {
  const [ms = '0', seq = '0'] = id.split('-');
  return { ms: BigInt(ms), seq: BigInt(seq) };
};

/** Negative if `left` is before `right`, 0 if they are equal, positive if it is after. */
export const compareEntryIds = (left: string, right: string): number => {
  if (left === right) return 0;
  const a = parseEntryId(left);
  const b = parseEntryId(right);
  if (a.ms !== b.ms) return a.ms < b.ms ? -1 : 1;
  return a.seq < b.seq ? -1 : a.seq > b.seq ? 1 : 0;
};

export const lowestEntryId = (ids: readonly [string, ...string[]]): string =>
  ids.reduce((lowest, id) => (compareEntryIds(id, lowest) < 0 ? id : lowest));

export const highestEntryId = (ids: readonly [string, ...string[]]): string =>
  ids.reduce((highest, id) => (compareEntryIds(id, highest) > 0 ? id : highest));

/** The highest id before this one: whoever stands there reads it next. */
export const idBefore = (id: string): string => {
  const { ms, seq } = parseEntryId(id);
  if (seq > 0n) return `${String(ms)}-${String(seq - 1n)}`;
  return ms > 0n ? `${String(ms - 1n)}-18446744073709551615` : ENTRY_ID_ZERO;
};
