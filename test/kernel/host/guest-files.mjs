// What the guest finds in the share when it starts: busybox, the boot script, its settings, the command.
import { chmodSync, copyFileSync, existsSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** @typedef {import('./kernel.mjs').Kernel} Kernel */

/** @param {string} text */
export const quoteForShell = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/**
 * @param {string} share
 * @param {{ kernel: Kernel, project: string, busybox: string, bootScript: string, root: string,
 *   interactive: boolean, command: string }} guest
 */
export function writeGuestFiles(share, { kernel, project, busybox, bootScript, root, interactive, command }) {
  const boot = join(share, 'boot');
  mkdirSync(boot);
  copyFileSync(busybox, join(boot, 'busybox'));
  chmodSync(join(boot, 'busybox'), 0o755);
  copyFileSync(bootScript, join(boot, 'boot.sh'));
  writeFileSync(join(boot, 'command'), `${command}\n`);

  // Another system may have a Node of its own; its folder would be hidden by the one of ours.
  const hasNode = root !== '' && existsSync(join(root, 'usr/bin/node'));
  const nodeFolders = hasNode ? [] : [dirname(realpathSync(process.execPath))];
  const settings = {
    RIG_PROJECT: project,
    RIG_ROOT: root,
    RIG_MODULE_ROOT: kernel.moduleRoot ?? '',
    RIG_KERNEL_KIND: kernel.kind,
    RIG_PATH: [...nodeFolders, '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'].join(':'),
    RIG_TERM: interactive ? (process.env.TERM ?? 'linux') : 'dumb',
    RIG_INTERACTIVE: interactive ? '1' : '',
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${quoteForShell(value)}\n`);
  writeFileSync(join(boot, 'settings'), lines.join(''));

  // Folders that must stay visible though they may lie below /tmp or /root, which the guest has of its own.
  const kept = [project, ...nodeFolders, kernel.moduleRoot, root];
  const packages = join(project, 'node_modules');
  if (existsSync(packages)) kept.push(realpathSync(packages));
  writeFileSync(
    join(boot, 'kept-folders'),
    kept
      .filter(Boolean)
      .map((folder) => `${folder}\n`)
      .join(''),
  );
}
