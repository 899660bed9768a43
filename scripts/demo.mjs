// npm run demo: shows what alsats does on this machine, with a sound card or without one. Plays a chime on the default
// device, or on the card that lives in the process, with progress and meters; records; says what was done.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const program = join(root, 'dist', 'alsats.cjs');
const chime = join(root, 'test', 'fixtures', 'chime.wav');
if (!existsSync(program)) execFileSync('npm', ['run', 'build'], { stdio: 'inherit', cwd: root });

const alsats = (...args) => spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' });
const shown = (...args) => {
  console.log(`\n$ alsats ${args.map((word) => word.replace(`${root}/`, '')).join(' ')}`);
  return spawnSync(process.execPath, [program, ...args], { stdio: 'inherit' }).status ?? 1;
};

const folder = mkdtempSync(join(tmpdir(), 'alsats-demo-'));
const take = join(folder, 'take.wav');
try {
  const hasCard = alsats('play', '--dump-hw-params', '-D', 'default').status === 0;
  console.log(
    hasCard
      ? 'This machine has a sound device: you should hear a chime.'
      : 'This machine has no sound device: the chime goes to the card that alsats carries within itself.',
  );
  const device = hasCard ? 'default' : `virtual:out=${take}`;
  let failed = shown('play', '-D', device, '-V', chime);
  if (hasCard) {
    const canRecord = alsats('record', '--dump-hw-params', '-D', 'default').status === 0;
    if (canRecord) failed ||= shown('record', '-D', 'default', '-d', '1', take);
    else console.log('\nIt cannot record, so nothing is recorded.');
  } else {
    failed ||= shown('record', '-D', `virtual:wav=${take}`, '-d', '1', join(folder, 'again.wav'));
  }
  console.log(
    failed
      ? '\nThat did not work: the lines above say why.'
      : `\nDone: a chime was played${hasCard ? '' : ', without any hardware,'} and a second recorded. Next: alsats help`,
  );
  process.exitCode = failed;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
