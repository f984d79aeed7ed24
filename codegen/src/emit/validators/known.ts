/**
 * Leaves out of a folded function what its guards have already answered: that a required property is there, that a value
 * is a number. Looking a property up as an own one is most of what a valid object costs.
 */
import type { Block, Statement } from './blocks.js';
import { conditionOf } from './condition.js';

export const withoutKnown = (block: Block, known: ReadonlySet<string> = new Set()): Block => {
  const here = new Set(known);
  const body: Statement[] = [];
  for (const [index, statement] of block.body.entries()) {
    if (typeof statement === 'string') {
      body.push(statement);
      continue;
    }
    const condition = /^if\((.*)\)$/.exec(statement.head)?.[1];
    const inner = withoutKnown(statement, here);
    const next = block.body[index + 1];
    const hasElse = typeof next === 'object' && next.head.startsWith('else');
    if (condition !== undefined && !hasElse && here.has(plain(condition))) body.push(...inner.body);
    else body.push(quickerLoop(inner));
    if (condition !== undefined && statement.body.at(-1) === 'return false;') {
      for (const fact of factsAfter(condition)) here.add(fact);
    }
  }
  return { head: block.head, body };
};

/** What is true where a function goes on after `if (condition) { … return false; }`, as `plain` writes it. */
const factsAfter = (condition: string): readonly string[] => {
  const text = plain(condition);
  const [, number] =
    /^!(?:Number\.isInteger\((.+)\)|\(typeof (?:.+) == "number" && isFinite\((?:.+)\)\))$/.exec(text) ?? [];
  if (number !== undefined) return [`typeof ${number} == "number" && isFinite(${number})`];
  const { parts, operator } = conditionOf(condition);
  const missing = operator === '||' ? parts.map((part) => missingIn(part)) : [missingIn(`(${text})`)];
  return missing.some((fact) => fact === undefined) ? [] : missing.filter((fact) => fact !== undefined);
};

/** The opposite of what one part of the guard for required properties asks. */
const missingIn = (part: string): string | undefined => {
  const [, value, object, name] =
    /^\(\((.+?) === undefined \|\| !hasOwn\.call\((\w+), ("(?:[^"\\]|\\.)*")\)\) && \(missing\d+ = \3\)\)$/.exec(
      part,
    ) ?? [];
  return value === undefined || object === undefined || name === undefined
    ? undefined
    : `${value} !== undefined && hasOwn.call(${object}, ${name})`;
};

const plain = (condition: string): string => {
  const { parts, operator } = conditionOf(condition);
  return parts.join(` ${operator} `);
};

/** `for…in` needs no list of names. It shows inherited ones as well, of which none is declared: those are asked about. */
const quickerLoop = (loop: Block): Block => {
  const [, key, object] = /^for\(const (key\d+) of Object\.keys\((data\d*)\)\)$/.exec(loop.head) ?? [];
  const [only, ...more] = loop.body;
  if (key === undefined || object === undefined || typeof only !== 'object' || more.length > 0) return loop;
  const condition = /^if\((!\(.*\))\)$/.exec(only.head)?.[1];
  if (condition === undefined || conditionOf(condition).parts.length > 1 || only.body.at(-1) !== 'return false;')
    return loop;
  const head = `if(${condition} && hasOwn.call(${object}, ${key}))`;
  return { head: `for(const ${key} in ${object})`, body: [{ head, body: only.body }] };
};
