/**
 * A package of the distribution and what it needs, unpacked into a folder: nothing is installed, no service is started, no root
 * is needed (apt works with a state folder of its own).
 */
import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onPath } from './on-path.js';

const run = promisify(execFile);
const commandMaxMs = 120_000;

/** @returns why there are no such packages here; undefined if there are */
export const noDebian = (): string | undefined => {
  if (process.platform !== 'linux') return 'there are such packages for Debian and Ubuntu only';
  const missing = ['apt-get', 'apt-cache', 'dpkg', 'dpkg-query'].find((name) => !onPath(name));
  return missing === undefined ? undefined : `${missing} is not there, so this is no Debian or Ubuntu`;
};

export interface UnpackOptions {
  /** Also the packages it depends on that are not installed. @default true */
  readonly dependencies?: boolean;
}

/** Unpacks into `<folder>/root`. @throws what apt or dpkg fails with */
export const unpackDebianPackage = async (
  name: string,
  folder: string,
  { dependencies = true }: UnpackOptions = {},
): Promise<void> => {
  const state = join(folder, 'apt');
  const packages = join(folder, 'packages');
  for (const path of ['state/lists/partial', 'cache/archives/partial'])
    mkdirSync(join(state, path), { recursive: true });
  mkdirSync(packages);
  const options = [
    `Dir::State=${state}/state`,
    `Dir::Cache=${state}/cache`,
    'Dir::State::status=/var/lib/dpkg/status',
    'Debug::NoLocking=1',
    'APT::Sandbox::User=',
  ].flatMap((setting) => ['-o', setting]);
  const apt = async (program: string, args: readonly string[]): Promise<string> =>
    (await run(program, ['-qq', ...options, ...args], { cwd: packages, timeout: commandMaxMs })).stdout;

  await apt('apt-get', ['update']);
  const needed = dependencies ? await dependenciesOf(name, apt) : [];
  await apt('apt-get', ['download', name, ...needed]);
  for (const file of readdirSync(packages)) {
    await run('dpkg', ['-x', join(packages, file), join(folder, 'root')], { timeout: commandMaxMs });
  }
  for (const path of [state, packages]) rmSync(path, { recursive: true, force: true });
};

type Apt = (program: string, args: readonly string[]) => Promise<string>;

const dependenciesOf = async (name: string, apt: Apt): Promise<readonly string[]> =>
  (await apt('apt-cache', ['depends', name]))
    .split('\n')
    .map((line) => /^\s+Depends: ([a-z0-9][a-z0-9.+-]*)$/.exec(line)?.[1])
    .filter((dependency) => dependency !== undefined)
    .filter((dependency) => !isInstalled(dependency));

const isInstalled = (name: string): boolean =>
  /install ok installed/.test(
    spawnSync('dpkg-query', ['-W', '-f=${Status}', name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
      .stdout,
  );
