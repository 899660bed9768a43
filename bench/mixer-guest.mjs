// Runs in the rig's guest: mixers beside amixer, and beside a Node that does nothing.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compare, median, runOnce } from './timed-run.mjs';

const STARTS = 7;
const SETS = 10_000;
const alsats = [process.execPath, join(import.meta.dirname, '..', 'dist', 'alsats.cjs')];
const folder = mkdtempSync(join(tmpdir(), 'alsats-bench-'));
const card = ['-c', 'Dummy'];

/** Whole processes, run in turn; ratios to the first, round by round. */
const whole = [
  ['node -e 0', [process.execPath, '-e', '0']],
  ['alsats mixer get Master --json', [...alsats, 'mixer', 'get', 'Master', '--json', ...card]],
  ['alsats mixer set Master 40%', [...alsats, 'mixer', 'set', 'Master', '40%', ...card]],
  ['alsats mixer set Master -12dB', [...alsats, 'mixer', 'set', 'Master', '-12dB', ...card]],
  ['amixer sget Master', ['amixer', ...card, 'sget', 'Master']],
];
const samples = whole.map(() => []);
for (let round = 0; round <= STARTS; round++) {
  // The first round only fills the caches.
  for (const [place, [, argv]] of whole.entries()) {
    const { wallMs } = runOnce(argv, '/dev/null');
    if (round > 0) samples[place].push(wallMs);
  }
}
console.log(`\nMixers, medians of ${STARTS} (emulated machine, Node ${process.version})`);
for (const [place, [name]] of whole.entries()) {
  const ratio = median(samples[place].map((ms, round) => ms / samples[0][round]));
  console.log(`${name}: ${median(samples[place]).toFixed(0)} ms, ratio ${ratio.toFixed(2)}`);
}

const nothing = [...alsats, 'mixer', 'batch', ...card];
const lines = (line) => {
  const file = join(folder, 'lines');
  writeFileSync(file, Array.from({ length: SETS }, (_, place) => `${line(place)}\n`).join(''));
  return file;
};
const rawSteps = (place) => (place * 7) % 100;
compare(
  `${SETS} sets, without answers`,
  ['amixer', ...card, '-q', '-s'],
  nothing,
  [...alsats, 'mixer', 'batch', '-q', ...card],
  lines((place) => `sset Master ${rawSteps(place)}%`),
);
compare(
  `${SETS} sets, each answered`,
  ['amixer', ...card, '-s'],
  nothing,
  [...alsats, 'mixer', 'batch', ...card],
  lines((place) => `sset Master ${rawSteps(place)}%`),
);
compare(
  `${SETS} sets in alsamixer's percent`,
  ['amixer', ...card, '-M', '-q', '-s'],
  nothing,
  [...alsats, 'mixer', 'batch', '-q', ...card],
  lines((place) => `sset Master ${rawSteps(place)}%`),
);
compare(
  `${SETS} relative sets`,
  ['amixer', ...card, '-M', '-q', '-s'],
  nothing,
  [...alsats, 'mixer', 'batch', '-q', ...card],
  lines((place) => `sset Master 5%${place % 2 === 0 ? '+' : '-'}`),
);
