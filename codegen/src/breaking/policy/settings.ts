/** `compatibility.yaml` beside the contracts: how long events and services of a release live. */
import { readFile } from 'node:fs/promises';
import { posix } from 'node:path';
import { durationMs } from '../../emit/duration.js';
import { compatibilityFileName } from '../../load/settings-files.js';
import { readSource } from '../../load/read-source.js';
import { jsonOf } from '../../load/source-tree.js';
import { type CompatibilityMode, compatibilityModes, isCompatibilityMode } from '../../model/compatibility.js';
import type { SourceNode } from '../../model/source.js';
import { didYouMean } from '../../report/near-miss.js';
import { CompatibilityError } from './compatibility-of.js';

export interface PolicySettings {
  /** For channels and messages without `x-compatibility`. @default `ROLLING` */
  readonly mode: CompatibilityMode;
  /** From a release until no service of the one before it runs any more. @default P7D */
  readonly rolloutWindowMs: number;
  /** How long a dead letter may still be replayed. @default for ever: dead letters are kept until they are resolved */
  readonly deadLetterWindowMs: number | undefined;
  /** Releases whose services run. @default the last one, and those before it for the rollout window of their successor */
  readonly deployed: readonly string[] | undefined;
}

const day = 86_400_000;

export const defaultSettings: PolicySettings = {
  mode: 'ROLLING',
  rolloutWindowMs: 7 * day,
  deadLetterWindowMs: undefined,
  deployed: undefined,
};

/** The defaults if there is no such file. @throws CompatibilityError – with the place of what is wrong in it */
export const settingsIn = async (folder: string): Promise<PolicySettings> => {
  const file = posix.join(folder, compatibilityFileName);
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? defaultSettings : settingsFrom(file, text);
};

/** @throws CompatibilityError */
export const settingsFrom = (file: string, text: string): PolicySettings => {
  const { source, findings } = readSource(file, text);
  const [finding] = findings;
  if (finding !== undefined) throw new CompatibilityError(`${file}:${finding.line}:${finding.column}`, finding.message);
  const { root } = source;
  if (root?.kind !== 'map') {
    throw new CompatibilityError(
      `${file}:1:1`,
      `It is no map; write keys such as rolloutWindow: P7D. It takes ${known}.`,
    );
  }
  const settings: { -readonly [Key in keyof PolicySettings]: PolicySettings[Key] } = { ...defaultSettings };
  for (const { key, keyRange, value } of root.entries) {
    if (key === 'mode') settings.mode = modeFrom(value);
    else if (key === 'rolloutWindow') settings.rolloutWindowMs = windowFrom(key, value);
    else if (key === 'deadLetterWindow') settings.deadLetterWindowMs = windowFrom(key, value);
    else if (key === 'deployed') settings.deployed = namesFrom(value);
    else {
      const hint = didYouMean(key, keys);
      throw new CompatibilityError(
        `${file}:${keyRange.line}:${keyRange.column}`,
        `There is no setting "${key}"; ${hint ?? `it takes ${known}.`}`,
      );
    }
  }
  return settings;
};

/** A slip in a name must not mean that a release does not run. @throws CompatibilityError */
export const checkDeployed = (folder: string, { deployed }: PolicySettings, names: readonly string[]): void => {
  const unknown = deployed?.find((name) => !names.includes(name));
  if (unknown === undefined) return;
  const hint = didYouMean(unknown, names) ?? `there are ${names.length === 0 ? 'none' : names.join(', ')}.`;
  throw new CompatibilityError(
    posix.join(folder, compatibilityFileName),
    `deployed names "${unknown}", which is no release; ${hint}`,
  );
};

const keys = ['mode', 'rolloutWindow', 'deadLetterWindow', 'deployed'];
const known = `${keys.slice(0, -1).join(', ')} and ${keys.at(-1) ?? ''}`;

const modeFrom = (node: SourceNode): CompatibilityMode => {
  const value = jsonOf(node);
  if (isCompatibilityMode(value)) return value;
  return wrong(node, 'mode', `one of ${compatibilityModes.join(', ')}`);
};

const windowFrom = (key: string, node: SourceNode): number => {
  const value = jsonOf(node);
  const ms = typeof value === 'string' ? durationMs(value) : undefined;
  return ms ?? wrong(node, key, 'an ISO 8601 duration of weeks, days, hours, minutes and seconds, such as P7D');
};

const namesFrom = (node: SourceNode): readonly string[] => {
  const value = jsonOf(node);
  // A release called 1.10 must be in quotes: as a number it would be 1.1.
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  return wrong(node, 'deployed', 'a list of names of releases; those that look like numbers in quotes');
};

const wrong = (node: SourceNode, key: string, takes: string): never => {
  const { file, line, column } = node.range;
  throw new CompatibilityError(
    `${file}:${line}:${column}`,
    `${key} is ${JSON.stringify(jsonOf(node))}; it takes ${takes}.`,
  );
};
