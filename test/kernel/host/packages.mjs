// What the rig needs of the machine: commands, and Debian packages that are only unpacked.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** A user's PATH often lacks the folders where depmod and modprobe live. */
export const toolPath = `${process.env.PATH}:/usr/local/sbin:/usr/sbin:/sbin`;
const toolEnvironment = { ...process.env, PATH: toolPath, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' };

/** Debian's packages by the command that is needed of them. */
const packageOfCommand = {
  'qemu-system-x86_64': 'qemu-system-x86',
  modprobe: 'kmod',
  aplay: 'alsa-utils',
  sox: 'sox',
  tmux: 'tmux',
  xz: 'xz-utils',
  zstd: 'zstd',
  gzip: 'gzip',
  mmdebstrap: 'mmdebstrap',
};

/** @typedef {keyof typeof packageOfCommand} Command */

export class MissingTool extends Error {}

/** @param {string} command */
function hasCommand(command) {
  return spawnSync('which', [command], { env: toolEnvironment, stdio: 'ignore' }).status === 0;
}

/** @param {string[]} args */
function aptGet(args) {
  const asRoot = process.getuid?.() === 0;
  if (!asRoot && !hasCommand('sudo')) {
    throw new MissingTool(`neither root nor sudo: run "apt-get ${args.join(' ')}" as root first`);
  }
  const [program, ...rest] = asRoot
    ? ['apt-get', ...args]
    : ['sudo', 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args];
  console.log(`  ${[program, ...rest].join(' ')}`);
  const { status } = spawnSync(String(program), rest, {
    env: toolEnvironment,
    stdio: ['inherit', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new MissingTool(`apt-get ${args.join(' ')} failed`);
}

let listsAreFresh = false;

/** Package lists are renewed once a run, and only when something has to come from them. */
export function updatePackageLists() {
  if (!listsAreFresh) aptGet(['update', '-qq']);
  listsAreFresh = true;
}

/**
 * Installs what is missing, or says what is where there is no apt.
 * @param {Command[]} commands
 */
export function installCommands(commands) {
  const missing = commands.filter((command) => !hasCommand(command));
  if (missing.length === 0) return;
  if (!hasCommand('apt-get')) {
    throw new MissingTool(
      `this machine lacks ${missing.join(', ')} and has no apt-get: install them by hand`,
    );
  }
  updatePackageLists();
  const names = missing.map((command) => packageOfCommand[command]);
  aptGet(['install', '-y', '-qq', '--no-install-recommends', ...names]);
}

/**
 * What apt says, or an empty text: without lists it fails or knows nothing.
 * @param {string[]} args
 */
export function aptCache(args) {
  const { status, stdout } = spawnSync('apt-cache', args, { env: toolEnvironment, encoding: 'utf8' });
  return status === 0 ? stdout : '';
}

/**
 * Downloads packages and unpacks them together into `folder`, without installing them: the rig's
 * kernel is not the machine's, and busybox-static would drive the ordinary busybox out.
 * @param {string[]} names
 * @param {string} folder appears only when it is complete
 */
export function unpackPackages(names, folder) {
  if (!hasCommand('apt-get')) throw new MissingTool(`no apt-get here to fetch ${names.join(' ')} with`);
  const parent = join(folder, '..');
  mkdirSync(parent, { recursive: true });
  const download = mkdtempSync(join(parent, 'download-'));
  try {
    console.log(`  downloading ${names.join(' ')}`);
    const apt = spawnSync('apt-get', ['download', '-qq', ...names], {
      cwd: download,
      env: toolEnvironment,
      encoding: 'utf8',
    });
    if (apt.status !== 0) throw new MissingTool(`apt-get download failed: ${apt.stderr.trim()}`);
    const root = join(download, 'root');
    for (const file of readdirSync(download).filter((name) => name.endsWith('.deb'))) {
      execFileSync('dpkg-deb', ['-x', join(download, file), root]);
    }
    rmSync(folder, { recursive: true, force: true });
    renameSync(root, folder);
  } finally {
    rmSync(download, { recursive: true, force: true });
  }
}
