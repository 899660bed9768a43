// Times whole processes side by side: the commands of a table run one after the other within each round, so that what
// disturbs the machine disturbs all of them, and ratios are taken round by round. Each round has an order of its own: on
// a virtual machine what a command leaves, memory given back above all, slows down the one behind it.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { table } from './report.mjs';

/** @typedef {{ name: string, argv: string[], env?: Record<string, string>, before?: () => void }} Command */

const folder = mkdtempSync(join(tmpdir(), 'alsats-bench-'));
const peakFile = join(folder, 'peak');
const preload = join(folder, 'peak.cjs');
writeFileSync(
  preload,
  `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(peakFile)}, String(process.resourceUsage().maxRSS)));`,
);
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** Runs a command once: wall and processor time in milliseconds. */
function runOnce({ name, argv, env = {}, before }) {
  before?.();
  const started = process.hrtime.bigint();
  // The shell's own clock tells the processor time of the child, which Node does not.
  const timed = ['-c', 'TIMEFORMAT="%U %S"; time "$@" >/dev/null 2>"$0"', join(folder, 'stderr'), ...argv];
  const result = spawnSync('bash', timed, { env: { ...process.env, ...env }, encoding: 'utf8' });
  const wallMs = Number(process.hrtime.bigint() - started) / 1e6;
  if (result.status !== 0) {
    throw new Error(`${name}: exit ${result.status}: ${readFileSync(join(folder, 'stderr'), 'utf8')}`);
  }
  const [user = 0, system = 0] = result.stderr.trim().split(/\s+/).slice(-2).map(Number);
  return { wallMs, cpuMs: (user + system) * 1000 };
}

/** Peak memory of a Node command, in MB, or null for anything else. */
function peakMegabytes({ argv, env = {}, before }) {
  if (!/\bnode/.test(argv[0])) return null;
  before?.();
  spawnSync(argv[0], ['--require', preload, ...argv.slice(1)], {
    env: { ...process.env, ...env },
    stdio: 'ignore',
  });
  return Number(readFileSync(peakFile, 'utf8')) / 1024;
}

let seed = 1;

/** The numbers from 0 on in a random order, the same at each run of the bench. */
function shuffled(count) {
  const numbers = Array.from({ length: count }, (_, index) => index);
  for (let end = count - 1; end > 0; end--) {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    const other = Math.floor((seed / 2 ** 32) * (end + 1));
    [numbers[end], numbers[other]] = [numbers[other], numbers[end]];
  }
  return numbers;
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/**
 * Runs a table; the first command is what the others are compared with.
 *
 * @param {string} title
 * @param {Command[]} commands
 * @param {number} rounds counted, after one that is not
 * @param {Record<string, number>} [targets] the ratio each command is to keep to
 * @returns {number[]} the median wall time of each command, in milliseconds
 */
export function compare(title, commands, rounds, targets = {}) {
  const samples = commands.map(() => []);
  for (let round = -1; round < rounds; round++) {
    for (const index of shuffled(commands.length)) {
      const sample = runOnce(commands[index]);
      if (round >= 0) samples[index].push(sample);
    }
  }
  const rows = commands.map((command, index) => {
    const ratio = median(samples[index].map((sample, round) => sample.wallMs / samples[0][round].wallMs));
    const peak = peakMegabytes(command);
    const target = targets[command.name];
    return [
      command.name,
      median(samples[index].map(({ wallMs }) => wallMs)).toFixed(0),
      ratio.toFixed(2),
      median(samples[index].map(({ cpuMs }) => cpuMs)).toFixed(0),
      peak === null ? '–' : peak.toFixed(0),
      target === undefined ? '' : `≤ ${target} ${ratio <= target ? 'kept' : 'MISSED'}`,
    ];
  });
  table(`${title} (${rounds} rounds)`, ['command', 'wall ms', 'ratio', 'cpu ms', 'peak MB', 'aim'], rows);
  return commands.map((_, index) => median(samples[index].map(({ wallMs }) => wallMs)));
}
