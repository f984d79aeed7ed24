/** What is going on, on standard error. On a terminal it first wipes a progress line that may stand there. */
export const say = (line: string): void => {
  process.stderr.write(`${process.stderr.isTTY ? '\r\u001b[K' : ''}${line}\n`);
};

/** Results, on standard output. */
export const print = (lines: readonly string[]): void => {
  process.stdout.write(`${lines.join('\n')}\n`);
};
