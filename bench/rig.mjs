// Real-time sound on a kernel driver, beside alsa-utils: processor time and xruns, in the kernel rig.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { quote, tell } from './report.mjs';

const root = join(import.meta.dirname, '..');

/** Runs a script of this folder in the rig's guest and shows what it prints. */
export async function rig(script = 'rig-guest.mjs') {
  const guest = `node '${join(root, 'bench', script)}'`;
  const run = [join(root, 'test', 'kernel', 'run.mjs'), '--timeout', '900', '--exec', guest];
  const child = spawn(process.execPath, run, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text;
    process.stdout.write(text);
  });
  const status = await new Promise((resolve) => child.on('close', resolve));
  if (status !== 0) {
    console.log(`the rig ended with ${status}: no figures from it`);
    return;
  }
  const kernel = /^kernel rig: (.*?), prepared/m.exec(output)?.[1];
  tell(`In the rig, on the kernel ${kernel}.`);
  // What the rig says of itself, and of packages it fetches, is no figure.
  quote(output.replace(/^(?:kernel rig: .*| {2}(?:downloading|apt-get|sudo) .*)\n?/gm, ''));
}
