/** Names from contracts to identifiers. Every name of a contract that becomes code passes through here. */

/** `OrderPlaced` for `ORDER_PLACED`, `order-placed` or `orderPlaced`. */
export const pascalCase = (name: string): string => identifier(words(name).map(capitalised).join(''));

/** `orderPlaced` for `ORDER_PLACED`, `usersStream` for `users-stream`. */
export const camelCase = (name: string): string => {
  const [first = '', ...rest] = words(name);
  return identifier(first.toLowerCase() + rest.map(capitalised).join(''));
};

/** `order-placed` for `orderPlaced`: the name of a file. */
export const kebabCase = (name: string): string => words(name).join('-').toLowerCase();

/** A property name as it may stand in an interface or an object: quoted unless it is an identifier. */
export const propertyKey = (name: string): string =>
  /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name) && name !== '__proto__' ? name : JSON.stringify(name);

/** The names of one folder of generated code. Gives each thing its own. */
export class NameScope {
  readonly #taken: Set<string>;

  constructor(reserved: readonly string[] = []) {
    this.#taken = new Set(reserved);
  }

  /** @returns `wanted`, or with the first free number from 2 behind it. */
  claim(wanted: string): string {
    let name = wanted;
    for (let number = 2; this.#taken.has(name); number += 1) name = `${wanted}${number}`;
    this.#taken.add(name);
    return name;
  }
}

const words = (name: string): string[] =>
  name
    .replaceAll(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

const capitalised = (word: string): string => {
  const [first = '', ...rest] = word;
  return first.toUpperCase() + rest.join('').toLowerCase();
};

const identifier = (name: string): string => {
  if (name === '' || /^\p{N}/u.test(name)) return `_${name}`;
  return reservedWords.has(name) ? `${name}_` : name;
};

/** Words of the language and names that generated code uses for something else. */
const reservedWords = new Set(
  [
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends',
    'false finally for function if implements import in instanceof interface let new null package private protected',
    'public return static super switch this throw true try typeof undefined var void while with yield',
    'any boolean never number object string symbol unknown bigint constructor prototype then',
  ].flatMap((line) => line.split(' ')),
);
