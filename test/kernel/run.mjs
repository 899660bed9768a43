#!/usr/bin/env node
// Boots a Linux kernel with real ALSA drivers under QEMU and runs the kernel tests in it (README.md beside this).
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bundleTests, chooseTests } from './host/bundle.mjs';
import { debianRoot } from './host/debian-root.mjs';
import { quoteForShell, writeGuestFiles } from './host/guest-files.mjs';
import { writeInitramfs } from './host/initramfs.mjs';
import { chooseKernel } from './host/kernel.mjs';
import { runMachine } from './host/machine.mjs';
import { installCommands, MissingTool, unpackPackages } from './host/packages.mjs';

const usage = `usage: node test/kernel/run.mjs [options]
  --kernel debian|builtin|PATH  kernel to boot: Debian's stock one (default), the one that
                                scripts/build-kernel.sh built, or any bzImage with all built in;
                                ALSATS_RIG_KERNEL=PATH names one too
  --root FOLDER|debian13        another system's files instead of this machine's: its alsa-lib, its peers,
                                its Node and kernel where it has them; debian13 is made when it is missing
  --only PATTERN                test files whose path matches, or tests whose name does
  --exec COMMAND                run this shell command in the guest instead of the tests
  --shell                       a shell in the guest ("exit" ends it)
  --timeout SECONDS             end a guest that takes longer (600; none with --shell)
  --keep                        keep the working folder: console, kernel log, test bundles
ALSATS_RIG_CACHE names the folder for downloads (.cache/kernel-rig), ALSATS_RIG_MEMORY_MB the guest's memory (3072).`;

const here = dirname(realpathSync(fileURLToPath(import.meta.url)));
const project = resolve(here, '../..');

function readOptions() {
  const { values } = parseArgs({
    options: {
      kernel: { type: 'string' },
      root: { type: 'string', default: '' },
      only: { type: 'string' },
      exec: { type: 'string' },
      timeout: { type: 'string', default: '600' },
      keep: { type: 'boolean', default: false },
      shell: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const timeoutSeconds = values.shell ? Number.POSITIVE_INFINITY : Number(values.timeout);
  if (!(timeoutSeconds > 0)) throw new Error(`--timeout ${values.timeout}: not a number of seconds`);
  const only = values.only === undefined ? undefined : new RegExp(values.only);
  return { ...values, timeoutSeconds, only };
}

/**
 * The command that runs the tests in the guest.
 * @param {string} share
 * @param {RegExp | undefined} only
 */
async function prepareTests(share, only) {
  const { files, names } = chooseTests(here, only);
  // In the project's own tree (the guest's copy of it, in its memory) imports of packages resolve.
  const folder = join(project, '.cache', 'kernel-rig-tests');
  const bundles = await bundleTests(here, files, { writeTo: join(share, 'tests'), runFrom: folder });
  return [
    `mkdir -p ${quoteForShell(folder)}`,
    `cp -R "$ALSATS_RIG_SHARE/tests/." ${quoteForShell(folder)}`,
    `cd ${quoteForShell(folder)}`,
    [
      'exec node --enable-source-maps',
      quoteForShell(join(here, 'guest/run-tests.mjs')),
      quoteForShell(names?.source ?? ''),
    ]
      .concat(bundles.map(quoteForShell))
      .join(' '),
  ].join(' && ');
}

/** @param {number} startMs */
const secondsSince = (startMs) => ((Date.now() - startMs) / 1000).toFixed(1);

/** @param {ReturnType<typeof readOptions>} options */
async function run(options) {
  const startMs = Date.now();
  if (process.arch !== 'x64')
    throw new MissingTool('the rig boots x86-64 on the machine’s own files: x86-64 only');
  const cache = resolve(process.env.ALSATS_RIG_CACHE || join(project, '.cache/kernel-rig'));
  installCommands(['qemu-system-x86_64', 'modprobe', 'aplay', 'sox', 'tmux']);
  const root = options.root === 'debian13' ? debianRoot(cache) : options.root && realpathSync(options.root);
  const kernel = chooseKernel(options.kernel, cache, root);
  const busyboxRoot = join(cache, 'busybox-static');
  if (!existsSync(busyboxRoot)) unpackPackages(['busybox-static'], busyboxRoot);
  const busybox = ['bin/busybox', 'usr/bin/busybox'].map((path) => join(busyboxRoot, path)).find(existsSync);
  if (!busybox) throw new Error(`${busyboxRoot} holds no busybox`);

  const work = mkdtempSync(join(tmpdir(), 'alsats-rig-'));
  const interruption = new AbortController();
  const interrupt = () => interruption.abort();
  if (!options.shell) for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, interrupt);
  try {
    const share = join(work, 'share');
    const initramfs = join(work, 'initramfs.cpio');
    mkdirSync(share);
    const command = options.shell ? '' : (options.exec ?? (await prepareTests(share, options.only)));
    const interactive = options.shell;
    const bootScript = join(here, 'guest/boot.sh');
    writeGuestFiles(share, { kernel, project, busybox, bootScript, root, interactive, command });
    writeInitramfs(initramfs, { kernel, busybox, init: join(here, 'guest/init') });
    const name = root === '' ? kernel.name : `${kernel.name} under ${basename(root)}`;
    console.log(`kernel rig: ${name}, prepared in ${secondsSince(startMs)} s`);

    const { timeoutSeconds } = options;
    const memoryMb = Number(process.env.ALSATS_RIG_MEMORY_MB || 3072);
    const signal = interruption.signal;
    const bootMs = Date.now();
    const outcome = await runMachine({
      kernel,
      initramfs,
      share,
      interactive,
      memoryMb,
      timeoutSeconds,
      signal,
    });
    const boot = outcome.bootSeconds === undefined ? 'never booted' : `booted in ${outcome.bootSeconds} s`;
    console.log(`kernel rig: ${name}, ${boot}, ran ${secondsSince(bootMs)} s`);
    if (!outcome.failure) return outcome.status ?? 1;
    console.error(`kernel rig: ${outcome.failure}`);
    if (signal.aborted) return 130;
    if (outcome.lastConsoleLines.length > 0) console.error('last lines of its console:');
    for (const line of outcome.lastConsoleLines) console.error(`  | ${line}`);
    return 1;
  } finally {
    if (options.keep) console.log(`kept in ${work}`);
    else rmSync(work, { recursive: true, force: true });
  }
}

let options;
try {
  options = readOptions();
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n${usage}`);
  process.exit(2);
}
if (options.help) {
  console.log(usage);
  process.exit(0);
}
try {
  process.exitCode = await run(options);
} catch (error) {
  console.error(`kernel rig: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
