// A root of its own for the guest: Debian 13, with its kernel, its libasound, its alsa-utils and its Node.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { installCommands, MissingTool, toolPath } from './packages.mjs';

const release = 'trixie';
const packages = [
  'libasound2t64',
  'libatopology2t64',
  'alsa-utils',
  'nodejs',
  'kmod',
  'sox',
  'tmux',
  'procps',
];

/** Fetches the kernel that the metapackage stands for and unpacks it: installed, it would bring much along. */
const addKernel = `chroot "$1" sh -ec '
  cd /var/cache
  kernel=$(apt-cache depends linux-image-amd64 | sed -n "s/^ *Depends: \\(linux-image-[0-9].*\\)/\\1/p")
  apt-get download -qq "$kernel"
  dpkg-deb -x "$kernel"_*.deb /
  rm "$kernel"_*.deb
  for modules in /lib/modules/*; do depmod "\${modules##*/}"; done
'`;

/**
 * The folder of the root, made at the first call (a minute or two, 700 MB).
 * @param {string} cacheFolder
 */
export function debianRoot(cacheFolder) {
  const root = join(cacheFolder, `root-${release}`);
  if (existsSync(root)) return root;
  if (process.getuid?.() !== 0)
    throw new MissingTool(
      `to make ${root} takes root: run "npm run test:kernel -- --root debian13" as root once`,
    );
  installCommands(['mmdebstrap']);
  mkdirSync(cacheFolder, { recursive: true });
  const fresh = `${root}.new`;
  rmSync(fresh, { recursive: true, force: true });
  console.log(`  making a root of Debian ${release}`);
  const options = ['--quiet', '--variant=minbase', `--include=${packages.join(',')}`];
  const hook = `--customize-hook=${addKernel}`;
  execFileSync('mmdebstrap', [...options, hook, release, fresh], {
    env: { ...process.env, PATH: toolPath, LC_ALL: 'C' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  renameSync(fresh, root);
  return root;
}
