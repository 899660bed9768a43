// Builds dist/: the library as ES modules with types (tsc), and the executable as CommonJS (esbuild).
//
// CommonJS, because an ESM entry costs milliseconds of start-up. Split into pieces, because parsing costs 1 ms for each
// 20 kB: a command loads what it runs, and `--version` next to nothing. esbuild splits ES modules only, so it splits
// first and turns each piece into CommonJS afterwards.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

rmSync(dist, { recursive: true, force: true });

const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });

/** Commander can run subcommands as programs of their own, which we never ask for; that module costs 4 ms to load. */
const withoutChildProcess = {
  name: 'commander-without-child-process',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      importer.includes('commander') ? { path: 'child_process', namespace: 'unused' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'unused' }, () => ({ contents: 'module.exports = {};' }));
  },
};

const { outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: { alsats: 'bin/alsats.ts' },
  outdir: dist,
  chunkNames: 'cli/[name]-[hash]',
  outExtension: { '.js': '.cjs' },
  write: false,
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  legalComments: 'none',
  // koffi and its platform packages stay outside: they are binaries.
  external: ['koffi', '@koromix/*'],
  define: { ALSATS_VERSION: JSON.stringify(version), 'import.meta.url': 'undefined' },
  plugins: [withoutChildProcess],
  logLevel: 'warning',
});

const executable = join(dist, 'alsats.cjs');
mkdirSync(join(dist, 'cli'), { recursive: true });
for (const { path, text } of outputFiles) {
  const { code } = await transform(text, {
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    // As require: an import of a CommonJS file goes through the ES module loader, which costs 3 ms.
    supported: { 'dynamic-import': false },
    minify: true,
    legalComments: 'none',
    banner: path === executable ? '#!/usr/bin/env node' : '',
  });
  writeFileSync(path, code);
}
chmodSync(executable, 0o755);
