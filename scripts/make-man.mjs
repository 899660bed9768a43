// Writes the man pages from the command tree, so that help and pages cannot disagree; a test compares them.
//
//   node scripts/make-man.mjs [--check]
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const bundle = join(root, '.cache', 'man-pages.mjs');
mkdirSync(dirname(bundle), { recursive: true });
await build({
  absWorkingDir: root,
  entryPoints: ['src/commands/man-page.ts'],
  outfile: bundle,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
});
const { manPages } = await import(pathToFileURL(bundle).href);
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
let stale = 0;
for (const [name, text] of Object.entries(await manPages(version))) {
  const path = join(root, 'man', name);
  if (!process.argv.includes('--check')) writeFileSync(path, text);
  else if (readFileSync(path, 'utf8') !== text) {
    console.error(`man/${name} does not agree with the commands: run node scripts/make-man.mjs`);
    stale += 1;
  }
}
process.exitCode = stale === 0 ? 0 : 1;
