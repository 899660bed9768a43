// How fast a long file goes to devices that take it as fast as it comes, beside aplay.
import { execFileSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  rmSync,
  statfsSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { plainWaveHeader } from '../test/audio/plain-wave.mjs';
import { compare } from './measure.mjs';

const MEBIBYTE = 1024 * 1024;

/** A WAVE file of `mebibytes` of noise: nothing may be cheap because it is all zeros. */
function makeWave(path, mebibytes) {
  const block = Buffer.alloc(MEBIBYTE);
  for (let i = 0, state = 1; i < block.length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    block[i] = state >>> 24;
  }
  const fd = openSync(path, 'w');
  writeSync(fd, plainWaveHeader(mebibytes * MEBIBYTE));
  for (let i = 0; i < mebibytes; i++) writeSync(fd, block);
  closeSync(fd);
}

/**
 * Has the machine give the memory that a file of this size will take, and leaves it free: a virtual machine gives back
 * what is free to its host, and who asks first waits for half a second until it has it again.
 */
function freshMemory(path, mebibytes) {
  makeWave(path, mebibytes);
  rmSync(path);
}

/** @param {{ nodes: string[], alsats: string, aplay: string | null, rounds: number }} setup */
export function throughput({ nodes, alsats, aplay, rounds }) {
  // Memory, not a disk, is what both must be measured against.
  const base = existsSync('/dev/shm') ? '/dev/shm' : '/tmp';
  const { bavail, bsize } = statfsSync(base);
  const mebibytes = bavail * bsize > 2600 * MEBIBYTE ? 1024 : 128;
  const folder = mkdtempSync(join(base, 'alsats-bench-'));
  try {
    const wave = join(folder, 'long.wav');
    const out = join(folder, 'out.raw');
    makeWave(wave, mebibytes);
    const config = join(folder, 'asound.conf');
    writeFileSync(
      config,
      `</usr/share/alsa/alsa.conf>
pcm.tofile { type file slave.pcm null file "${out}" format raw }
pcm.six { type plug slave { pcm null format S32_LE channels 6 } }
`,
    );
    const env = { ALSA_CONFIG_PATH: config };
    const players = nodes.map((node) => {
      const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
      return { node, name: `alsats play, Node ${version}`, isNew: Number(/\d+/.exec(version)?.[0]) >= 22 };
    });
    for (const [device, what, target] of [
      ['null', 'to the null device', null],
      ['tofile', 'to a file PCM in memory', 0.95],
      ['six', 'through plug to 6 channels of S32', 1.05],
    ]) {
      const before = () => {
        rmSync(out, { force: true });
        if (device === 'tofile') freshMemory(out, mebibytes);
      };
      const commands = players.map(({ node, name }) => ({
        name,
        argv: [node, alsats, 'play', '-q', '-D', device, wave],
        env,
        before,
      }));
      const aims = players.map(({ name, isNew }) => [name, target ?? (isNew ? 1.3 : 1.7)]);
      if (aplay !== null)
        commands.unshift({ name: 'aplay', argv: [aplay, '-q', '-D', device, wave], env, before });
      compare(`${mebibytes} MiB of S16_LE stereo ${what}`, commands, rounds, Object.fromEntries(aims));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
