/** What validators need besides plain comparison. Copied as it stands into the generated code; imports nothing. */

/** A precompiled validator: true if valid, else false with `errors` set until the next call. */
export interface Validate<Data = unknown> {
  (data: unknown): data is Data;
  errors?: readonly ValidationError[] | null | undefined;
}

/** One reason why a value is not valid. */
export interface ValidationError {
  /** JSON pointer into the value, `''` for the value itself. */
  readonly instancePath: string;
  /** Of JSON Schema, e.g. `required`. */
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message: string;
}

/** Errors of a part, as errors of what it is a part of. */
export const within = (path: string, errors: readonly ValidationError[]): readonly ValidationError[] =>
  errors.map((error) => ({ ...error, instancePath: path + error.instancePath }));

/** Length in characters, as JSON Schema counts: a surrogate pair is one. */
export const ucs2length = (text: string): number => {
  let length = text.length;
  for (let index = 0; index < text.length - 1; index += 1) {
    if (isHighSurrogate(text.charCodeAt(index)) && isLowSurrogate(text.charCodeAt(index + 1))) {
      length -= 1;
      index += 1;
    }
  }
  return length;
};

/** Whether two JSON values are the same. */
export const equal = (one: unknown, other: unknown): boolean => {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const members = Object.entries(one);
  const others = new Map<string, unknown>(Object.entries(other));
  return (
    members.length === others.size && members.every(([key, value]) => others.has(key) && equal(value, others.get(key)))
  );
};

const isHighSurrogate = (unit: number): boolean => unit >= 0xd8_00 && unit <= 0xdb_ff;

const isLowSurrogate = (unit: number): boolean => unit >= 0xdc_00 && unit <= 0xdf_ff;
