/** Code as ajv writes it, one statement or one brace a line, as a tree. */

export type Statement = string | Block;

export interface Block {
  /** What stands before the brace, e.g. `if(errors === 0)` or `else`. */
  readonly head: string;
  readonly body: readonly Statement[];
}

/** @param text of one function */
export const blockOf = (text: string): Block => {
  const root: { head: string; body: Statement[] } = { head: '', body: [] };
  const open = [root];
  for (const line of text.split('\n')) {
    const inner = open.at(-1);
    if (line === '' || inner === undefined) continue;
    if (line === '}') {
      open.pop();
    } else if (line.endsWith('{')) {
      const block = { head: line.slice(0, -1).trimEnd(), body: [] };
      inner.body.push(block);
      open.push(block);
    } else {
      inner.body.push(line);
    }
  }
  const [first] = root.body;
  if (open.length !== 1 || typeof first !== 'object')
    throw new Error(`ajv wrote something else than a function:\n${text}`);
  return first;
};
