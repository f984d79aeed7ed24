/**
 * Where a variable's text comes from: `NAME` itself, or the file that `NAME_FILE` names, as secrets of containers are mounted.
 * Services and tools ask here, so that what starts a service is what a tool can be given.
 */
import { readFileSync, statSync } from 'node:fs';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * `text` absent: neither is set. `file`: where it was read, which is shown in messages in place of what it holds. `problem`: a
 * sentence that begins with the variable.
 */
export type GivenText = { readonly text: string | undefined; readonly file?: string } | { readonly problem: string };

export interface NamedVariable {
  readonly name: string;
  /** Completes "REDIS_URL: …" in a message. */
  readonly purpose: string;
}

export const fileNameOf = (name: string): string => `${name}_FILE`;

/** A certificate with its chain has some kilobytes; a file of more is none that was meant. */
const fileMaxBytes = 65_536;

/** Never throws: what is wrong is a problem line, so that it is listed with those of the other variables. */
export const givenText = ({ name, purpose }: NamedVariable, environment: Environment): GivenText => {
  const fileName = fileNameOf(name);
  const file = environment[fileName];
  if (file === undefined) return { text: environment[name] };
  if (environment[name] !== undefined) {
    return { problem: `${name} and ${fileName} are both set: ${purpose}. Unset one of them.` };
  }
  const what = `${fileName} names ${JSON.stringify(file)}`;
  try {
    if (statSync(file).size > fileMaxBytes) {
      return {
        problem: `${what}, which has more than ${fileMaxBytes} bytes. Name the file that holds only the value of ${name}.`,
      };
    }
    const text = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
    if (text !== '') return { text, file };
    return { problem: `${what}, which is empty. Write the value of ${name} into it: ${purpose}.` };
  } catch (error) {
    return { problem: `${what}, which ${unreadable(error)}. Let it name a file that this process may read.` };
  }
};

/** By shape: an error that was made in another realm (a test runner's sandbox) is no instance of our Error. */
const unreadable = (error: unknown): string => {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown reason';
  if (code === 'ENOENT') return 'does not exist';
  return code === 'EISDIR' ? 'is a folder' : `cannot be read (${code})`;
};
