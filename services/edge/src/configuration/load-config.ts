/**
 * The one door between `process.env` and a service: reads every variable, or throws one error that names all problems.
 * Each variable can be given as `NAME_FILE` instead: the path of a file that holds the value.
 */
import { fileNameOf, givenText, type Environment, type GivenText } from '@streampact/runtime';
import { ConfigurationError } from './configuration-error.js';
import { nearMiss } from './near-miss.js';
import type { Variable } from './variable.js';

export type { Environment };
export type Variables = Readonly<Record<string, Variable<unknown>>>;
export type ConfigOf<Of extends Variables> = {
  readonly [Name in keyof Of]: Of[Name] extends Variable<infer Value> ? Value : never;
};

/** Names of this project begin like this, so an unknown one is a mistake; other names belong to other programs. */
const ourPrefix = 'STREAMPACT_';

/** Names of `npm start` and of tools, which may be set in the shell that starts a service by hand. */
const ofTools = new Set(['STREAMPACT_INFRASTRUCTURE', 'STREAMPACT_DATABASES', 'STREAMPACT_REDIS_URL']);

/**
 * @param variables – by the name that the value gets in the result
 * @throws ConfigurationError – with every missing, wrong and misspelt variable
 */
export const loadConfig = <Of extends Variables>(
  service: string,
  environment: Environment,
  variables: Of,
): ConfigOf<Of> => {
  const problems: string[] = [];
  const values = Object.entries(variables).map(([property, variable]): [string, unknown] => {
    const reading = read(variable, givenText(variable, environment));
    if ('problem' in reading) problems.push(reading.problem);
    return [property, 'value' in reading ? reading.value : undefined];
  });
  problems.push(...misspelt(environment, Object.values(variables)));
  if (problems.length > 0) throw new ConfigurationError({ service, problems });
  // Each property was read by the Variable of the same name, and none had a problem.
  return Object.freeze(Object.fromEntries(values)) as ConfigOf<Of>;
};

const read = (variable: Variable<unknown>, given: GivenText): { value: unknown } | { problem: string } => {
  if ('problem' in given) return given;
  const { name, purpose, want, example } = variable;
  const { text, file } = given;
  if (text === undefined || (text === '' && !('defaultValue' in variable))) {
    if ('defaultValue' in variable) return { value: variable.defaultValue };
    return { problem: `${name} is missing: ${purpose}. Set it to ${want}, e.g. ${name}=${example}` };
  }
  const objection = variable.objection?.(text);
  if (objection !== undefined) {
    const what = file === undefined ? name : `${fileNameOf(name)} names ${JSON.stringify(file)}, and what that holds`;
    return { problem: `${what} ${objection}: ${purpose}. It could be ${example}` };
  }
  const value = variable.parse(text);
  if (value !== undefined) return { value };
  if (file !== undefined) {
    const held = `${fileNameOf(name)} names ${JSON.stringify(file)}, which does not hold ${want}`;
    return { problem: `${held}: ${purpose}. It could hold ${example}` };
  }
  const shown = JSON.stringify(variable.show?.(text) ?? text);
  return { problem: `${name} is ${shown}, which is not ${want}: ${purpose}. For example ${name}=${example}` };
};

/** A known name that is set, itself or as a file, cannot have been misspelt, so only names still unset are looked for. */
const misspelt = (environment: Environment, variables: readonly Variable<unknown>[]): string[] => {
  const known = variables.map(({ name }) => name);
  const isSet = (name: string): boolean => environment[name] !== undefined;
  const unset = known.filter((name) => !isSet(name) && !isSet(fileNameOf(name)));
  return Object.keys(environment)
    .filter((name) => isSet(name) && !ofTools.has(name))
    .filter((name) => !known.includes(name) && !known.some((one) => fileNameOf(one) === name))
    .toSorted()
    .flatMap((name) => {
      const isOurs = name.startsWith(ourPrefix);
      const meant = meantName(name, isOurs ? known : unset);
      if (meant !== undefined) return [`${name} is not known; did you mean ${meant}?`];
      if (!isOurs) return [];
      return [`${name} is not known: this service has no such setting. Unset it; ${known.join(', ')} are known.`];
    });
};

/** What precedes `_FILE` is compared by itself: the ending they share would make LOG_FILE look like HOST_FILE. */
const meantName = (given: string, names: readonly string[]): string | undefined => {
  if (!given.endsWith('_FILE')) return nearMiss(given, names);
  const meant = nearMiss(given.slice(0, -'_FILE'.length), names);
  return meant === undefined ? undefined : fileNameOf(meant);
};
