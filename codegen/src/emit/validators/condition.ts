/** Conditions without the brackets that nobody needs. */

export interface Condition {
  /** What `operator` joins; one part if there is nothing to join. */
  readonly parts: readonly string[];
  readonly operator: '||' | '&&';
}

export const conditionOf = (text: string): Condition => {
  const inner = unwrapped(text);
  for (const operator of ['||', '&&'] as const) {
    if (!inner.includes(operator)) continue;
    const operands = split(inner, operator);
    if (operands.length > 1) return { operator, parts: operands.flatMap((operand) => joined(operand, operator)) };
  }
  return { operator: '||', parts: [single(inner)] };
};

/** An operand as parts of the same chain, or as one part in brackets of its own. */
const joined = (operand: string, operator: string): readonly string[] => {
  const below = conditionOf(operand);
  if (below.parts.length > 1) {
    return below.operator === operator ? below.parts : [`(${below.parts.join(` ${below.operator} `)})`];
  }
  const [only = ''] = below.parts;
  return [/^\w+ = /.test(only) ? `(${only})` : only];
};

const single = (text: string): string => {
  if (!text.startsWith('!(')) return text;
  const { parts, operator } = conditionOf(text.slice(1));
  const inner = parts.join(` ${operator} `);
  const [, left, equals, right] = /^((?:typeof )?[\w.]+) (===?|!==?) ("[^"]*"|[\w.]+)$/.exec(inner) ?? [];
  if (left !== undefined && equals !== undefined && right !== undefined) {
    return `${left} ${equals.startsWith('!') ? '=' : '!'}${equals.slice(1)} ${right}`;
  }
  // A name or a call needs no brackets.
  return /^[\w.]+(?:\([^()]*\))?$/.test(inner) ? `!${inner}` : `!(${inner})`;
};

/** Without brackets around the whole. */
const unwrapped = (text: string): string => {
  const trimmed = text.trim();
  if (!trimmed.startsWith('(') || closing(trimmed, 0) !== trimmed.length - 1) return trimmed;
  return unwrapped(trimmed.slice(1, -1));
};

const split = (text: string, operator: string): readonly string[] => {
  const operands: string[] = [];
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '"') at = endOfText(text, at);
    else if (text[at] === '(' || text[at] === '[') at = closing(text, at);
    else if (text.startsWith(operator, at)) {
      operands.push(text.slice(from, at));
      from = at + operator.length;
      at = from - 1;
    }
  }
  return [...operands, text.slice(from)];
};

/** Where the bracket at `start` closes. */
const closing = (text: string, start: number): number => {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === '"') at = endOfText(text, at);
    else if (text[at] === '(' || text[at] === '[') depth += 1;
    else if (text[at] === ')' || text[at] === ']') depth -= 1;
    if (depth === 0) return at;
  }
  return text.length;
};

const endOfText = (text: string, start: number): number => {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
};
