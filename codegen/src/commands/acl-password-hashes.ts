/** The hashes of Redis passwords as they are given to `streampact acl`: never a password itself. */
import { readFile } from 'node:fs/promises';
import type { PasswordHashes } from '../emit/acl/acl-user.js';

/** Where hashes are given without a file, e.g. in a pipeline. */
export const hashesVariable = 'STREAMPACT_REDIS_PASSWORD_HASHES';

/** A list of hashes that cannot be used. What stands in it is not repeated: it may be a password. */
export class PasswordHashesError extends Error {
  readonly code = 'PASSWORD_HASHES_INVALID';

  constructor(place: string, problem: string, cause?: unknown) {
    super(
      `${place}: ${problem}. It takes "<user>=<sha256 of the password>", in lines or between commas; ` +
        `printf %s '<password>' | sha256sum   makes one.`,
      { cause },
    );
    this.name = 'PasswordHashesError';
  }
}

/**
 * The file, if one is given, else the environment. A user may stand there twice: both passwords count, so that one can be changed
 * while services still use the other.
 * @throws PasswordHashesError
 */
export const readPasswordHashes = async (
  file: string | undefined,
  environment: NodeJS.ProcessEnv,
): Promise<PasswordHashes & { readonly users: readonly string[] }> => {
  const [place, text] =
    file === undefined ? [hashesVariable, environment[hashesVariable] ?? ''] : [file, await textOf(file)];
  const hashes = new Map<string, string[]>();
  const parts = text
    .replaceAll(/^\s*#.*$/gm, '')
    .split(/[\n,]/)
    .map((part) => part.trim());
  for (const part of parts.filter((one) => one !== '')) {
    const [, user, hash] = /^([^\s=]+)=([0-9a-f]{64})$/.exec(part) ?? [];
    if (user === undefined || hash === undefined) {
      throw new PasswordHashesError(place, 'one part is no user and hash');
    }
    hashes.set(user, [...(hashes.get(user) ?? []), hash]);
  }
  return { users: [...hashes.keys()], of: (user) => hashes.get(user) ?? [] };
};

const textOf = async (file: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new PasswordHashesError(file, `it cannot be read (${reason})`, error);
  }
};
