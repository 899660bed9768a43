// Real-time sound on a kernel driver, beside alsa-utils: processor time and xruns, in the kernel rig.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** Runs a script of this folder in the rig's guest and shows what it prints. */
export function rig(script = 'rig-guest.mjs') {
  const guest = `node '${join(root, 'bench', script)}'`;
  const run = [join(root, 'test', 'kernel', 'run.mjs'), '--timeout', '900', '--exec', guest];
  const { status } = spawnSync(process.execPath, run, { stdio: 'inherit' });
  if (status !== 0) console.log(`the rig ended with ${status}: no figures from it`);
}
