/** Names of types, properties and values that Java, C#, Kotlin and Go all take. */
import { NameScope, pascalCase } from '../names.js';

/** `OrderPlaced` for `order placed`; only letters of ASCII, because tools of these languages stumble over others. */
export const typeName = (name: string): string => {
  const wanted = pascalCase(ascii(name)).replaceAll(/[^A-Za-z0-9]/g, '');
  return /^[A-Z]/.test(wanted) ? wanted : `Type${wanted}`;
};

export type Style = 'camel' | 'pascal' | 'constant';

/** @returns an identifier for each of `names`, no two alike, none of them in `reserved`. */
export const identifiers = (
  names: readonly string[],
  { style, reserved }: { readonly style: Style; readonly reserved: readonly string[] },
): ReadonlyMap<string, string> => {
  const scope = new NameScope();
  const words = new Set(reserved);
  return new Map(
    names.map((name) => {
      const wanted = styled(name, style);
      return [name, scope.claim(words.has(wanted) ? styled(`${name} value`, style) : wanted)];
    }),
  );
};

const styled = (name: string, style: Style): string => {
  const parts = wordsOf(name);
  if (style === 'constant') return parts.map((part) => part.toUpperCase()).join('_');
  const pascal = parts.map((part) => part.slice(0, 1).toUpperCase() + part.slice(1).toLowerCase()).join('');
  return style === 'pascal' ? pascal : pascal.slice(0, 1).toLowerCase() + pascal.slice(1);
};

/** At least one word, and the first begins with a letter. */
const wordsOf = (name: string): readonly string[] => {
  const negative = /^-\d/.test(name) ? 'minus ' : '';
  const parts = (negative + ascii(name))
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '');
  return /^[A-Za-z]/.test(parts[0] ?? '') ? parts : ['value', ...parts];
};

/** Without accents; what has no Latin letter is written as its code. */
const ascii = (name: string): string =>
  name
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^\x20-\x7e]/gu, (letter) =>
      /[\p{L}\p{N}]/u.test(letter) ? ` u${(letter.codePointAt(0) ?? 0).toString(16)} ` : ' ',
    );

/** Types that the languages bring along, under names that generated code uses. */
export const reservedTypes: readonly string[] = (
  'Any Array Boolean Byte Char Character Class Convert DateTime DateTimeOffset Decimal Dictionary Double Duration Enum Error Exception ' +
  'Float Guid Int Integer Iterable JsonCreator JsonConverter JsonElement JsonException JsonIgnore JsonInclude JsonProperty ' +
  'JsonSerializer JsonSubTypes JsonTypeInfo JsonValue List LocalDate Long Map Math Number Object OffsetDateTime OffsetTime ' +
  'Override Pair Record Set Short String System Text Thread Time Type Unit Utf8JsonReader Utf8JsonWriter UUID Void Root Anonymous'
).split(' ');
