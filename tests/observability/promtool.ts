/** Prometheus' own checker: of PROMTOOL_PATH, on PATH, or from the distribution's package, unpacked into the cache. */
import { spawnSync } from 'node:child_process';
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cached, noDebian, onPath, unpackDebianPackage } from '@streampact/local';

export interface Checked {
  readonly exitCode: number | null;
  /** Everything that it printed. */
  readonly said: string;
}

/** @param input – on its standard input */
export type Promtool = (args: readonly string[], input?: string) => Checked;

/** @returns undefined, after one line that says why, where it cannot be had */
export const findPromtool = async (): Promise<Promtool | undefined> => {
  const file = process.env['PROMTOOL_PATH'] ?? onPath('promtool') ?? (await unpacked());
  if (file === undefined) return undefined;
  return (args, input = '') => {
    const { status, stdout, stderr } = spawnSync(file, args, { encoding: 'utf8', input });
    return { exitCode: status, said: stdout + stderr };
  };
};

const unpacked = async (): Promise<string | undefined> => {
  try {
    const why = noDebian();
    if (why !== undefined) throw new Error(why);
    return join(await cached('promtool-debian', unpack), 'promtool');
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    process.stderr.write(`Alerts are not tested: no promtool on PATH or in PROMTOOL_PATH; Debian's package: ${why}.\n`);
    return undefined;
  }
};

/** The program stands alone; what else the package brings is a hundred megabytes. */
const unpack = async (folder: string): Promise<void> => {
  await unpackDebianPackage('prometheus', folder, { dependencies: false });
  renameSync(join(folder, 'root/usr/bin/promtool'), join(folder, 'promtool'));
  rmSync(join(folder, 'root'), { recursive: true });
};
