#!/usr/bin/env node
// The package as a stranger gets it: packed, installed into an empty folder, and used there; with this Node, or with
// each that --node names. Closes with its count on one line.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { plainWaveHeader } from '../audio/plain-wave.mjs';
import { checkContents } from './contents.mjs';
import { checkTypes } from './types.mjs';

const usage = `usage: node test/package/run.mjs [--node PATH]... [--keep]
  --node PATH  a Node to install and run with (more than one may be named); the one that runs this otherwise
  --keep       keep the folders that the package was installed into`;

const project = resolve(import.meta.dirname, '../..');
const consumer = join(import.meta.dirname, 'consumer');
const counts = { passed: 0, failed: 0 };

/**
 * @param {string} name
 * @param {() => string | void} body throws, or returns what is worth telling
 */
function check(name, body) {
  try {
    const detail = body();
    counts.passed += 1;
    console.log(`✓ ${name}${detail ? ` (${detail})` : ''}`);
  } catch (error) {
    counts.failed += 1;
    console.log(
      `✗ ${name}\n    ${String(error instanceof Error ? error.message : error).replaceAll('\n', '\n    ')}`,
    );
  }
}

/**
 * Runs a program to its end; fails with what it said unless it ends with 0.
 * @param {string[]} argv
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} where
 */
function run([program, ...args], { cwd, env }) {
  const { status, signal, stdout, stderr, error } = spawnSync(String(program), args, {
    cwd,
    env,
    encoding: 'utf8',
  });
  if (error) throw error;
  if (status !== 0)
    throw new Error(`${program} ${args.join(' ')}: ${signal ?? `exit ${status}`}\n${stdout}${stderr}`);
  return stdout.trim();
}

/** npm's own script, so that it runs with any Node. */
function findNpm() {
  const { npm_execpath: fromNpm } = process.env;
  if (fromNpm?.endsWith('.js')) return fromNpm;
  return realpathSync(execFileSync('which', ['npm'], { encoding: 'utf8' }).trim());
}

/** A second of 16-bit stereo in a WAVE file. */
function waveFile() {
  const data = Buffer.alloc(48_000 * 4);
  return Buffer.concat([plainWaveHeader(data.length), data]);
}

/** The environment of a stranger: nothing of ours, the chosen Node first in the path. @param {string} folder */
function strangersEnvironment(folder) {
  const own = Object.entries(process.env).filter(([name]) => !/^(?:npm_|ALSATS_|ALSA_|NODE_)/i.test(name));
  const cache = process.env.npm_config_cache;
  return {
    ...Object.fromEntries(own),
    ...(cache ? { npm_config_cache: cache } : {}),
    PATH: [folder, process.env.PATH].join(delimiter),
    npm_config_update_notifier: 'false',
  };
}

/**
 * @param {string} node
 * @param {string} npm
 * @param {string} tarball
 * @param {string} home
 */
function tryWith(node, npm, tarball, home) {
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  console.log(`\nNode ${version}, ${node}`);
  const bin = join(home, 'bin');
  const cwd = join(home, 'project');
  for (const folder of [bin, cwd]) mkdirSync(folder, { recursive: true });
  // npx starts the command by its first line, which asks the path for "node".
  symlinkSync(realpathSync(node), join(bin, 'node'));
  const where = { cwd, env: strangersEnvironment(bin) };
  const install = ['node', npm, 'install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
  const npx = (/** @type {string[]} */ ...args) =>
    run(['node', npm, 'exec', '--offline', '--', ...args], where);

  check('npm init', () => void run(['node', npm, 'init', '-y'], where));
  check('npm install of the package', () => run([...install, tarball], where));
  check('npx alsats --version', () => {
    const told = npx('alsats', '--version');
    const { version: wanted } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));
    if (!told.includes(wanted)) throw new Error(`"${told}", where ${wanted} is wanted`);
    return told.split('\n')[0];
  });
  check('npx alsats --help', () => {
    const help = npx('alsats', '--help');
    for (const command of ['play', 'record', 'mixer']) if (!help.includes(command)) throw new Error(help);
  });
  check('npx alsats play -D null', () => {
    writeFileSync(join(cwd, 'second.wav'), waveFile());
    const end = JSON.parse(
      npx('alsats', 'play', '-D', 'null', '--json', 'second.wav').split('\n').at(-1) ?? '',
    );
    if (end.type !== 'end' || end.framesPlayed !== 48_000) throw new Error(JSON.stringify(end));
  });
  check('npx alsats record -D virtual', () => {
    npx('alsats', 'record', '-q', '-D', 'virtual:pace=none', '-f', 'cd', '-s', '4410', 'take.wav');
    const { length } = readFileSync(join(cwd, 'take.wav'));
    if (length < 4410 * 4) throw new Error(`${length} bytes`);
  });
  check('npx alsats hints', () => {
    const names = npx('alsats', 'hints');
    if (!/^null\b/m.test(names) || !/^virtual\b/m.test(names)) throw new Error(names);
  });
  check('npx alsats mixer get, of the virtual card', () =>
    npx('alsats', 'mixer', 'get', '-c', 'virtual', 'Master', '--value'),
  );
  for (const program of ['by-import.mjs', 'by-require.cjs']) {
    copyFileSync(join(consumer, program), join(cwd, program));
    check(program, () => run(['node', program], where));
  }
}

const { values } = parseArgs({
  options: {
    node: { type: 'string', multiple: true },
    keep: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  },
});
if (values.help) {
  console.log(usage);
  process.exit(0);
}

const work = mkdtempSync(join(tmpdir(), 'alsats-package-'));
try {
  const npm = findNpm();
  if (!existsSync(join(project, 'dist', 'alsats.cjs')))
    execFileSync(process.execPath, [npm, 'run', '--silent', 'build'], { cwd: project, stdio: 'inherit' });
  // npm pack builds first, which must not happen to a project whose dist is in use.
  const pack = ['node', npm, 'pack', '--ignore-scripts', '--json', '--pack-destination', work];
  const [contents] = JSON.parse(run(pack, { cwd: project, env: process.env }));
  check('what is in the package', () => checkContents(contents));
  const tarball = join(work, readdirSync(work).find((name) => name.endsWith('.tgz')) ?? '');
  const nodes = values.node ?? [process.execPath];
  for (const [index, node] of nodes.entries()) tryWith(node, npm, tarball, join(work, String(index)));
  console.log('\nTypes');
  const installed = join(work, '0', 'project');
  for (const { name, compile } of checkTypes({ project, consumer, installed })) check(name, compile);
} finally {
  if (values.keep) console.log(`kept in ${work}`);
  else rmSync(work, { recursive: true, force: true });
}
console.log(`\npackage tests: ${counts.passed} passed, ${counts.failed} failed, 0 skipped`);
process.exitCode = counts.failed === 0 ? 0 : 1;
