/** The text of code as ajv writes it: texts in double quotes, and what stands between them. */

/** Applies `change` to what stands between texts in double quotes, and `quoted` to these. */
export const mapCode = (
  code: string,
  change: (between: string) => string,
  quoted: (text: string) => string = (text) => text,
): string =>
  code
    .split(/("(?:[^"\\]|\\.)*")/)
    .map((piece, index) => (index % 2 === 1 ? quoted(piece) : change(piece)))
    .join('');

/** A name as a whole word that is no property of something else. */
export const renamed = (code: string, names: ReadonlyMap<string, string>): string =>
  mapCode(code, (between) => between.replaceAll(/(?<![\w$.])[A-Za-z_$][\w$]*/g, (name) => names.get(name) ?? name));
