/** The text of a module of validators. */
import { errorAt } from '../../load/places.js';
import type { Finding } from '../../report/finding.js';
import { header, sourceName } from '../emitted-file.js';
import { formats } from '../formats/index.js';
import { isTracked, type Mode } from './compilable-schema.js';
import { functionText, type FunctionText } from './function-text.js';
import { formatted } from '../source-text.js';
import { relativeTo, type PlannedFunction, type ValidatorModule } from './validator-module.js';

export interface ModuleText {
  readonly text: string;
  /** Formats that its functions check. */
  readonly formats: readonly string[];
  /** Functions that do not compile, which are left out. */
  readonly findings: readonly Finding[];
}

export const moduleText = async (module: ValidatorModule): Promise<ModuleText> => {
  const findings: Finding[] = [];
  const nameOfValue = valueNames(module);
  const compiled = module.functions.flatMap((planned) => {
    try {
      return compile(planned, nameOfValue);
    } catch (error) {
      findings.push(notCompilable(planned, error));
      return [];
    }
  });
  const used = [...new Set(compiled.flatMap((one) => one.formats))];
  const constants = new Map(compiled.flatMap(({ values }) => values));
  const parts = [
    importLines(module, compiled, used).join('\n'),
    [...constants].map(([name, code]) => `const ${name} = ${code};`).join('\n'),
    ...compiled.map(({ text }) => text),
  ].filter((part) => part !== '');
  const text = await formatted(module.path, header(sourceName(module.source)) + parts.join('\n\n'));
  return { text, formats: used, findings };
};

const compile = (
  { validator, compilable }: PlannedFunction,
  nameOfValue: ReturnType<typeof valueNames>,
): FunctionText => {
  const { name, mode } = validator;
  const compiled = functionText(compilable, { name, isTracked: isTracked(mode), nameOfValue });
  return { ...compiled, text: `/** ${descriptions[mode]} */\nexport ${compiled.text}` };
};

const descriptions: Readonly<Record<Mode, string>> = {
  open: 'Ignores undeclared properties.',
  closed: 'Refuses undeclared properties.',
  part: 'Says which properties it declares; whoever calls it refuses those that nobody declares.',
  condition: 'Asks a question, and says which properties it knows.',
  both: 'Accepts what readers accept, and refuses undeclared properties.',
};

const notCompilable = ({ validator }: PlannedFunction, error: unknown): Finding => {
  const reason = error instanceof Error ? error.message : String(error);
  return errorAt(validator.schema.range, 'schema-not-compilable', `This schema does not compile: ${reason}.`);
};

/** Functions of one module share a constant that has the same code in all of them. */
const valueNames = ({ scope }: ValidatorModule): ((kind: string, code: string) => string) => {
  const names = new Map<string, string>();
  return (kind, code) => {
    const known = names.get(code);
    const name = known ?? scope.claim(kind);
    names.set(code, name);
    return name;
  };
};

const importLines = (
  module: ValidatorModule,
  compiled: readonly FunctionText[],
  used: readonly string[],
): readonly string[] => {
  const helpers = new Set(compiled.flatMap((one) => one.helpers));
  const lines = [
    { from: 'checks.js', names: [...helpers] },
    ...used.map((format) => ({ from: `formats/${format}.js`, names: [formats.get(format)?.check ?? format] })),
    ...[...module.imports].map(([from, names]) => ({
      from,
      names: [...names].map(([name, alias]) => (name === alias ? name : `${name} as ${alias}`)),
    })),
  ];
  return lines
    .filter(({ names }) => names.length > 0)
    .toSorted((a, b) => (a.from < b.from ? -1 : 1))
    .map(({ from, names }) => `import { ${names.toSorted().join(', ')} } from '${relativeTo(module.path, from)}';`);
};
