/** Every kind of file that sox writes, read by us and by sox itself. */

import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAudioFile } from '../../../src/audio/file/open.js';
import type { SampleFormat } from '../../../src/audio/sample-format.js';
import { streamSource } from '../../../src/file/stream-source.js';
import { seededRandom } from './fuzz.js';
import { expectSameBytes, readAll } from './read-all.js';

const soxVersion = spawnSync('sox', ['--version'], { encoding: 'utf8' }).stdout ?? '';
const canSox = soxVersion.includes('SoX');
if (!canSox)
  console.warn('skipped: comparison with sox, because there is no sox on this machine (apt install sox)');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'alsats-sox-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const noise = path.join(folder, 'noise.s32');
const frames = 1001;

/** Without dither, from the same noise each time; `channels` are taken out of its six. */
function sox(channels: number, ...args: string[]): Buffer {
  const input = ['-t', 'raw', '-e', 'signed', '-b', '32', '-L', '-c', String(channels), '-r', '8000', noise];
  return execFileSync('sox', ['-V1', '-R', '-D', ...input, ...args, 'trim', '0s', `${frames}s`], {
    maxBuffer: 1 << 26,
  });
}

const wide = ['-b', '32', '-e', 'signed'];

interface Case {
  readonly name: string;
  readonly type: string;
  readonly args: readonly string[];
  readonly channels: number;
  readonly format: SampleFormat;
}

const cases: readonly Case[] = (
  [
    ['wav', ['-b', '8'], 2, 'U8'],
    ['wav', ['-b', '16'], 1, 'S16_LE'],
    ['wav', ['-b', '24'], 2, 'S24_3LE'],
    ['wav', wide, 3, 'S32_LE'],
    ['wav', ['-b', '16'], 6, 'S16_LE'],
    ['wav', ['-e', 'float', '-b', '32'], 2, 'FLOAT_LE'],
    ['wav', ['-e', 'float', '-b', '64'], 1, 'FLOAT64_LE'],
    ['wav', ['-e', 'a-law'], 2, 'A_LAW'],
    ['wav', ['-e', 'mu-law'], 1, 'MU_LAW'],
    ['wav', ['-B', '-b', '16'], 2, 'S16_BE'],
    ['wav', ['-B', '-b', '24'], 2, 'S24_3BE'],
    ['wav', ['-B', '-e', 'float', '-b', '32'], 6, 'FLOAT_BE'],
    ['w64', ['-b', '16'], 2, 'S16_LE'],
    ['w64', ['-b', '24'], 1, 'S24_3LE'],
    ['au', ['-e', 'signed', '-b', '8'], 1, 'S8'],
    ['au', ['-b', '16'], 2, 'S16_BE'],
    ['au', ['-b', '24'], 2, 'S24_3BE'],
    ['au', wide, 2, 'S32_BE'],
    ['au', ['-e', 'float', '-b', '32'], 1, 'FLOAT_BE'],
    ['au', ['-e', 'float', '-b', '64'], 1, 'FLOAT64_BE'],
    ['au', ['-e', 'mu-law'], 2, 'MU_LAW'],
    ['au', ['-e', 'a-law'], 2, 'A_LAW'],
    ['au', ['-L', '-b', '16'], 2, 'S16_LE'],
    ['aiff', ['-b', '8'], 1, 'S8'],
    ['aiff', ['-b', '16'], 2, 'S16_BE'],
    ['aiff', ['-b', '24'], 1, 'S24_3BE'],
    ['aiff', wide, 2, 'S32_BE'],
    ['aifc', ['-b', '16'], 2, 'S16_BE'],
    ['aifc', ['-b', '24'], 1, 'S24_3BE'],
    ['voc', ['-b', '8'], 1, 'U8'],
    ['voc', ['-b', '8'], 2, 'U8'],
    ['voc', ['-b', '16'], 1, 'S16_LE'],
    ['voc', ['-b', '16'], 2, 'S16_LE'],
  ] as const
).map(([type, args, channels, format]) => {
  return { name: `${type} ${args.join(' ')} of ${channels} channels`, type, args, channels, format };
});

/** What sox calls the samples of one of our formats. */
function rawArgs(format: SampleFormat): string[] {
  const order = format.endsWith('BE') ? ['-B'] : ['-L'];
  if (format.endsWith('_LAW')) return ['-e', format === 'A_LAW' ? 'a-law' : 'mu-law', '-b', '8'];
  if (format.startsWith('FLOAT'))
    return ['-e', 'float', '-b', format.startsWith('FLOAT64') ? '64' : '32', ...order];
  const bits = /\d+/.exec(format)?.[0] ?? '';
  return ['-e', format.startsWith('U') ? 'unsigned' : 'signed', '-b', bits, ...order];
}

describe.skipIf(!canSox)('a file of sox', () => {
  beforeAll(() => {
    const random = seededRandom(20);
    const bytes = new Uint8Array(frames * 6 * 4);
    for (let index = 0; index < bytes.length; index++) bytes[index] = Math.floor(random() * 256);
    fs.writeFileSync(noise, bytes);
  });

  it.each(cases)('$name holds the samples sox reads', async ({ type, args, channels, format }) => {
    const file = path.join(folder, `case.${type}`);
    sox(channels, ...args, '-t', type, file);
    const reader = await openAudioFile(file);
    expect(reader.info).toMatchObject({ format, channels, framesPerSecond: 8000, frames });
    const data = await readAll(reader, 512);
    await reader.close();
    const theirs = execFileSync('sox', ['-V1', '-D', file, '-t', 'raw', ...rawArgs(format), '-']);
    // sox itself loses the end of the 16-bit VOC files it writes, by the size it writes into them.
    const lost = type === 'voc' && format === 'S16_LE' ? 8 : 0;
    expect(theirs.length).toBe(data.length - lost);
    expectSameBytes(data.subarray(0, theirs.length), theirs);
    if (format === 'S32_LE') expectSameBytes(data, fs.readFileSync(noise).subarray(0, data.length));
  });

  it.each(cases.filter(({ type }) => type !== 'voc' && type !== 'w64'))(
    '$name is read to its end through a pipe, whose header sox cannot go back to',
    async ({ type, args, channels, format }) => {
      const file = path.join(folder, `piped.${type}`);
      sox(channels, ...args, '-t', type, file);
      const inFile = await openAudioFile(file);
      const piped = sox(channels, ...args, '-t', type, '-');
      const inPipe = await openAudioFile(
        streamSource(
          (async function* () {
            yield piped;
          })(),
        ),
      );
      expect(inPipe.info).toMatchObject({ format, channels, framesPerSecond: 8000 });
      const expected = await readAll(inFile, 512);
      const got = await readAll(inPipe, 512);
      // With the size left open nothing tells the pad byte behind an odd number of bytes from a sample.
      const padBytes = type === 'au' ? 0 : expected.length % 2 && inFile.frameBytes === 1 ? 1 : 0;
      expect(got.length).toBe(expected.length + padBytes);
      expectSameBytes(got.subarray(0, expected.length), expected);
      await inFile.close();
    },
  );

  it.each([
    ['wav', ['-e', 'ms-adpcm'], 'unsupported', 'Microsoft ADPCM'],
    ['wav', ['-e', 'ima-adpcm'], 'unsupported', 'IMA ADPCM'],
    ['wav', ['-e', 'gsm-full-rate'], 'unsupported', 'GSM 6.10'],
    ['flac', [], 'malformed', 'a FLAC file'],
    ['ogg', [], 'malformed', 'an Ogg Vorbis file'],
    ['mp3', [], 'malformed', 'MP3'],
    ['caf', [], 'malformed', 'a Core Audio (CAF) file'],
    ['8svx', ['-b', '8'], 'malformed', 'an Amiga 8SVX file'],
    ['sph', ['-b', '16'], 'malformed', 'a NIST SPHERE file'],
    ['amr-nb', [], 'malformed', 'an AMR file'],
  ])('of type %s with %o is refused by name', async (type, args, kind, name) => {
    const file = path.join(folder, `refused.${type}`);
    try {
      sox(1, ...args, '-t', type, file);
    } catch {
      console.warn(`skipped: this sox cannot write ${type}`);
      return;
    }
    const opened = openAudioFile(file);
    await expect(opened).rejects.toMatchObject({ name: 'AudioFileError', kind });
    await expect(opened).rejects.toThrow(name);
  });
});
