// Times of whole programs in the rig's guest, ours beside a peer's.
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const ROUNDS = 3;
const folder = mkdtempSync(join(tmpdir(), 'alsats-bench-'));

/** Wall and processor time of one run, in milliseconds. */
export function runOnce(argv, stdin) {
  const input = openSync(stdin, 'r');
  const timed = ['-c', 'TIMEFORMAT="%R %U %S"; time "$@" >/dev/null 2>"$0"', join(folder, 'stderr'), ...argv];
  const { status, stderr } = spawnSync('bash', timed, { encoding: 'utf8', stdio: [input, 'ignore', 'pipe'] });
  closeSync(input);
  if (status !== 0) throw new Error(`${argv.join(' ')}: exit ${status}`);
  const [wall = 0, user = 0, system = 0] = stderr.trim().split(/\s+/).slice(-3).map(Number);
  return { wallMs: wall * 1000, cpuMs: (user + system) * 1000 };
}

export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** Medians of all, run in turn; the second is what our program costs before it does anything. */
export function compare(title, peer, start, ours, stdin = '/dev/null', rounds = ROUNDS) {
  const commands = [peer, start, ours];
  const samples = commands.map(() => []);
  for (let round = 0; round < rounds; round++) {
    // The start is that of a run with nothing to do: no input.
    for (const [place, argv] of commands.entries())
      samples[place].push(runOnce(argv, place === 1 ? '/dev/null' : stdin));
  }
  const [theirs, idle, mine] = samples.map((runs) => ({
    wallMs: median(runs.map(({ wallMs }) => wallMs)),
    cpuMs: median(runs.map(({ cpuMs }) => cpuMs)),
  }));
  const beyond = mine.wallMs - idle.wallMs;
  console.log(
    `${title}: ${peer[0]} ${theirs.wallMs.toFixed(0)} ms (cpu ${theirs.cpuMs.toFixed(0)}); alsats ${mine.wallMs.toFixed(0)} ms ` +
      `(cpu ${mine.cpuMs.toFixed(0)}), ${beyond.toFixed(0)} beyond its start of ${idle.wallMs.toFixed(0)}; ` +
      `ratio ${(mine.wallMs / theirs.wallMs).toFixed(2)}, beyond the start ${(beyond / theirs.wallMs).toFixed(2)}`,
  );
}
