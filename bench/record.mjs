// How fast sound goes to files from devices that give it as fast as it is taken, beside arecord.
import { existsSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compare } from './measure.mjs';
import { tell } from './report.mjs';

const MEBIBYTE = 1024 * 1024;

/** @param {{ node: string, alsats: string, arecord: string | null, rounds: number }} setup */
export function recordThroughput({ node, alsats, arecord, rounds }) {
  // Memory, not a disk, is what both must be measured against.
  const base = existsSync('/dev/shm') ? '/dev/shm' : '/tmp';
  const { bavail, bsize } = statfsSync(base);
  const mebibytes = bavail * bsize > 1600 * MEBIBYTE ? 1024 : 128;
  const folder = mkdtempSync(join(base, 'alsats-bench-'));
  try {
    const config = join(folder, 'asound.conf');
    writeFileSync(
      config,
      `</usr/share/alsa/alsa.conf>
pcm.six { type plug slave { pcm null format S32_LE channels 6 } }
`,
    );
    const env = { ALSA_CONFIG_PATH: config };
    const short = ['record', '-q', '-D', 'null', '-t', 'raw', '-f', 'dat', '-s', '100', '/dev/null'];
    const [startMs] = compare('100 frames', [{ name: 'start', argv: [node, alsats, ...short], env }], rounds);
    for (const [device, type, what] of [
      ['null', 'raw', 'from the null device, raw'],
      ['null', 'wav', 'from the null device, WAVE'],
      ['six', 'raw', 'through plug from 6 channels of S32, raw'],
    ]) {
      const out = join(folder, `out.${type}`);
      const before = () => rmSync(out, { force: true });
      const frames = String((mebibytes * MEBIBYTE) / 4);
      const args = ['-q', '-D', device, '-t', type, '-f', 'dat', '-s', frames, out];
      const commands = [{ name: 'alsats record', argv: [node, alsats, 'record', ...args], env, before }];
      if (arecord !== null) commands.unshift({ name: 'arecord', argv: [arecord, ...args], env, before });
      const wallMs = compare(`${mebibytes} MiB of S16_LE stereo ${what}`, commands, rounds, {
        'alsats record': 1,
      });
      const speeds = wallMs.map((ms, index) => {
        // Node's start and libasound's happen once, however long the recording is.
        const net = commands[index].argv[0] === node ? ms - startMs : ms;
        return `${commands[index].name} ${(Number(frames) / net / 1000).toFixed(0)}`;
      });
      tell(`million frames per second, beyond the start of ${startMs.toFixed(0)} ms: ${speeds.join(', ')}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
