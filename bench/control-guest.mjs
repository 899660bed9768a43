// Runs in the rig's guest: controls and names beside amixer and aplay, on a card with 200 elements of its own.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compare, ROUNDS, runOnce } from './timed-run.mjs';

const SETS = 10_000;
const alsats = [process.execPath, join(import.meta.dirname, '..', 'dist', 'alsats.cjs')];
const folder = mkdtempSync(join(tmpdir(), 'alsats-bench-'));
const card = ['-c', 'Dummy'];

for (const args of [
  ['integer', 'Bench Volume', '--count', '2', '--min', '0', '--max', '87', '--db-scale', '-65.25,0.75,mute'],
  ['boolean', 'Bench Switch', '--count', '2'],
  ['enumerated', 'Bench Route', '--items', 'Front,Surround,Center/LFE,Side'],
  ['integer64', 'Bench Clock', '--min', '0', '--max', '0x7fffffffffff'],
]) {
  const { status } = spawnSync(
    alsats[0],
    [alsats[1], 'ctl', 'add', ...args, '--elements', '50', '-q', ...card],
    {
      stdio: 'inherit',
    },
  );
  if (status !== 0) process.exit(1);
}

const node = runOnce([process.execPath, '-e', '0'], '/dev/null');
console.log(
  `\nControls and names, medians of ${ROUNDS} (emulated machine); node -e 0 takes ${node.wallMs.toFixed(0)} ms`,
);
const nothing = [...alsats, 'ctl', 'set', '-', ...card];
const contents = ['amixer', ...card, 'contents'];
compare('211 elements, as text', contents, nothing, [...alsats, 'ctl', 'list', ...card]);
compare('211 elements, all of each', contents, nothing, [...alsats, 'ctl', 'list', '-l', ...card]);
compare('211 elements, as JSON', contents, nothing, [...alsats, 'ctl', 'list', '--json', ...card]);

const amixer = ['amixer', ...card, '-q', '-s'];
for (const [what, id] of [
  ['by number', () => 'numid=1'],
  ['by name', () => "name='Master Volume'"],
  ['of 50 elements in turn', (line) => `name='Bench Volume',index=${line % 50}`],
]) {
  const lines = Array.from(
    { length: SETS },
    (_, line) => `cset ${id(line)} ${(line * 7) % 87},${(line * 3) % 87}\n`,
  );
  const file = join(folder, 'sets');
  writeFileSync(file, lines.join(''));
  compare(`${SETS} sets ${what}`, amixer, nothing, nothing, file);
}

const noNames = [...alsats, 'hints', '-L', '--kind', 'hwdep', '--json'];
compare('names of PCMs', ['aplay', '-L'], noNames, [...alsats, 'hints', '-L', '--playback']);
compare('names of PCMs, as JSON', ['aplay', '-L'], noNames, [
  ...alsats,
  'hints',
  '-L',
  '--playback',
  '--json',
]);
compare('cards and devices', ['aplay', '-l'], noNames, [...alsats, 'hints', '-l']);
