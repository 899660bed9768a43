// npm run bench: alsats beside aplay and a bare Node, as ratios of medians, written to bench/RESULTS.md. Nothing here
// passes or fails.
//
//   npm run bench -- [--rounds N] [--node PATH]... [startup] [throughput] [record] [mixer] [clock] [seq] [package] [rig]
//     [record-rig] [control-rig] [mixer-rig] [seq-rig] [midi-rig] [midi-play-rig] [all]
//
// Each name renews its section. The rigs need what `npm run test:kernel` needs; without names, all that need no rig run.
// --node names the Nodes whose start-up and playing are measured; the one that runs this otherwise.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { recordThroughput } from './record.mjs';
import { quotePrinted, section, sections } from './report.mjs';
import { startup } from './startup.mjs';
import { throughput } from './throughput.mjs';

const { values, positionals } = parseArgs({
  options: { rounds: { type: 'string', default: '9' }, node: { type: 'string', multiple: true } },
  allowPositionals: true,
});
const withoutRig = ['startup', 'throughput', 'record', 'clock', 'mixer', 'seq', 'package'];
const wanted = positionals.length === 0 ? withoutRig : positionals;
const unknown = wanted.filter((name) => name !== 'all' && !Object.hasOwn(sections, name));
if (unknown.length > 0) {
  console.error(
    `bench: no section is called ${unknown.join(', ')}; there are ${Object.keys(sections).join(', ')}, all`,
  );
  process.exit(2);
}

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

const nodes = values.node ?? [process.execPath];
const setup = { node: process.execPath, nodes, alsats, aplay: find('aplay'), rounds: Number(values.rounds) };
console.log(`Node ${process.version}, ${process.arch}; medians; ratio: to the first row, round by round`);

const rigScripts = {
  rig: 'rig-guest.mjs',
  'record-rig': 'record-guest.mjs',
  'control-rig': 'control-guest.mjs',
  'mixer-rig': 'mixer-guest.mjs',
  'seq-rig': 'seq-guest.mjs',
  'midi-rig': 'midi-guest.mjs',
  'midi-play-rig': 'midi-play-guest.mjs',
};
const measures = {
  startup: async () => await startup(setup),
  throughput: () => throughput(setup),
  record: () => recordThroughput({ ...setup, arecord: find('arecord') }),
  mixer: () => quotePrinted(async () => await (await import('./mixer.mjs')).mixerBench()),
  seq: async () => await (await import('./seq.mjs')).seqThroughput({ ...setup, aseqdump: find('aseqdump') }),
  clock: () => quotePrinted(async () => (await import('./clock.mjs')).clockBench()),
  package: async () => (await import('./package.mjs')).packageSize(),
  ...Object.fromEntries(
    Object.entries(rigScripts).map(([name, script]) => [
      name,
      async () => await (await import('./rig.mjs')).rig(script),
    ]),
  ),
};
for (const [name, measure] of Object.entries(measures))
  if (wanted.includes(name) || wanted.includes('all')) await section(name, measure);
