/** A process of its own for what we are compared with: `node codegen-rivals.js parser|modelina <folder>`; prints count and milliseconds. */
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [rival = '', folder = ''] = process.argv.slice(2);

const documentsIn = async (): Promise<readonly string[]> =>
  (await readdir(folder)).filter((name) => name.endsWith('.yaml')).map((name) => resolve(join(folder, name)));

/** Once what is measured is loaded. */
let startedAt = performance.now();

const parse = async (): Promise<number> => {
  const { default: asyncapi } = await import('@asyncapi/parser');
  const parser = new asyncapi.Parser();
  let count = 0;
  startedAt = performance.now();
  for (const file of await documentsIn()) {
    const { document } = await asyncapi.fromFile(parser, file).parse();
    count += document?.allMessages().length ?? 0;
  }
  return count;
};

const generate = async (): Promise<number> => {
  const { TypeScriptGenerator } = await import('@asyncapi/modelina');
  let count = 0;
  for (const file of await documentsIn()) {
    const models = await new TypeScriptGenerator().generate(pathToFileURL(file).href);
    count += models.length;
  }
  return count;
};

const count = await (rival === 'parser' ? parse() : generate());
if (count === 0) throw new Error(`${rival} made nothing of ${folder}: its time would say nothing.`);
process.stdout.write(`${count} ${performance.now() - startedAt}\n`);
