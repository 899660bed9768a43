// Builds dist/: the library as ES modules with types (tsc), and the executable as one CommonJS file (esbuild).
// One CommonJS file because an ESM entry and a tree of small files each cost milliseconds of start-up.
import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

rmSync(join(root, 'dist'), { recursive: true, force: true });

const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });

const outfile = join(root, 'dist', 'alsats.cjs');
await build({
  absWorkingDir: root,
  entryPoints: ['bin/alsats.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  minify: true,
  keepNames: true,
  legalComments: 'none',
  // koffi and its platform packages stay outside: they are binaries.
  external: ['koffi', '@koromix/*'],
  define: { ALSATS_VERSION: JSON.stringify(version), 'import.meta.url': 'undefined' },
  banner: { js: '#!/usr/bin/env node' },
  logLevel: 'warning',
});
chmodSync(outfile, 0o755);
