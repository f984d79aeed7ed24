/** `x-compatibility` of a channel or a message: what a change of it must not break. */
import type { JsonValue } from './source.js';

/**
 * Which way a change must be compatible. `BACKWARD`: today's readers read what earlier releases wrote; `FORWARD`: readers
 * of earlier releases read what is written today; `FULL`: both. These look at the previous release alone, with
 * `_TRANSITIVE` at every release. `ROLLING` looks backward at every release whose events may be stored anywhere, and
 * forward at those whose services may still run.
 */
export const compatibilityModes = [
  'NONE',
  'ROLLING',
  'BACKWARD',
  'BACKWARD_TRANSITIVE',
  'FORWARD',
  'FORWARD_TRANSITIVE',
  'FULL',
  'FULL_TRANSITIVE',
] as const;

export type CompatibilityMode = (typeof compatibilityModes)[number];

/** `event`: written by generated code, which refuses what is not declared. `strict`: by anybody, as the schema is declared. */
export const contentModels = ['event', 'strict'] as const;

export interface DeclaredCompatibility {
  readonly mode?: CompatibilityMode;
  readonly content?: (typeof contentModels)[number];
}

export const isCompatibilityMode = (value: unknown): value is CompatibilityMode =>
  compatibilityModes.some((mode) => mode === value);

/** @returns `undefined` if `value` is none: neither a mode nor `{mode, content}` */
export const compatibilityFrom = (value: JsonValue): DeclaredCompatibility | undefined => {
  if (isCompatibilityMode(value)) return { mode: value };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { mode, content, ...others } = Object.fromEntries(Object.entries(value));
  const model = contentModels.find((one) => one === content);
  const isKnown = (mode === undefined || isCompatibilityMode(mode)) && (content === undefined || model !== undefined);
  if (!isKnown || Object.keys(others).length > 0) return undefined;
  return { ...(mode === undefined ? {} : { mode }), ...(model === undefined ? {} : { content: model }) };
};
