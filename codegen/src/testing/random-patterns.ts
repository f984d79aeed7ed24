/** Regular expressions of every kind that the automata know, for tests only. */
import { constantFrom, letrec, oneof, tuple, array, type Arbitrary } from 'fast-check';

/** Over the letters a and b, a word's end and little more, so that they meet often. */
export const randomPatterns = (): Arbitrary<string> => {
  const { pattern } = letrec<{ readonly pattern: string; readonly term: string }>((tie) => ({
    pattern: oneof(
      { depthSize: 'small', withCrossShrink: true },
      sequences(tie('term')),
      tuple(sequences(tie('term')), tie('pattern')).map(([one, other]) => `${one}|${other}`),
    ),
    term: oneof(
      { depthSize: 'small', withCrossShrink: true },
      atoms,
      tuple(atoms, quantifiers).map(([atom, quantifier]) => atom + quantifier),
      constantFrom('^', '$', String.raw`\b`, String.raw`\B`),
      tuple(tie('pattern'), quantifiers).map(([body, quantifier]) => `(?:${body})${quantifier}`),
      tie('pattern').map((body) => `(${body})`),
      tuple(constantFrom('?=', '?!', '?<=', '?<!'), tie('pattern')).map(([look, body]) => `(${look}${body})`),
    ),
  }));
  return pattern;
};

const atoms = constantFrom('a', 'b', '.', '[ab]', '[^a]', String.raw`\w`, String.raw`\W`, '-', '🐲', String.raw`\p{L}`);

const quantifiers = constantFrom('*', '+', '?', '{2}', '{1,2}', '{0,1}', '{2,}', '*?');

const sequences = (term: Arbitrary<string>): Arbitrary<string> =>
  array(term, { maxLength: 4 }).map((terms) => terms.join(''));
