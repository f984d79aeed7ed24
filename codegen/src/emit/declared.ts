/** Short forms of syntax structures that several emitters use. */
import {
  type ImportDeclarationStructure,
  type ImportSpecifierStructure,
  StructureKind,
  VariableDeclarationKind,
  type VariableStatementStructure,
} from 'ts-morph';
import { comment } from './comment.js';

/** `const name: type = initializer;` */
export const constant = (options: {
  readonly name: string;
  readonly type?: string;
  readonly initializer: string;
  readonly description?: string | undefined;
  readonly isExported?: boolean;
}): VariableStatementStructure => ({
  kind: StructureKind.VariableStatement,
  declarationKind: VariableDeclarationKind.Const,
  isExported: options.isExported ?? true,
  docs: comment(options.description),
  declarations: [
    {
      kind: StructureKind.VariableDeclaration,
      name: options.name,
      initializer: options.initializer,
      ...(options.type === undefined ? {} : { type: options.type }),
    },
  ],
});

export interface Imported {
  readonly name: string;
  readonly alias?: string;
  readonly isType?: boolean;
}

/** `import { a, type B } from 'from';`, types only as a whole where there are only types. */
export const imports = (from: string, names: readonly Imported[]): ImportDeclarationStructure => {
  const isTypeOnly = names.every(({ isType }) => isType === true);
  const specifiers = names
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, alias, isType }): ImportSpecifierStructure => ({
      kind: StructureKind.ImportSpecifier,
      name,
      isTypeOnly: !isTypeOnly && isType === true,
      ...(alias === undefined || alias === name ? {} : { alias }),
    }));
  return { kind: StructureKind.ImportDeclaration, moduleSpecifier: from, isTypeOnly, namedImports: specifiers };
};

/** `{ a: 1, b }` with the values given as code; a value like its key is written once. */
export const objectOf = (members: readonly (readonly [string, string])[]): string =>
  `{ ${members.map(([key, value]) => (key === value ? key : `${key}: ${value}`)).join(', ')} }`;
