/** validators.js and validators.d.ts: a closed validator for the writer and an open one for readers of each message. */
import type { Document, Message } from '../../model/contract.js';
import type { Finding } from '../../report/finding.js';
import { errorAt } from '../../load/places.js';
import { constant, imports } from '../declared.js';
import { type EmittedFile, header, sourceName } from '../emitted-file.js';
import type { FolderNames } from '../folder-names.js';
import { formatted, typescriptOf } from '../source-text.js';
import { compilables, type Wanted } from './compilable-schema.js';
import { standaloneModule } from './standalone.js';

export const emitValidators = async (
  document: Document,
  { messages: all }: FolderNames,
): Promise<{ readonly files: readonly EmittedFile[]; readonly findings: readonly Finding[] }> => {
  const messages = all.filter(({ isShared }) => !isShared);
  const wanted = messages.flatMap(({ message, validators: property }): [string, Wanted][] => {
    const { payload: schema } = message;
    if (schema === undefined) return [];
    return [
      [`${property}Writer`, { schema, mode: 'closed' }],
      [`${property}Reader`, { schema, mode: 'open' }],
    ];
  });
  const module = attempt(() => standaloneModule(compilables(new Map(wanted)), '../checks.js'));
  if (module instanceof Error) {
    const findings = messages.flatMap(({ message }) => problemOf(message) ?? []);
    if (findings.length === 0) throw module;
    return { files: [], findings };
  }
  const declarations = [
    imports('@streampact/runtime', [{ name: 'Validate', isType: true }]),
    imports(
      './messages.js',
      messages.map(({ payload }) => ({ name: payload, isType: true })),
    ),
    ...messages.flatMap(({ validators: property, payload }) =>
      ['Writer', 'Reader'].map((kind) => ({
        ...constant({
          name: `${property}${kind}`,
          initializer: '',
          description: kind === 'Writer' ? 'Refuses undeclared properties.' : 'Ignores undeclared properties.',
        }),
        hasDeclareKeyword: true,
        declarations: [{ name: `${property}${kind}`, type: `Validate<${payload}>` }],
      })),
    ),
  ];
  const folder = document.service;
  return {
    files: [
      { path: `${folder}/validators.js`, text: await formatted(header(sourceName(document.file)) + module, 'babel') },
      {
        path: `${folder}/validators.d.ts`,
        text: await typescriptOf(header(sourceName(document.file)), messages.length === 0 ? [] : declarations),
      },
    ],
    findings: [],
  };
};

/** What ajv refuses in this one message, at the place of its payload. */
const problemOf = ({ payload }: Message): Finding | undefined => {
  if (payload === undefined) return undefined;
  const result = attempt(() =>
    standaloneModule(compilables(new Map([['payload', { schema: payload, mode: 'closed' }]])), ''),
  );
  if (!(result instanceof Error)) return undefined;
  return errorAt(payload.range, 'schema-not-compilable', `This schema does not compile: ${result.message}.`);
};

const attempt = (compile: () => string): string | Error => {
  try {
    return compile();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
};
