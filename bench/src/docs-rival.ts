/** AsyncAPI's React page: installed when it is measured, because nothing else here needs it. */
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

export const reactVersion = '3.2.1';

export interface ReactPage {
  /** `node_modules/@asyncapi/react-component`. */
  readonly component: string;
  readonly page: string;
}

/** Its peer, React, is part of the standalone script, but npm wants it beside the package. */
export const installReactPage = async (folder: string): Promise<ReactPage> => {
  const root = join(folder, 'react');
  await mkdir(root, { recursive: true });
  await writeFile(join(root, 'package.json'), '{ "private": true }\n');
  const packages = [`@asyncapi/react-component@${reactVersion}`, 'react@19', 'react-dom@19'];
  await promisify(execFile)('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...packages], {
    cwd: root,
  });
  return { component: join(root, 'node_modules/@asyncapi/react-component'), page: join(root, 'index.html') };
};

/** The page as its README writes it, with the document in it: a page opened from a file cannot fetch one. */
export const writeReactPage = async ({ component, page }: ReactPage, document: string): Promise<void> => {
  const link = (path: string): string => pathToFileURL(join(component, path)).href;
  const schema = JSON.stringify(document).replaceAll('<', '\\u003c');
  await writeFile(
    page,
    `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>React</title><link rel="stylesheet" href="${link('styles/default.min.css')}"></head>
<body>
<div id="asyncapi"></div>
<script src="${link('browser/standalone/index.js')}"></script>
<script>
AsyncApiStandalone.render({ schema: ${schema}, config: { show: { sidebar: true } } }, document.getElementById('asyncapi'));
</script>
</body>
</html>
`,
  );
};

/** One document without references to other files, which the React page could not follow. */
export const bundled = (contracts: Readonly<Record<string, string>>): string => {
  const [document = ''] = Object.entries(contracts).flatMap(([name, text]) =>
    name.startsWith('shared/') ? [] : [text],
  );
  const shared = Object.entries(contracts).flatMap(([name, text]) => (name.startsWith('shared/') ? [text] : []));
  const own = document.replaceAll(/\$ref: \.\/shared\/\w+\.yaml#\/(\w+)/g, `$ref: '#/components/schemas/$1'`);
  const schemas = shared.join('').replaceAll(/^(?=.)/gm, '    ');
  return own.replace(/^ {2}schemas:\n/m, (line) => line + schemas);
};
