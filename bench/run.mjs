// npm run bench: alsats beside aplay and a bare Node, as ratios of medians. Nothing here passes or fails.
//
//   npm run bench -- [--rounds N] [startup] [throughput] [record] [mixer] [rig] [record-rig] [control-rig] [mixer-rig] [seq-rig]
//     [midi-rig] [midi-play-rig]
//
// The rigs need what `npm run test:kernel` needs; without names, startup, throughput, record and mixer run.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { recordThroughput } from './record.mjs';
import { startup } from './startup.mjs';
import { throughput } from './throughput.mjs';

const { values, positionals } = parseArgs({
  options: { rounds: { type: 'string', default: '9' } },
  allowPositionals: true,
});
const wanted = positionals.length === 0 ? ['startup', 'throughput', 'record', 'mixer'] : positionals;

const alsats = join(import.meta.dirname, '..', 'dist', 'alsats.cjs');
if (!existsSync(alsats))
  execFileSync('npm', ['run', 'build'], { stdio: 'inherit', cwd: join(import.meta.dirname, '..') });

function find(program) {
  try {
    return execFileSync('which', [program], { encoding: 'utf8' }).trim();
  } catch {
    console.log(`${program} is not installed (package alsa-utils): figures without it`);
    return null;
  }
}

const setup = { node: process.execPath, alsats, aplay: find('aplay'), rounds: Number(values.rounds) };
console.log(`Node ${process.version}, ${process.arch}; medians; ratio: to the first row, round by round`);
if (wanted.includes('startup')) startup(setup);
if (wanted.includes('throughput')) throughput(setup);
if (wanted.includes('record')) recordThroughput({ ...setup, arecord: find('arecord') });
if (wanted.includes('mixer')) await (await import('./mixer.mjs')).mixerBench();
if (wanted.includes('rig')) (await import('./rig.mjs')).rig();
if (wanted.includes('record-rig')) (await import('./rig.mjs')).rig('record-guest.mjs');
if (wanted.includes('mixer-rig')) (await import('./rig.mjs')).rig('mixer-guest.mjs');
if (wanted.includes('control-rig')) (await import('./rig.mjs')).rig('control-guest.mjs');
if (wanted.includes('seq-rig')) (await import('./rig.mjs')).rig('seq-guest.mjs');
if (wanted.includes('midi-rig')) (await import('./rig.mjs')).rig('midi-guest.mjs');
if (wanted.includes('midi-play-rig')) (await import('./rig.mjs')).rig('midi-play-guest.mjs');
