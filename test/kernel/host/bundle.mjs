// Bundles the guest's test files on the host: the emulated machine would take seconds for it.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
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
 * @param {{ writeTo: string, runFrom: string }} folders the source maps are for where they run
 */
export async function bundleTests(testFolder, files, { writeTo, runFrom }) {
  const { outputFiles } = await build({
    absWorkingDir: testFolder,
    entryPoints: files,
    outbase: testFolder,
    outdir: runFrom,
    write: false,
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
  return outputFiles.map(({ path, contents }) => {
    const name = relative(runFrom, path);
    const target = join(writeTo, name);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, contents);
    return name;
  });
}
