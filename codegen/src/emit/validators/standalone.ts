/** Schemas to the text of a module of validators that plain `node` can import and that needs no ajv. */
import { _ as code, Ajv } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import unevaluated from 'ajv/dist/vocabularies/unevaluated/index.js';
import { formats } from '../checks.js';
import { type Compilables, sharedId } from './compilable-schema.js';

/** What ajv would `require` at run time, by the last part of the path; `checks` exports the same names. */
const hoistable = /^const (\w+) = require\("ajv\/dist\/runtime\/(ucs2length|equal)"\)\.default;?$/gm;

/**
 * @param compilables by the name that the validator is exported under
 * @param checksPath where the module with formats and helpers is, as an import names it
 * @throws whatever ajv says of a schema it cannot compile
 */
export const standaloneModule = ({ schemas, definitions }: Compilables, checksPath: string): string => {
  // Draft 7 has no such keyword; without it the validators are shorter and faster.
  const needsUnevaluated = JSON.stringify([...schemas.values(), definitions]).includes('unevaluatedProperties');
  // Of strict mode, three checks refuse what is right: names in `required` that another branch declares, tuples that
  // may be shorter, and branches whose type stands outside of them. check-emittable.ts asks for types instead.
  const ajv = new Ajv({
    strict: true,
    // Loading has looked at every keyword; compiling the schema of schemas for each document takes longer than the rest.
    validateSchema: false,
    meta: false,
    strictRequired: false,
    strictTuples: false,
    strictTypes: false,
    allowUnionTypes: true,
    allowMatchingProperties: true,
    ownProperties: true,
    messages: true,
    formats,
    inlineRefs: false,
    unevaluated: needsUnevaluated,
    code: { source: true, esm: true, lines: true, formats: code`formats` },
  });
  if (needsUnevaluated) ajv.addVocabulary(unevaluated.default);
  ajv.addSchema({ definitions }, sharedId);
  for (const [name, schema] of schemas) ajv.addSchema(schema, name);
  const names = Object.fromEntries([...schemas.keys()].map((name) => [name, name]));
  const text = standalone.default(ajv, names);
  return asModule(text, checksPath);
};

/** ajv's ES modules still call `require`, which plain node does not have in them. */
const asModule = (text: string, checksPath: string): string => {
  const imports = new Set<string>();
  const hoisted = text.replaceAll(hoistable, (_whole, name: string, helper: string) => {
    imports.add(name === helper ? helper : `${helper} as ${name}`);
    return '';
  });
  if (hoisted.includes('require(')) throw new Error(`ajv requires a helper that is not hoisted:\n${hoisted}`);
  if (/\bformats\b/.test(hoisted)) imports.add('formats');
  const body = hoisted.replace(/^"use strict";/, '');
  if (imports.size === 0) return body;
  return `import { ${[...imports].toSorted().join(', ')} } from '${checksPath}';\n${body}`;
};
