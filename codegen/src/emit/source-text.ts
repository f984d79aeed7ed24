/** From structures of syntax to formatted text. */
import { format } from 'prettier';
import { Project, StructureKind, type StatementStructures } from 'ts-morph';

const project = new Project({ useInMemoryFileSystem: true, skipFileDependencyResolution: true });

/** TypeScript of `statements`, in the order they are given. */
export const typescriptOf = async (opening: string, statements: readonly StatementStructures[]): Promise<string> => {
  const file = project.createSourceFile('emitted.ts', { statements: statements.map(spaced) }, { overwrite: true });
  return formatted(opening + file.getFullText(), 'typescript');
};

export const formatted = (text: string, parser: 'typescript' | 'babel' | 'html'): Promise<string> =>
  // Without a file name prettier searches the text for JSX, with an expression that takes as long as everything else.
  format(text, { parser, filepath: fileNames[parser], singleQuote: true, printWidth: 120, trailingComma: 'all' });

const fileNames = { typescript: 'emitted.ts', babel: 'emitted.js', html: 'emitted.html' } as const;

/** A blank line before everything but imports, and before the first thing after them. */
const spaced = (statement: StatementStructures): StatementStructures =>
  statement.kind === StructureKind.ImportDeclaration ? statement : { ...statement, leadingTrivia: '\n' };
