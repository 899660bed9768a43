// Builds dist/: the library as ES modules with types (tsc), and the executable as CommonJS (rolldown).
//
// CommonJS, because an ESM entry costs milliseconds of start-up. A bundle for each command, since parsing costs 1 ms
// for each 20 kB: the entry looks at the first word and loads one bundle, in which what a verb or a rare case needs
// stays in files of its own. What commands have in common stands in each of them: disk is cheaper than the time to find
// and load many small files.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

rmSync(dist, { recursive: true, force: true });

const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });

const commands = Object.keys(await commandLines());

/** Commander can run subcommands as programs of their own, which we never ask for; that module costs 4 ms to load. */
const withoutChildProcess = {
  name: 'commander-without-child-process',
  resolveId: (id, importer) =>
    id === 'node:child_process' && importer?.includes('commander') ? '\0child_process' : null,
  load: (id) => (id === '\0child_process' ? 'module.exports = {};' : null),
};

/**
 * What scripts call again and again has a bundle of its own: it holds what an ordinary line of these verbs needs, and
 * nothing of the others. Where a line is no ordinary one, the bundle of the command follows. The key is the bundle; its
 * last word is the module that the verbs run.
 */
const quickBundles = {
  'mixer-list': ['list', 'get'],
  'mixer-set': ['set', 'toggle', 'mute', 'unmute'],
  'ctl-list': ['list', 'get'],
  'ctl-set': ['set'],
};

/** The lines of the command table by the command they are for. */
async function commandLines() {
  const table = readFileSync(join(root, 'src/commands/command-table.ts'), 'utf8');
  const lines = table.matchAll(/^ {2}'?([a-z-]+)'?: async \(\) => .*$/gm);
  return Object.fromEntries([...lines].map(([line, name]) => [name, line]));
}

function quickBundleByWords() {
  const words = Object.entries(quickBundles).flatMap(([name, verbs]) =>
    verbs.map((verb) => [`${name.split('-')[0]} ${verb}`, name]),
  );
  return Object.fromEntries(words);
}

/** Leaves one command in the table. */
function only(command) {
  return {
    name: 'one-command',
    async transform(_code, id) {
      if (!id.endsWith('command-table.ts')) return null;
      const { [command]: line } = await commandLines();
      const definition = /await import\('(.*)'\)\)\.(\w+)/.exec(line);
      // Imported at once: there is nothing else in this bundle to be done.
      return `import { ${definition[2]} } from '${definition[1]}';
export const commandTable = { '${command}': async () => ${definition[2]} };`;
    },
  };
}

/** All options, and nothing that can be run but this one command, if any: help, and completion. */
function optionsAlone(command) {
  const own = `/commands/${command}/definition.ts`;
  return {
    name: 'options-alone',
    resolveDynamicImport: (id, importer) =>
      typeof id === 'string' && importer.endsWith('/definition.ts') && !importer.endsWith(own)
        ? '\0nothing'
        : null,
    load: (id) => (id === '\0nothing' ? 'export {};' : null),
  };
}

/** Leaves one module of what the verbs of a command run. */
function onlyModule(module) {
  return {
    name: 'one-module',
    resolveDynamicImport: (id, importer) =>
      importer.endsWith('/definition.ts') && id !== `./${module}.js` ? '\0nothing' : null,
    load: (id) => (id === '\0nothing' ? 'export {};' : null),
  };
}

/**
 * Makes a bundle's files as its loader wants them: nothing but ASCII, which V8 keeps in half the memory, and in the
 * function that Node would put around them, so that the text is compiled as it was read.
 */
const forLoader = {
  name: 'for-loader',
  generateBundle(_options, files) {
    inlineHelpers(files);
    for (const file of Object.values(files)) {
      // `process.getBuiltinModule` serves instead.
      if (/\bimport\(/.test(file.code))
        throw new Error(`${file.fileName} imports something of Node as it runs`);
      const code = withLateExports(file.code).replace(/[^\0-\x7f]/g, escapeUnit);
      file.code = `(function(exports,require,module,__filename){${code}\n})`;
    }
  },
};

/** The bundler's helpers are a few lines; in a file of their own they would be one more to find and load at each start. */
function inlineHelpers(files) {
  const helpers = Object.values(files).find(({ fileName }) => fileName.includes('-rolldown-runtime-'));
  if (helpers === undefined) return;
  for (const file of Object.values(files)) {
    if (file === helpers) continue;
    const inline = `(()=>{let exports={};${helpers.code};return exports})()`;
    file.code = file.code.replace(`require("./${helpers.fileName}")`, () => inline);
    if (file.code.includes(helpers.fileName))
      throw new Error(`${file.fileName} asks for the helpers otherwise`);
  }
  delete files[helpers.fileName];
}

/** What a bundle is loaded for; everything else it exports to files of its own. */
const called = ['runProgram', 'runQuickProgram'];
const named =
  '(?:exports\\.([\\w$]+)=[\\w$.]+|Object\\.defineProperty\\(exports,"([\\w$]+)",\\{enumerable:!0,get:function\\(\\)\\{return [\\w$]+\\}\\}\\))';
const lastExports = new RegExp(`(?<=[;}])${named}(?:,${named})*;?\\s*$`);

/**
 * Leaves the exports that a file's callers in its bundle need to a function, which its loader calls for the first that
 * asks: there are up to a hundred, and most starts need no second file.
 */
function withLateExports(code) {
  if (!called.some((name) => code.includes(`exports.${name}=`))) return code;
  const [all] = lastExports.exec(code) ?? [];
  if (all === undefined) throw new Error('the bundler writes exports otherwise');
  const parts = [...all.matchAll(new RegExp(named, 'g'))];
  const early = parts.filter(([, name]) => called.includes(name)).map(([part]) => part);
  const late = parts.filter(([, name]) => !called.includes(name)).map(([part]) => part);
  const text = `${early.join(',')};module.exportRest=()=>{${late.join(',')}};`;
  return code.slice(0, code.length - all.length) + text;
}

const escapeUnit = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/**
 * Which modules of a command go into one file: what every start of it needs, and what several of its verbs need. What
 * only one verb or a rare case needs gets a file of its own by itself.
 */
function fileGroups() {
  const always = new Set();
  const common = new Set();
  const plugin = {
    name: 'file-groups',
    buildEnd() {
      const reach = (id, reached = new Set()) => {
        if (reached.has(id)) return reached;
        reached.add(id);
        for (const next of this.getModuleInfo(id)?.importedIds ?? []) reach(next, reached);
        return reached;
      };
      const ids = [...this.getModuleIds()];
      const entry = ids.find((id) => this.getModuleInfo(id).isEntry);
      for (const id of reach(entry)) always.add(id);
      const definitions = ids.filter((id) => id.endsWith('/definition.ts'));
      const verbs = definitions.flatMap((id) =>
        this.getModuleInfo(id).dynamicallyImportedIds.filter((verb) => verb !== '\0nothing'),
      );
      // What a command does without a verb has its name; or it is all that it does.
      const main = verbs.length === 1 ? verbs[0] : verbs.find((id) => /\/([\w-]+)\/\1\.ts$/.test(id));
      if (main !== undefined) for (const id of reach(main)) always.add(id);
      const uses = new Map();
      for (const verb of verbs) for (const id of reach(verb)) uses.set(id, (uses.get(id) ?? 0) + 1);
      for (const [id, count] of uses) if (count > 1) common.add(id);
    },
  };
  const groups = [
    { name: 'always', test: (id) => always.has(id), priority: 2, includeDependenciesRecursively: false },
    { name: 'common', test: (id) => common.has(id), priority: 1, includeDependenciesRecursively: false },
  ];
  return { plugin, groups };
}

async function bundle(name, input, folder, plugins, define = {}) {
  const { plugin, groups } = fileGroups();
  const bundled = await rolldown({
    cwd: root,
    input: { [name]: input },
    platform: 'node',
    // koffi and its platform packages stay outside: they are binaries.
    external: [/^koffi/, /^@koromix\//],
    plugins: [withoutChildProcess, ...plugins, plugin],
    transform: {
      target: 'node20',
      define: { 'import.meta.url': 'undefined', ...define },
    },
    // A group below takes modules without what they import, which may then be asked of the entry.
    preserveEntrySignatures: 'allow-extension',
    // What several verbs use is loaded with the first of them.
    checks: { ineffectiveDynamicImport: false },
    logLevel: 'warn',
  });
  await bundled.write({
    format: 'cjs',
    dir: join(dist, folder),
    minify: true,
    entryFileNames: '[name].cjs',
    chunkFileNames: `${name}-[name]-[hash].cjs`,
    codeSplitting: { groups },
    banner: folder === '' ? '#!/usr/bin/env node' : '',
  });
  await bundled.close();
}

await bundle('help', 'src/commands/program.ts', 'cli', [optionsAlone(), forLoader]);
for (const command of commands) {
  // Completion prints what it knows of all commands.
  const part = command === 'completion' ? optionsAlone(command) : only(command);
  await bundle(command, 'src/commands/program.ts', 'cli', [part, forLoader]);
}
for (const name of Object.keys(quickBundles)) {
  const [command, module] = name.split('-');
  const plugins = [only(command), onlyModule(module), forLoader];
  await bundle(name, 'src/commands/quick-program.ts', 'cli', plugins);
}

// What is kept of the bundles between starts is good for these alone.
const contents = createHash('sha256');
for (const file of readdirSync(join(dist, 'cli')).sort())
  contents.update(file).update(readFileSync(join(dist, 'cli', file)));
await bundle('alsats', 'bin/alsats.ts', '', [], {
  ALSATS_VERSION: JSON.stringify(version),
  ALSATS_BUNDLES: JSON.stringify(contents.digest('hex').slice(0, 16)),
  ALSATS_COMMANDS: JSON.stringify(commands),
  ALSATS_QUICK_BUNDLES: JSON.stringify(quickBundleByWords()),
});
chmodSync(join(dist, 'alsats.cjs'), 0o755);

// The page that is asked for most does not change, but where a terminal has another width.
const help = execFileSync(process.execPath, [join(dist, 'alsats.cjs'), '--help'], { encoding: 'utf8' });
writeFileSync(join(dist, 'help.txt'), help);
