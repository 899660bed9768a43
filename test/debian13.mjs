#!/usr/bin/env node
// Unit tests on another generation of ALSA: Debian 13's libasound, Node and C library, in a root of their own that only
// these tests see. Makes the root first where it is missing, which takes a minute or two.
//
//   npm run test:debian13 -- [--prepare] [arguments of "vitest run"]
//
// It takes root: for the mounts, which end with it. --prepare makes the root, and no more.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { debianRoot } from './kernel/host/debian-root.mjs';

const project = resolve(import.meta.dirname, '..');
const root = debianRoot(resolve(process.env.ALSATS_RIG_CACHE || join(project, '.cache/kernel-rig')));
const [first, ...rest] = process.argv.slice(2);
if (first === '--prepare') process.exit(0);

const inRoot = join(root, project);
mkdirSync(inRoot, { recursive: true });
// The machine's own certificates are not there, and Node would say so at each start.
const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;
const script = `
  mount --bind "$1" "$2$1" && mount --rbind /dev "$2/dev" && mount -t proc proc "$2/proc" || exit 125
  project=$1 root=$2
  shift 2
  exec chroot "$root" sh -c 'cd "$0" && exec node node_modules/vitest/vitest.mjs run "$@"' "$project" "$@"
`;
const tests = first === undefined ? ['test/alsa', 'test/virtual-card', 'test/abuse'] : [first, ...rest];
const { status } = spawnSync('unshare', ['--mount', 'sh', '-c', script, 'sh', project, root, ...tests], {
  stdio: 'inherit',
  env: {
    ...env,
    HOME: '/root',
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    TMPDIR: '/tmp',
  },
});
process.exitCode = status ?? 1;
