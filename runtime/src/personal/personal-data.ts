/**
 * Personal data in a payload, by the paths that the contract marks (`x-pii`): a copy without it, and the texts that must not
 * appear anywhere else.
 */

/** Stands where personal data stood. */
export const redactedMark = '[personal]';

/** The payload with every marked value replaced; what is not marked is the same object. */
export const withoutPersonal = (data: unknown, paths: readonly string[]): unknown =>
  changedAt(data, paths.map(partsOf), () => redactedMark);

/** Every text and number in the marked values, and the names of what is in them; each once. */
export const personalTexts = (data: unknown, paths: readonly string[]): readonly string[] => {
  const texts = new Set<string>();
  changedAt(data, paths.map(partsOf), (value) => {
    addTexts(value, texts);
    return value;
  });
  return [...texts];
};

type Parts = readonly string[];

const partsOf = (path: string): Parts =>
  path
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));

const changedAt = (value: unknown, paths: readonly Parts[], change: (value: unknown) => unknown): unknown => {
  if (paths.length === 0) return value;
  if (paths.some((parts) => parts.length === 0)) return change(value);
  if (typeof value !== 'object' || value === null) return value;
  const below = (name: string): readonly Parts[] =>
    paths.filter(([first]) => first === name || first === '*').map(([, ...rest]) => rest);
  if (Array.isArray(value)) return value.map((item, index) => changedAt(item, below(String(index)), change));
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, changedAt(member, below(name), change)]),
  );
};

const addTexts = (value: unknown, texts: Set<string>): void => {
  if (typeof value === 'number' || typeof value === 'bigint') texts.add(String(value));
  else if (typeof value === 'string' && value.trim() !== '') texts.add(value);
  else if (Array.isArray(value)) for (const item of value) addTexts(item, texts);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) {
      texts.add(name);
      addTexts(member, texts);
    }
  }
};
