/**
 * Removes from a function what can never happen in it. ajv counts errors and asks after each step whether there are new
 * ones; a function that returns at its first error has none, so that all of these questions have one answer.
 */
import type { Block, Statement } from './blocks.js';
import { mapCode } from './code-text.js';

/** Functions that try several schemas (`anyOf`, `not` …) count errors on purpose and stay as they are. */
export const folded = (block: Block): Block => {
  const lines = linesOf(block);
  const isCounting = lines.some((line) => /^(?:errors\+\+|errors = |vErrors = |vErrors\.)/.test(line));
  const always = isCounting ? new Set<string>() : alwaysTrue(lines);
  return declared(
    foldedBlock(
      block,
      (condition) => !isCounting && (counts.test(condition) || always.has(condition)),
      (line) => (isCounting ? line : withoutCounting(line, always)),
    ),
  );
};

/** A `var` behind a return is declared all the same, and was left out with the rest of what is never reached. */
const declared = (block: Block): Block => {
  const text = linesOf(block, { withHeads: true }).join('\n');
  const names = new Set<string>();
  mapCode(text, (between) => {
    for (const [name] of between.matchAll(/(?<![\w$.])(?:props|_?valid)\d+\b/g)) names.add(name);
    return between;
  });
  const missing = [...names].filter((name) => !new RegExp(`(?:var|let|const) ${name}\\b`).test(text));
  return missing.length === 0 ? block : { ...block, body: [`var ${missing.join(', ')};`, ...block.body] };
};

/** `valid3` if it is never set to anything but the answer to whether there are new errors. */
const alwaysTrue = (lines: readonly string[]): ReadonlySet<string> => {
  const names = new Map<string, boolean>();
  for (const line of lines) {
    const [, name, value] = /^(?:(?:var|let|const) )?(_?valid\d+)(?: = (.*))?;$/.exec(line) ?? [];
    if (name === undefined) continue;
    const isTrue = value === undefined || value === 'true' || counts.test(value);
    names.set(name, (names.get(name) ?? true) && isTrue);
  }
  return new Set([...names].flatMap(([name, isTrue]) => (isTrue ? name : [])));
};

const counts = /^(?:errors === 0|_errs\d+ === errors|errors === _errs\d+)$/;

const withoutCounting = (line: string, always: ReadonlySet<string>): string | undefined => {
  if (/^(?:let vErrors = null|let errors = 0|const _errs\d+ = errors);$/.test(line)) return undefined;
  const [, assigned] = /^(?:(?:var|let|const) )?(_?valid\d+)(?: = .*)?;$/.exec(line) ?? [];
  if (assigned !== undefined && always.has(assigned)) return undefined;
  if (line === 'return errors === 0;') return 'return true;';
  return line
    .replace(/\.errors = vErrors;$/, '.errors = null;')
    .replace(/ = (?:_errs\d+ === errors|errors === _errs\d+);$/, ' = true;');
};

type IsTrue = (condition: string) => boolean;
type MapLine = (line: string) => string | undefined;

/** What an `else` belongs to: a branch that always or never runs, one that returns, or something else. */
type Before = 'always' | 'never' | 'returns' | 'other';

const foldedBlock = ({ head, body }: Block, isTrue: IsTrue, mapLine: MapLine): Block => {
  const statements: Statement[] = [];
  let before: Before = 'other';
  for (const statement of body) {
    // What follows a return is never reached.
    if (statements.at(-1) === 'return false;') break;
    if (typeof statement === 'string') {
      const line = mapLine(statement);
      if (line !== undefined) statements.push(line);
      before = 'other';
      continue;
    }
    const after: Before = statement.head.startsWith('else') ? before : 'other';
    if (after === 'always') continue;
    const block = foldedBlock(statement, isTrue, mapLine);
    const bare: string = after === 'other' ? block.head : block.head.replace(/^else ?/, '');
    const condition: string | undefined = /^if\((.*)\)$/.exec(bare)?.[1];
    before = 'other';
    if (bare === '' || (condition !== undefined && isTrue(condition))) {
      statements.push(...block.body);
      before = 'always';
    } else if (condition?.startsWith('!') === true && isTrue(condition.slice(1))) {
      before = 'never';
    } else if (bare === 'else') {
      addElse(statements, block);
    } else {
      statements.push({ head: bare, body: block.body }, ...missingElse(bare, block));
      if (condition !== undefined && block.body.at(-1) === 'return false;') before = 'returns';
    }
  }
  return {
    head,
    body: withShortErrors(statements).filter((statement, index) => !isIdle(statement, statements[index + 1])),
  };
};

/** `if (isText) { … } else { return false; }` is easier to read as `if (!isText) { return false; }` and what comes then. */
const addElse = (statements: Statement[], { head, body }: Block): void => {
  const before = statements.at(-1);
  const condition = typeof before === 'object' ? /^if\((.*)\)$/.exec(before.head)?.[1] : undefined;
  if (body.length === 0) return;
  if (typeof before !== 'object' || condition === undefined || body.at(-1) !== 'return false;') {
    statements.push({ head, body });
    return;
  }
  statements.splice(-1, 1, { head: `if(!(${condition}))`, body }, ...before.body);
};

/**
 * Where `items` is a list and the value is shorter, ajv leaves open whether its items are valid, and then skips what stands
 * beside `items`: an empty list would pass `contains`. A place that is not there is valid.
 */
const missingElse = (head: string, { body }: Block): readonly Block[] => {
  const last = body.at(-1);
  const [, name] = typeof last === 'string' ? (/^var (valid\d+) = _errs\d+ === errors;$/.exec(last) ?? []) : [];
  return name !== undefined && /^if\(len\d+ > \d+\)$/.test(head)
    ? [{ head: 'else', body: [`var ${name} = true;`] }]
    : [];
};

/** ajv adds an error to those before it in six lines; one is enough. */
const withShortErrors = (statements: readonly Statement[]): readonly Statement[] => {
  const added = statements.flatMap((statement, at) => {
    const error = typeof statement === 'string' ? /^const err\d+ = (\{.*\});$/.exec(statement)?.[1] : undefined;
    const [first, second] = statements.slice(at + 1, at + 3);
    if (error === undefined || typeof first !== 'object' || typeof second !== 'object') return [];
    return first.head === 'if(vErrors === null)' && second.head === 'else' ? [{ at, error }] : [];
  });
  const replaced = new Map(added.map(({ at, error }) => [at, `(vErrors ??= []).push(${error});`]));
  return statements.flatMap((statement, at) =>
    replaced.has(at - 1) || replaced.has(at - 2) ? [] : (replaced.get(at) ?? statement),
  );
};

/** Looks at a property, and does nothing about it. */
const isIdle = (statement: Statement, next: Statement | undefined): boolean =>
  typeof statement === 'object' &&
  statement.body.length === 0 &&
  !(typeof next === 'object' && next.head.startsWith('else')) &&
  /^if\((?:data\d*(?:\.\w+|\["(?:[^"\\]|\\.)*"\])* !== undefined(?: && hasOwn\.call\([^()]*\))?)\)$/.test(
    statement.head,
  );

const linesOf = ({ head, body }: Block, options: { readonly withHeads?: boolean } = {}): readonly string[] => [
  ...(options.withHeads === true ? [head] : []),
  ...body.flatMap((statement) => (typeof statement === 'string' ? statement : linesOf(statement, options))),
];
