// Processor time of sound in real time, without a sound card: on a PCM plug-in in C that has a clock and nothing behind it.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withPlugin } from './plugin.mjs';

const SECONDS = 20;
const alsats = [process.execPath, join(import.meta.dirname, '..', 'dist', 'alsats.cjs')];

/** Processor time in milliseconds, and what was said of xruns. */
function measure(argv) {
  const timed = ['-c', 'TIMEFORMAT="%U %S"; time "$@" 2>&1 >/dev/null', 'bench', ...argv];
  const { stderr, stdout } = spawnSync('bash', timed, { encoding: 'utf8' });
  const [user = 0, system = 0] = stderr.trim().split(/\s+/).slice(-2).map(Number);
  return { cpuMs: (user + system) * 1000, xruns: (stdout.match(/(?:under|over)run/g) ?? []).length };
}

export async function clockBench() {
  const plugin = { what: 'Real time', source: 'software-pcm.c', kind: 'pcm', type: 'clocked' };
  await withPlugin(plugin, (folder) => {
    const sound = join(folder, 'sound.raw');
    writeFileSync(sound, Buffer.alloc(SECONDS * 48_000 * 4, 17));
    const shape = ['-q', '-D', 'clocked', '-t', 'raw', '-f', 'dat'];
    const recorded = join(folder, 'recorded.raw');
    const [play, record] = ['play', 'record'].map((verb) => [...alsats, verb]);
    // What a start costs before there is any sound.
    const starts = [
      measure([...play, ...shape, '-s', '1', sound]),
      measure([...record, ...shape, '-s', '1', '--force', recorded]),
    ];
    console.log(`\n${SECONDS} s of S16_LE stereo at 48 kHz on a clock (Node ${process.version})`);
    for (const [name, sizes] of [
      ['default buffers', []],
      ['256/1024 frames', ['--period-size=256', '--buffer-size=1024']],
    ]) {
      for (const [what, peer, ours, start, rest] of [
        ['play', ['aplay'], play, starts[0], [sound]],
        ['record', ['arecord'], [...record, '--force'], starts[1], ['-d', String(SECONDS), recorded]],
      ]) {
        const theirs = measure([...peer, ...shape, ...sizes, ...rest]);
        const mine = measure([...ours, ...shape, ...sizes, ...rest]);
        const beyond = mine.cpuMs - start.cpuMs;
        console.log(
          `${what}, ${name}: ${peer[0]} ${theirs.cpuMs.toFixed(0)} ms of processor time, ${theirs.xruns} xruns; ` +
            `alsats ${mine.cpuMs.toFixed(0)} ms (${beyond.toFixed(0)} beyond its start), ${mine.xruns} xruns; ` +
            `ratio beyond the start ${(beyond / theirs.cpuMs).toFixed(2)}`,
        );
      }
    }
  });
}
