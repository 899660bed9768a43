/** What sox, aplay and the `wav` package make of our files. */

import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, describe, expect, it } from 'vitest';
import { type SampleFormat, sampleFormats } from '../../../src/audio/sample-format.js';
import { encodeLevels } from '../../../src/audio/samples.js';
import type { WritableFileType } from '../../../src/audio/write/file-type.js';
import { openAudioWriter } from '../../../src/audio/write/open.js';
import { storedFormatOf } from '../../../src/audio/write/stored-format.js';
import { expectSameBytes, readBytes } from '../file/read-all.js';
import { fileOf, levelsOf, noise, specOf, storableFormats, writeInPieces } from './sound.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'alsats-others-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const versionOf = (program: string) => {
  const { stdout, stderr } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  return `${stdout ?? ''}${stderr ?? ''}`;
};
const canSox = versionOf('sox').includes('SoX');
if (!canSox)
  console.warn('skipped: files read by sox, because there is no sox on this machine (apt install sox)');
const canAplay = versionOf('aplay').includes('aplay');
if (!canAplay) {
  console.warn(
    'skipped: files played by aplay, because there is none on this machine (apt install alsa-utils)',
  );
}

const frames = 301;

/** All of them for the usual formats, one for each of the others: every one is a process. */
function channelCounts(format: SampleFormat): number[] {
  const all = [1, 2, 6];
  if (['S16_LE', 'S24_LE', 'S32_LE', 'FLOAT_LE', 'A_LAW'].includes(format)) return all;
  return [all[storableFormats.indexOf(format) % all.length] as number];
}

function soxRawArgs(format: SampleFormat): string[] {
  const { encoding, physicalBits, endian } = sampleFormats[format];
  const order = endian === 'big' ? '-B' : '-L';
  const name = encoding.endsWith('law')
    ? encoding
    : encoding === 'float'
      ? 'floating-point'
      : `${encoding}-integer`;
  return ['-t', 'raw', '-e', name, '-b', String(physicalBits), order];
}

/** sox works in 32 bits: doubles come out rounded, and full scale as one step less. µ-law has two zeros. */
function expectAlike(format: SampleFormat, actual: Uint8Array, expected: Uint8Array): void {
  const tolerance = sampleFormats[format].encoding === 'float' ? 2 ** -23 : 0;
  const [levels, wanted] = [levelsOf(format, actual), levelsOf(format, expected)];
  expect(levels.length).toBe(wanted.length);
  const error = levels.reduce(
    (most, level, at) => Math.max(most, Math.abs(level - (wanted[at] as number))),
    0,
  );
  expect(error).toBeLessThanOrEqual(tolerance);
}

/** Floats within ±1, beyond which sox saturates. */
function tameNoise(format: SampleFormat, samples: number): Uint8Array {
  const sound = noise(format, samples, 7);
  if (sampleFormats[format].encoding !== 'float') return sound;
  return encodeLevels(
    format,
    levelsOf(format, sound).map((level) => level / 2),
  );
}

/** Why sox cannot read a file, though it is right; null where it can. */
function soxLimit(type: WritableFileType, format: SampleFormat): string | null {
  const stored = storedFormatOf(type, format);
  if ((type === 'wav' || type === 'rf64') && stored.validBits !== null)
    return 'padded samples is not supported';
  if (type === 'aiff' && format.endsWith('LAW')) return 'Unsupported AIFC compression type';
  return null;
}

const types = ['wav', 'rf64', 'w64', 'au', 'aiff'] as const;

describe.skipIf(!canSox).each(types)('sox, of a file of type %s', (type) => {
  it.each(storableFormats)('reads %s', async (format) => {
    for (const channels of channelCounts(format)) {
      const spec = specOf(format, channels, { framesPerSecond: 44_100 });
      const bytes = await fileOf(spec, tameNoise(format, frames * channels), {
        type,
        info: { comment: 'odd' },
      });
      const file = path.join(folder, `x.${type === 'rf64' ? 'wav' : type}`);
      fs.writeFileSync(file, bytes);
      const limit = soxLimit(type, format);
      if (limit !== null) {
        expect(spawnSync('soxi', [file], { encoding: 'utf8' }).stderr).toContain(limit);
        continue;
      }
      const told = execFileSync('soxi', [file], { encoding: 'utf8', stdio: 'pipe' });
      expect(told).toMatch(new RegExp(`Channels +: ${channels}\\n.*: 44100\\n[^]* = ${frames} samples`));
      const stored = storedFormatOf(type, format).format;
      // sox scales the float of Wave64 files to its peak, and takes doubles for numbers up to 2^31: its own files, too.
      if (type === 'w64' && sampleFormats[stored].encoding === 'float') continue;
      const theirs = execFileSync('sox', ['-V1', '-D', file, ...soxRawArgs(stored), '-']);
      expectAlike(stored, theirs, (await readBytes(bytes)).data);
    }
  });
});

describe.skipIf(!canSox).each(['wav', 'rf64', 'au', 'aiff'] as const)(
  'sox, of a stream of type %s',
  (type) => {
    it.each(['S16_LE', 'S24_LE', 'FLOAT_LE', 'U8'] as const)('reads all of %s', async (format) => {
      for (const expectedFrames of [null, frames]) {
        const stream = new PassThrough();
        const collected = buffer(stream);
        const writer = await openAudioWriter({ stream }, specOf(format, 1), { type, expectedFrames });
        await writeInPieces(writer, tameNoise(format, frames));
        await writer.finish();
        const bytes = await collected;
        const stored = storedFormatOf(type, format).format;
        const theirs = execFileSync(
          'sox',
          ['-V1', '-D', '-t', type === 'rf64' ? 'wav' : type, '-', ...soxRawArgs(stored), '-'],
          { input: bytes },
        );
        expectAlike(stored, theirs, (await readBytes(new Uint8Array(bytes))).data);
      }
    });
  },
);

/** aplay fills the last period up. */
function playedByAplay(name: string, bytes: Uint8Array, input: 'file' | 'pipe'): Buffer {
  const file = path.join(folder, name);
  const played = path.join(folder, 'played.raw');
  fs.writeFileSync(file, bytes);
  fs.rmSync(played, { force: true });
  const args = ['-q', '-D', `file:${played},raw`];
  if (input === 'file') execFileSync('aplay', [...args, file], { stdio: 'pipe' });
  else execFileSync('aplay', args, { input: bytes, stdio: 'pipe' });
  return fs.readFileSync(played);
}

describe.skipIf(!canAplay)('aplay plays', () => {
  const playable = storableFormats.filter((format) => !/FLOAT64|LAW/.test(format));

  it.each(playable)('WAVE with %s', async (format) => {
    for (const channels of channelCounts(format)) {
      const sound = noise(format, frames * channels, 3);
      const bytes = await fileOf(specOf(format, channels), sound, { type: 'wav', info: { comment: 'odd' } });
      const played = playedByAplay('x.wav', bytes, 'file');
      const { data } = await readBytes(bytes);
      expectSameBytes(played.subarray(0, data.length), data);
    }
  });

  it.each(['S16_LE', 'S24_LE', 'FLOAT_LE'] as const)('a WAVE stream with %s to its end', async (format) => {
    const stream = new PassThrough();
    const collected = buffer(stream);
    const writer = await openAudioWriter({ stream }, specOf(format, 2), { type: 'wav' });
    await writeInPieces(writer, noise(format, frames * 2));
    await writer.finish();
    const bytes = new Uint8Array(await collected);
    const played = playedByAplay('x.wav', bytes, 'pipe');
    const { data } = await readBytes(bytes);
    expectSameBytes(played.subarray(0, data.length), data);
  });

  it.each(['S16_LE', 'MU_LAW'] as const)('AU with %s', async (format) => {
    const bytes = await fileOf(specOf(format, 1), noise(format, frames), {
      type: 'au',
      info: { comment: 'a'.repeat(200) },
    });
    const played = playedByAplay('x.au', bytes, 'file');
    const { data } = await readBytes(bytes);
    expectSameBytes(played.subarray(0, data.length), data);
  });
});

interface WavFormat {
  readonly channels: number;
  readonly sampleRate: number;
  readonly bitDepth: number;
}

/** An old-style stream. */
interface WavReader extends NodeJS.ReadWriteStream {
  on(event: 'format', listener: (format: WavFormat) => void): this;
  on(event: 'data', listener: (bytes: Buffer) => void): this;
  on(event: 'end', listener: () => void): this;
  on(event: 'error', listener: (error: Error) => void): this;
}

const wav = createRequire(import.meta.url)('wav') as { Reader: new () => WavReader };

function readByPackage(bytes: Uint8Array): Promise<{ format: WavFormat | null; data: Buffer }> {
  return new Promise((resolve, reject) => {
    const reader = new wav.Reader();
    const parts: Buffer[] = [];
    let format: WavFormat | null = null;
    reader.on('format', (found) => {
      format = found;
    });
    reader.on('data', (part) => parts.push(part));
    reader.on('error', reject);
    reader.on('end', () => resolve({ format, data: Buffer.concat(parts) }));
    Readable.from([Buffer.from(bytes)], { objectMode: false }).pipe(reader);
  });
}

describe('the wav package reads', () => {
  // It knows no chunk in front of `fmt `, so no room for ds64, and nothing of what is extensible.
  it.each<[SampleFormat, number]>([
    ['U8', 1],
    ['S8', 2],
    ['S16_LE', 1],
    ['S16_LE', 2],
    ['U16_BE', 2],
    ['FLOAT_LE', 1],
    ['FLOAT64_BE', 2],
    ['A_LAW', 1],
    ['MU_LAW', 2],
  ])('%s in %i channels, of known length and of a stream', async (format, channels) => {
    const sound = noise(format, frames * channels);
    const spec = specOf(format, channels);
    const file = await fileOf(spec, sound, { type: 'wav', expectedFrames: frames });
    const stream = new PassThrough();
    const collected = buffer(stream);
    const writer = await openAudioWriter({ stream }, spec, { type: 'wav' });
    await writeInPieces(writer, sound);
    await writer.finish();
    const stored = storedFormatOf('wav', format).format;
    for (const bytes of [file, new Uint8Array(await collected)]) {
      const { format: read, data } = await readByPackage(bytes);
      expect(read).toMatchObject({
        channels,
        sampleRate: 48_000,
        bitDepth: sampleFormats[stored].physicalBits,
      });
      expectSameBytes(data, (await readBytes(bytes)).data);
    }
  });
});
