/** Far more than any body of ours has; validation walks a body by recursion, and tens of thousands of levels would be too many. */
const levelsMax = 32;

/** Whether a parsed body has more levels than can be meant. Walks level by level: what it looks for must not break it. */
export const isNestedTooDeep = (body: unknown): boolean => {
  let level: readonly unknown[] = [body];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > levelsMax) return true;
    level = level.flatMap((value) =>
      typeof value === 'object' && value !== null ? (Object.values(value) as unknown[]) : [],
    );
  }
  return false;
};
