/** A unified diff, as `diff -u` and git show it, cut where nobody reads on. */

/** Lines shown of one file. */
const linesMax = 60;

/** Loads the package that compares only when there is something to show. */
export const unifiedDiff = async (path: string, before: string, after: string): Promise<string> => {
  const { createTwoFilesPatch } = await import('diff');
  // The first two lines only say what the others say as well.
  const [, , ...lines] = createTwoFilesPatch(path, path, before, after, 'as it is', 'as it would be written', {
    context: 2,
  })
    .trimEnd()
    .split('\n');
  const rest = lines.length - linesMax;
  const shown = rest > 0 ? [...lines.slice(0, linesMax), `… ${rest} lines more`] : lines;
  return `${shown.join('\n')}\n`;
};
