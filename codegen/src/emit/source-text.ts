/** From structures of syntax to formatted text. */
import { format } from 'oxfmt';
import { Project, type StatementStructures, SyntaxKind } from 'ts-morph';

const project = new Project({ useInMemoryFileSystem: true, skipFileDependencyResolution: true });

/** TypeScript of `statements`, in the order they are given, as prettier formats it (ADR 0007). */
export const typescriptOf = async (opening: string, statements: readonly StatementStructures[]): Promise<string> => {
  const file = project.createSourceFile('emitted.ts', { statements: [...statements] }, { overwrite: true });
  const texts = file.getStatements().map((statement, index) => {
    // A blank line before everything but imports, and before the first thing after them.
    const gap = statement.getKind() === SyntaxKind.ImportDeclaration || index === 0 ? '' : '\n';
    return `${gap}${statement.getFullText().trim()}\n`;
  });
  return formatted('emitted.ts', opening + texts.join(''));
};

/** @param path whose ending says the language */
export const formatted = async (path: string, text: string): Promise<string> => {
  const { code, errors } = await format(path, text, { singleQuote: true, printWidth: 120, trailingComma: 'all' });
  const [error] = errors;
  if (error !== undefined) throw new Error(`Emitted code cannot be parsed: ${error.message}\n${error.codeframe ?? ''}`);
  return code;
};
