// Runs in the rig's guest: 20 seconds of the Loopback's sound, recorded at default buffers and at 256/1024 frames.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SECONDS = 20;
const alsats = join(import.meta.dirname, '..', 'dist', 'alsats.cjs');
const out = join(tmpdir(), 'bench.wav');

/** Processor time in milliseconds, and what the program said on stderr. */
function measure(argv) {
  const timed = ['-c', 'TIMEFORMAT="%U %S"; time "$@" 2>/tmp/stderr', 'bench', ...argv];
  const { stderr, status } = spawnSync('bash', timed, { encoding: 'utf8' });
  const said = readFileSync('/tmp/stderr', 'utf8');
  if (status !== 0) throw new Error(`${argv.join(' ')} ended with ${status}: ${said}`);
  const [user = 0, system = 0] = stderr.trim().split(/\s+/).slice(-2).map(Number);
  return {
    cpuMs: Math.round((user + system) * 1000),
    xruns: (said.match(/overrun at|overrun!!!/g) ?? []).length,
  };
}

const shape = ['-D', 'hw:Loopback,1,0', '-f', 'dat', '-d', String(SECONDS)];
// Everything that happens once: Node, libasound, the modules of the command. The first time it comes from the disk.
const short = [process.execPath, alsats, 'record', '-q', '-D', 'null', '-s', '100', out];
measure(short);
const start = measure(short);
console.log(`\n${SECONDS} s of S16_LE stereo at 48 kHz from the kernel's Loopback (emulated machine)`);
console.log(`alsats record of 100 frames from null: ${start.cpuMs} ms of processor time`);
for (const [name, sizes] of [
  ['default buffers', []],
  ['256/1024 frames', ['--period-size=256', '--buffer-size=1024']],
]) {
  const peer = measure(['arecord', '-q', ...shape, ...sizes, out]);
  const ours = measure([process.execPath, alsats, 'record', '--no-progress', ...shape, ...sizes, out]);
  const beyondStart = ours.cpuMs - start.cpuMs;
  console.log(
    `${name}: arecord ${peer.cpuMs} ms, ${peer.xruns} xruns; alsats ${ours.cpuMs} ms (${beyondStart} beyond its start), ` +
      `${ours.xruns} xruns; ratio beyond the start ${(beyondStart / peer.cpuMs).toFixed(2)}`,
  );
}
