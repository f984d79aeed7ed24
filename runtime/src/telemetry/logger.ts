/** Logs are objects with fixed fields; the sentence is constant, payloads are never logged. */
export interface Logger {
  debug(fields: object, sentence: string): void;
  info(fields: object, sentence: string): void;
  warn(fields: object, sentence: string): void;
  error(fields: object, sentence: string): void;
}

const nothing = (): void => undefined;
export const silentLogger: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing };

const write =
  (level: string) =>
  (fields: object, sentence: string): void => {
    process.stderr.write(`${JSON.stringify({ level, at: new Date().toISOString(), ...plain(fields), sentence })}\n`);
  };

/** Errors are not JSON by themselves. */
const plain = (fields: object): object =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]): [string, unknown] => [
      name,
      value instanceof Error ? { name: value.name, message: value.message, stack: value.stack } : value,
    ]),
  );

/** One JSON line per entry on standard error; for programs without a logger of their own. */
export const consoleLogger: Logger = {
  debug: nothing,
  info: write('info'),
  warn: write('warn'),
  error: write('error'),
};
