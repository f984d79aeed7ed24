#!/usr/bin/env node
// npm links commands when it installs, and before this repository is compiled dist/ is not there.
import { existsSync } from 'node:fs';

const main = new URL('../dist/commands/main.js', import.meta.url);

if (existsSync(main)) {
  await import(main.href);
} else {
  process.stderr.write('streampact-ops is not compiled yet. Run: npm run build\n');
  process.exitCode = 2;
}
