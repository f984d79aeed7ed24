import { dim } from './colours.js';

const silentMs = 2_000;
const everyMs = { terminal: 1_000, file: 10_000 };

/** Waits for work; once it has taken two seconds says what is going on, and again now and then. */
export const withProgress = async <T>(sentence: string, work: Promise<T>): Promise<T> => {
  const startedAt = Date.now();
  const isTerminal = process.stderr.isTTY;
  const show = (): void => {
    const seconds = String(Math.round((Date.now() - startedAt) / 1000));
    process.stderr.write(
      isTerminal ? `\r${dim(`${sentence} … ${seconds} s`)}\u001b[K` : `${sentence} … ${seconds} s\n`,
    );
  };
  let again: NodeJS.Timeout | undefined;
  const first = setTimeout(() => {
    show();
    again = setInterval(show, isTerminal ? everyMs.terminal : everyMs.file);
  }, silentMs);
  try {
    return await work;
  } finally {
    clearTimeout(first);
    clearInterval(again);
    if (again && isTerminal) process.stderr.write('\r\u001b[K');
  }
};
