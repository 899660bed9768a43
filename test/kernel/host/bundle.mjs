// Bundles the guest's test files on the host: the emulated machine would take seconds for it.
import { readdirSync } from 'node:fs';
import { build } from 'esbuild';

const suffix = '.kernel.test.ts';

/**
 * @param {string} testFolder searched for *.kernel.test.ts
 * @param {RegExp | undefined} only
 */
export function chooseTests(testFolder, only) {
  const all = readdirSync(testFolder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(suffix))
    .sort();
  const matching = only ? all.filter((file) => only.test(file)) : all;
  // What is no file's name is taken for a test's name.
  const names = matching.length === 0 ? only : undefined;
  return { files: matching.length === 0 ? all : matching, names };
}

/**
 * Packages stay outside: the bundle runs from a folder of the project, where node finds them.
 * @param {string} testFolder
 * @param {string[]} files
 * @param {string} outputFolder
 */
export async function bundleTests(testFolder, files, outputFolder) {
  await build({
    absWorkingDir: testFolder,
    entryPoints: files,
    outbase: testFolder,
    outdir: outputFolder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    sourcemap: 'inline',
    sourcesContent: false,
    logLevel: 'warning',
  });
  return files.map((file) => file.replace(/\.ts$/, '.mjs'));
}
