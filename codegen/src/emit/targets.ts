/** Which files of a document are made. */

export type Target = 'types' | 'validators' | 'publishers' | 'consumers' | 'testing';

export const targets: readonly Target[] = ['types', 'validators', 'publishers', 'consumers', 'testing'];

/** Publishers, consumers and factories consist of types and validators, and those of types. */
export const withNeeded = (wanted: readonly Target[]): ReadonlySet<Target> => {
  const needsValidators = wanted.some((target) => target !== 'types');
  return new Set([...wanted, 'types', ...(needsValidators ? (['validators'] as const) : [])]);
};
