/** The contract files of a commit, read from git as they are asked for. Names are as `git show` takes them: `HEAD~1:asyncapi/a.yaml`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { posix } from 'node:path';
import type { ContractFiles } from '../load/contract-files.js';

/** What was asked of git cannot be had. */
export class GitReferenceError extends Error {
  readonly code = 'GIT_REFERENCE_UNREADABLE';
  constructor(
    readonly reference: string,
    what: string,
    cause?: unknown,
  ) {
    super(`git:${reference}: ${what}`, { cause });
    this.name = 'GitReferenceError';
  }
}

/**
 * @param folder of this machine, in a repository
 * @returns the files of the commit, and the name that `folder` has among them
 * @throws GitReferenceError
 */
export const filesOfCommit = async (
  reference: string,
  folder: string,
): Promise<{ readonly files: ContractFiles; readonly folder: string }> => {
  const git = (...words: readonly string[]): Promise<Answer> => ask(reference, ['-C', folder, ...words]);
  const prefix = await git('rev-parse', '--show-prefix');
  if (prefix.status !== 0) {
    throw new GitReferenceError(
      reference,
      `${folder} is in no git repository (${firstLine(prefix.stderr)}). Run it in one, or give --against a folder.`,
    );
  }
  const commit = await git('rev-parse', '--verify', '--quiet', '--end-of-options', `${reference}^{commit}`);
  if (commit.status !== 0) {
    throw new GitReferenceError(
      reference,
      `git knows no commit "${reference}". See git branch --all and git tag; fetch it if only the server has it ` +
        '(in GitHub Actions: actions/checkout with fetch-depth: 0).',
    );
  }
  const oid = commit.stdout.toString('utf8').trim();
  const path = prefix.stdout.toString('utf8').replace(/\/?\n$/, '');
  const inCommit = (name: string): string => `${oid}:${normalised(name.slice(reference.length + 1))}`;
  const kindOf: ContractFiles['kindOf'] = async (name) => {
    const { stdout, status } = await git('cat-file', '-t', inCommit(name));
    if (status !== 0) return undefined;
    return stdout.toString('utf8').trim() === 'tree' ? 'folder' : 'file';
  };
  const namesIn: ContractFiles['namesIn'] = async (name) => {
    const { stdout, status } = await git('ls-tree', '--full-tree', '-z', '--name-only', inCommit(name));
    return status === 0 ? stdout.toString('utf8').split('\0').filter(Boolean) : [];
  };
  const textOf: ContractFiles['textOf'] = async (name) => {
    const { stdout, status } = await git('cat-file', 'blob', inCommit(name));
    return status === 0 ? stdout.toString('utf8') : undefined;
  };
  return { files: { kindOf, namesIn, textOf }, folder: `${reference}:${path === '' ? '.' : path}` };
};

/** The root of a repository has no name in it. */
const normalised = (path: string): string => {
  const plain = posix.normalize(path).replace(/\/$/, '');
  return plain === '.' ? '' : plain;
};

interface Answer {
  readonly status: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

const ask = async (reference: string, words: readonly string[]): Promise<Answer> => {
  const child = spawn('git', words, { stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (part: Buffer) => stdout.push(part));
  child.stderr.on('data', (part: Buffer) => stderr.push(part));
  await once(child, 'close').catch((cause: unknown) => {
    throw new GitReferenceError(reference, 'git cannot be run. Install it, or give --against a folder.', cause);
  });
  return { status: child.exitCode, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString('utf8') };
};

const firstLine = (text: string): string => text.split('\n', 1)[0]?.replace(/^fatal: /, '') ?? '';
