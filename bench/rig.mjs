// Real-time playback on a kernel driver, beside aplay: processor time and xruns, in the kernel rig.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** Runs rig-guest.mjs in the rig's guest and shows what it prints. */
export function rig() {
  const guest = `node '${join(root, 'bench', 'rig-guest.mjs')}'`;
  const run = [join(root, 'test', 'kernel', 'run.mjs'), '--timeout', '900', '--exec', guest];
  const { status } = spawnSync(process.execPath, run, { stdio: 'inherit' });
  if (status !== 0) console.log(`the rig ended with ${status}: no figures from it`);
}
