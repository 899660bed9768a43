// npm run docs: makes the API reference, api/index.html, from the doc comments. Any warning of TypeDoc is an error.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const folder = import.meta.dirname;
const run = (command, ...args) => {
  const { status } = spawnSync(command, args, { cwd: folder, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
};

if (!existsSync(join(folder, 'node_modules', 'typedoc'))) run('npm', 'ci', '--no-audit', '--no-fund');
run(process.execPath, join('node_modules', 'typedoc', 'bin', 'typedoc'), '--logLevel', 'Warn');
