// The types of the package, as each way of resolving finds them.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Under node16 TypeScript lets no CommonJS module require an ES module, though Node does; `import()` works. */
const ways = [
  {
    name: 'ES module, node16',
    module: 'node16',
    moduleResolution: 'node16',
    from: 'program.ts',
    to: 'program.mts',
  },
  {
    name: 'ES module, nodenext',
    module: 'nodenext',
    moduleResolution: 'nodenext',
    from: 'program.ts',
    to: 'program.mts',
  },
  {
    name: 'ES module, bundler',
    module: 'esnext',
    moduleResolution: 'bundler',
    from: 'program.ts',
    to: 'program.mts',
  },
  {
    name: 'CommonJS, nodenext',
    module: 'nodenext',
    moduleResolution: 'nodenext',
    from: 'program.ts',
    to: 'program.cts',
  },
  {
    name: 'CommonJS, bundler',
    module: 'preserve',
    moduleResolution: 'bundler',
    from: 'program.ts',
    to: 'program.cts',
  },
  {
    name: 'CommonJS, node16, by import()',
    module: 'node16',
    moduleResolution: 'node16',
    from: 'lazy-program.ts',
    to: 'program.cts',
  },
];

/**
 * @param {{ project: string, consumer: string, installed: string }} folders
 * @returns {{ name: string, compile: () => void }[]}
 */
export function checkTypes({ project, consumer, installed }) {
  const require = createRequire(join(project, 'package.json'));
  const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
  // Whoever writes TypeScript for Node has these; ours speak of its streams and buffers.
  const types = join(installed, 'node_modules', '@types', 'node');
  cpSync(realpathSync(join(project, 'node_modules/@types/node')), types, { recursive: true });
  cpSync(
    realpathSync(join(project, 'node_modules/undici-types')),
    join(installed, 'node_modules/undici-types'),
    { recursive: true },
  );
  return ways.map(({ name, module, moduleResolution, from, to }) => ({
    name,
    compile: () => {
      const folder = join(installed, name.replaceAll(/\W+/g, '-'));
      mkdirSync(folder);
      writeFileSync(join(folder, to), readFileSync(join(consumer, from)));
      const compilerOptions = {
        target: 'es2022',
        lib: ['es2023', 'esnext.disposable'],
        module,
        moduleResolution,
        types: ['node'],
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        skipLibCheck: false,
        noEmit: true,
      };
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: [to] }));
      const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' });
      if (status !== 0) throw new Error(stdout.slice(0, 2000));
    },
  }));
}
