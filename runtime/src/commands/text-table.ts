/** Left-aligned columns, two spaces apart. Cells are plain text. */
export const textTable = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const all = [head.map((cell) => cell.toUpperCase()), ...rows.map((row) => row.map(onOneLine))];
  const widths = head.map((_, at) => Math.max(...all.map((row) => row[at]?.length ?? 0)));
  return all
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
};

// What an error or an event says must not move the terminal's cursor.
// oxlint-disable-next-line no-control-regex
const onOneLine = (cell: string): string => cell.replaceAll(/[\u0000-\u001f\u007f-\u009f]+/g, ' ');

/** `1 dead letter`, `2 dead letters` */
export const counted = (count: number, singular: string, plural = `${singular}s`): string =>
  `${String(count)} ${count === 1 ? singular : plural}`;
