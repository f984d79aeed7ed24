/** The one door between `process.env` and a service: reads every variable, or throws one error that names all problems. */
import { ConfigurationError } from './configuration-error.js';
import { nearMiss } from './near-miss.js';
import type { Variable } from './variable.js';

export type Environment = Readonly<Record<string, string | undefined>>;
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
    const reading = read(variable, environment[variable.name]);
    if ('problem' in reading) problems.push(reading.problem);
    return [property, 'value' in reading ? reading.value : undefined];
  });
  problems.push(...misspelt(environment, Object.values(variables)));
  if (problems.length > 0) throw new ConfigurationError({ service, problems });
  // Each property was read by the Variable of the same name, and none had a problem.
  return Object.freeze(Object.fromEntries(values)) as ConfigOf<Of>;
};

const read = (variable: Variable<unknown>, given: string | undefined): { value: unknown } | { problem: string } => {
  const { name, purpose, want, example } = variable;
  if (given === undefined || (given === '' && !('defaultValue' in variable))) {
    if ('defaultValue' in variable) return { value: variable.defaultValue };
    return { problem: `${name} is missing: ${purpose}. Set it to ${want}, e.g. ${name}=${example}` };
  }
  const value = variable.parse(given);
  if (value !== undefined) return { value };
  const shown = JSON.stringify(variable.show?.(given) ?? given);
  return { problem: `${name} is ${shown}, which is not ${want}: ${purpose}. For example ${name}=${example}` };
};

/** A known name that is set cannot have been misspelt, so only names still unset are looked for. */
const misspelt = (environment: Environment, variables: readonly Variable<unknown>[]): string[] => {
  const known = variables.map(({ name }) => name);
  const unset = known.filter((name) => environment[name] === undefined);
  return Object.keys(environment)
    .filter((name) => environment[name] !== undefined && !known.includes(name) && !ofTools.has(name))
    .toSorted()
    .flatMap((name) => {
      const isOurs = name.startsWith(ourPrefix);
      const meant = nearMiss(name, isOurs ? known : unset);
      if (meant !== undefined) return [`${name} is not known; did you mean ${meant}?`];
      if (!isOurs) return [];
      return [`${name} is not known: this service has no such setting. Unset it; ${known.join(', ')} are known.`];
    });
};
