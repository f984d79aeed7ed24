import type { ValidationError } from 'class-validator';
import type { FieldProblem } from '../problems/problem.js';

/** class-validator's tree of errors as a list, one entry a broken rule. */
export const bodyProblems = (errors: readonly ValidationError[]): FieldProblem[] =>
  flatten(errors, '').map(({ path, detail }) => ({ pointer: path, detail }));

export const parameterProblems = (errors: readonly ValidationError[]): FieldProblem[] =>
  flatten(errors, '').map(({ path, detail }) => ({ parameter: path.slice(1), detail }));

interface Flat {
  readonly path: string;
  readonly detail: string;
}

const flatten = (errors: readonly ValidationError[], parent: string): Flat[] =>
  errors.flatMap(({ property, constraints, children }) => {
    const path = `${parent}/${escaped(property)}`;
    const own = Object.values(constraints ?? {}).map((text) => ({ path, detail: withoutName(text, property) }));
    return [...own, ...flatten(children ?? [], path)];
  });

/** @see https://www.rfc-editor.org/rfc/rfc6901#section-3 */
const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** "quantity must not be less than 1" → "must not be less than 1": the pointer names it already. */
const withoutName = (text: string, property: string): string =>
  text.startsWith(`${property} `) ? text.slice(property.length + 1) : text;
