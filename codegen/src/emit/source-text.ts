/** From structures of syntax to formatted text. */
import { format } from 'prettier';
import { Project, type StatementStructures, SyntaxKind } from 'ts-morph';

const project = new Project({ useInMemoryFileSystem: true, skipFileDependencyResolution: true });

/** Formatted statements by their text: most of a file stays as it was while somebody edits a contract. */
const known = new Map<string, string>();
/** About 100 MB of text at most. */
const knownMax = 50_000;

/** TypeScript of `statements`, in the order they are given. */
export const typescriptOf = async (opening: string, statements: readonly StatementStructures[]): Promise<string> => {
  const file = project.createSourceFile('emitted.ts', { statements: [...statements] }, { overwrite: true });
  const parts = file.getStatements().map((statement) => ({
    text: statement.getFullText().trim(),
    isImport: statement.getKind() === SyntaxKind.ImportDeclaration,
  }));
  const texts = await formattedStatements(parts.map(({ text }) => text));
  return parts.reduce((text, { isImport }, index) => {
    // A blank line before everything but imports, and before the first thing after them.
    const gap = isImport || index === 0 ? '' : '\n';
    return `${text}${gap}${texts[index] ?? ''}`;
  }, opening);
};

/** Statements formatted in one go: more cost memory, and few cost a start of the formatter each. */
const batchMax = 250;
/** Stands between statements while they are formatted together. */
const seam = '//~ next statement ~';

const formattedStatements = async (texts: readonly string[]): Promise<readonly string[]> => {
  const strange = [...new Set(texts)].filter((text) => !known.has(text));
  if (known.size + strange.length > knownMax) known.clear();
  const missing = [...new Set(texts)].filter((text) => !known.has(text));
  for (let start = 0; start < missing.length; start += batchMax) {
    const batch = missing.slice(start, start + batchMax);
    const whole = await formatted(batch.map((text) => `${seam}\n${text}\n`).join('\n'), 'typescript');
    const pieces = whole.split(`${seam}\n`).slice(1);
    for (const [index, text] of batch.entries()) {
      // A contract may have the seam in a description; then its neighbours are formatted by themselves.
      const piece = pieces.length === batch.length ? pieces[index] : await formatted(text, 'typescript');
      known.set(text, `${(piece ?? '').trim()}\n`);
    }
  }
  return texts.map((text) => known.get(text) ?? text);
};

export const formatted = (text: string, parser: 'typescript' | 'babel' | 'html'): Promise<string> =>
  // Without a file name prettier searches the text for JSX, with an expression that takes as long as everything else.
  format(text, { parser, filepath: fileNames[parser], singleQuote: true, printWidth: 120, trailingComma: 'all' });

const fileNames = { typescript: 'emitted.ts', babel: 'emitted.js', html: 'emitted.html' } as const;
