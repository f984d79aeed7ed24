/** From structures of syntax to formatted text. */
import { format } from 'oxfmt';
import { Project, type StatementStructures, SyntaxKind } from 'ts-morph';

const project = new Project({ useInMemoryFileSystem: true, skipFileDependencyResolution: true });

/** TypeScript of `statements`, in the order they are given, as prettier formats it (ADR 0006). */
export const typescriptOf = async (opening: string, statements: readonly StatementStructures[]): Promise<string> => {
  const file = project.createSourceFile('emitted.ts', { statements: [...statements] }, { overwrite: true });
  const texts = file.getStatements().map((statement, index) => {
    // A blank line before everything but imports, and before the first thing after them.
    const gap = statement.getKind() === SyntaxKind.ImportDeclaration || index === 0 ? '' : '\n';
    return `${gap}${statement.getFullText().trim()}\n`;
  });
  const { code, errors } = await format('emitted.ts', opening + texts.join(''), {
    singleQuote: true,
    printWidth: 120,
    trailingComma: 'all',
  });
  const [error] = errors;
  if (error !== undefined) throw new Error(`Emitted code cannot be parsed: ${error.message}\n${error.codeframe ?? ''}`);
  return code;
};
