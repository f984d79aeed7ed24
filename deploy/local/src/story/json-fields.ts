/** Reads answers of the services: a missing field is an error that names it, not an `undefined` that travels on. */
export type Json = Readonly<Record<string, unknown>>;

export const objectIn = (value: unknown): Json => {
  if (typeof value === 'object' && value !== null) return { ...value };
  throw new Error(`expected a JSON object, got ${JSON.stringify(value)}`);
};

export const textIn = (json: Json, name: string): string => {
  const value = json[name];
  if (typeof value === 'string') return value;
  throw new Error(`expected the text "${name}" in ${JSON.stringify(json)}`);
};

export const numberIn = (json: Json, name: string): number => {
  const value = json[name];
  if (typeof value === 'number') return value;
  throw new Error(`expected the number "${name}" in ${JSON.stringify(json)}`);
};

export const listIn = (json: Json, name: string): Json[] => {
  const value = json[name];
  if (Array.isArray(value)) return value.map(objectIn);
  throw new Error(`expected the list "${name}" in ${JSON.stringify(json)}`);
};
