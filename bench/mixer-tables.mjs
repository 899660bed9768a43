// Mixers beside amixer, and beside a Node that does nothing: on whatever mixer both are given.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compare, median, ROUNDS, runOnce } from './timed-run.mjs';

const SETS = 10_000;
const alsats = [process.execPath, join(import.meta.dirname, '..', 'dist', 'alsats.cjs')];

/**
 * @param {string[]} card the options that name it, the same for both
 * @param {string} what where it is
 * @param {number} [rounds] of each figure
 */
export function mixerTables(card, what, rounds = ROUNDS) {
  starts(card, what, rounds);
  batches(card, rounds);
}

/** Whole processes, run in turn; ratios to the first, round by round. */
function starts(card, what, rounds) {
  const whole = [
    ['node -e 0', [process.execPath, '-e', '0']],
    ['alsats mixer get Master --json', [...alsats, 'mixer', 'get', 'Master', '--json', ...card]],
    ['alsats mixer set Master 40%', [...alsats, 'mixer', 'set', 'Master', '40%', ...card]],
    ['alsats mixer set Master -12dB', [...alsats, 'mixer', 'set', 'Master', '-12dB', ...card]],
    ['amixer sget Master', ['amixer', ...card, 'sget', 'Master']],
  ];
  const samples = whole.map(() => []);
  for (let round = 0; round <= rounds; round++) {
    // The first round only fills the caches.
    for (const [place, [, argv]] of whole.entries()) {
      const { wallMs } = runOnce(argv, '/dev/null');
      if (round > 0) samples[place].push(wallMs);
    }
  }
  console.log(`\nMixers ${what}, medians of ${rounds} (Node ${process.version})`);
  for (const [place, [name]] of whole.entries()) {
    const ratio = median(samples[place].map((ms, round) => ms / samples[0][round]));
    console.log(`${name}: ${median(samples[place]).toFixed(0)} ms, ratio ${ratio.toFixed(2)}`);
  }
}

function batches(card, rounds) {
  const folder = mkdtempSync(join(tmpdir(), 'alsats-bench-'));
  const nothing = [...alsats, 'mixer', 'batch', ...card];
  const lines = (sets, line) => {
    const file = join(folder, 'lines');
    writeFileSync(file, Array.from({ length: sets }, (_, place) => `${line(place)}\n`).join(''));
    return file;
  };
  const percent = (place) => `sset Master ${(place * 7) % 100}%`;
  const step = (place) => `sset Master 5%${place % 2 === 0 ? '+' : '-'}`;
  for (const sets of [SETS, 20 * SETS]) {
    const tables = [
      ['without answers', ['-q', '-s'], ['-q'], percent],
      ['each answered', ['-s'], [], percent],
      ["in alsamixer's percent", ['-M', '-q', '-s'], ['-q'], percent],
      ['by relative steps', ['-M', '-q', '-s'], ['-q'], step],
    ];
    for (const [how, theirs, ours, line] of tables) {
      compare(
        `${sets} sets, ${how}`,
        ['amixer', ...card, ...theirs],
        nothing,
        [...alsats, 'mixer', 'batch', ...ours, ...card],
        lines(sets, line),
        rounds,
      );
    }
  }
}
