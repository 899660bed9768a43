/** Going on behind the last frame of a file that is there. */

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openAudioFile } from '../../../src/audio/file/open.js';
import type { SampleFormat } from '../../../src/audio/sample-format.js';
import { type WritableFileType, writableFileTypes } from '../../../src/audio/write/file-type.js';
import { openAudioWriter } from '../../../src/audio/write/open.js';
import type { AudioSpec } from '../../../src/audio/writer.js';
import { ascii, auBytes, chunk, concat, patternBytes, waveBytes } from '../file/header-bytes.js';
import { readAll, readBytes } from '../file/read-all.js';
import { fileOf, levelsOf, noise, specOf, writeInPieces } from './sound.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'alsats-append-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const file = path.join(folder, 'file');

async function append(spec: AudioSpec, sound: Uint8Array, type: WritableFileType): Promise<Uint8Array> {
  const writer = await openAudioWriter({ path: file, mode: 'append' }, spec, { type, sync: false });
  await writeInPieces(writer, sound);
  await writer.finish();
  expect(writer.framesWritten).toBe(sound.length / writer.frameBytes);
  const bytes = new Uint8Array(fs.readFileSync(file));
  expect(writer.bytesWritten).toBe(bytes.length);
  return bytes;
}

async function expectRefusal(before: Uint8Array, spec: AudioSpec, type: WritableFileType, message: RegExp) {
  fs.writeFileSync(file, before);
  const opening = openAudioWriter({ path: file, mode: 'append' }, spec, { type });
  await expect(opening).rejects.toThrowError(message);
  await expect(opening).rejects.toMatchObject({ kind: expect.stringMatching(/^(unsupported|malformed)$/) });
  expect(Buffer.compare(fs.readFileSync(file), before)).toBe(0);
}

describe.each(writableFileTypes)('to a file of type %s', (type) => {
  it.each<[SampleFormat, number]>([
    ['S16_LE', 2],
    ['S8', 1],
    ['S24_LE', 3],
    ['S20_3LE', 1],
    ['FLOAT_LE', 1],
    ['A_LAW', 1],
  ])('%s in %i channels makes the file that one go would', async (format, channels) => {
    const spec = specOf(format, channels);
    const sound = noise(format, channels * 77);
    const half = 33 * (sound.length / 77);
    fs.rmSync(file, { force: true });
    await append(spec, sound.subarray(0, half), type);
    await append(spec, sound.subarray(0, 0), type);
    const bytes = await append(spec, sound.subarray(half), type);
    expect(Buffer.compare(bytes, await fileOf(spec, sound, { type }))).toBe(0);
  });
});

describe('to files of other programs', () => {
  it.each(['RIFX', 'RF64', 'RIFF'] as const)('such as %s, in their byte order', async (magic) => {
    const data = patternBytes(40);
    fs.writeFileSync(
      file,
      waveBytes({ data, magic, between: chunk('fact', Uint8Array.of(10, 0, 0, 0)), after: concat() }),
    );
    if (magic !== 'RIFF') {
      // Sizes of an RF64 file without ds64, and a fact of the other byte order, are not right.
      fs.writeFileSync(file, waveBytes({ data, magic: magic === 'RF64' ? 'RIFF' : magic }));
    }
    const sound = noise('S16_BE', 60);
    const bytes = await append(specOf('S16_BE', 2), sound, 'wav');
    const { info, data: all, warnings } = await readBytes(bytes);
    expect(warnings).toEqual([]);
    const before = levelsOf(info.format, data);
    expect(levelsOf(info.format, all)).toEqual(Float64Array.from([...before, ...levelsOf('S16_BE', sound)]));
  });

  it('such as little-endian AU', async () => {
    const data = patternBytes(40);
    fs.writeFileSync(file, auBytes({ magic: 'dns.', data, framesPerSecond: 48_000 }));
    const sound = noise('S16_LE', 60);
    const bytes = await append(specOf('S16_LE', 1), sound, 'au');
    const { info, data: all } = await readBytes(bytes);
    expect(info).toMatchObject({ format: 'S16_LE', frames: 80 });
    expect(Buffer.compare(all, concat(data, sound))).toBe(0);
  });

  it('puts channels where the file has them', async () => {
    const channelMap = ['FL', 'FR', 'RL', 'RR', 'FC', 'LFE'];
    const spec = specOf('S16_LE', 6, { channelMap });
    const sound = noise('S16_LE', 60);
    fs.writeFileSync(file, await fileOf(spec, sound.subarray(0, 60), { type: 'wav' }));
    const bytes = await append(spec, sound.subarray(60), 'wav');
    expect(Buffer.compare(bytes, await fileOf(spec, sound, { type: 'wav' }))).toBe(0);
  });

  it('is refused where it would not fit', async () => {
    const spec = specOf('S16_LE', 2);
    const good = waveBytes({ data: patternBytes(40) });
    await expectRefusal(good, specOf('S16_LE', 1), 'wav', /a channel count of 2, the new frames 1/);
    await expectRefusal(good, specOf('S24_LE', 2), 'wav', /a format of S16_LE, the new frames S24_3LE/);
    await expectRefusal(good, specOf('S16_LE', 2, { framesPerSecond: 44_100 }), 'wav', /a rate of 48000/);
    await expectRefusal(good, spec, 'au', /it is a file of type wave/);
    await expectRefusal(good, spec, 'rf64', /it is a file of type wave/);
    await expectRefusal(
      await fileOf(specOf('S24_LE', 1), noise('S24_LE', 2), { type: 'wav' }),
      specOf('S20_LE', 1),
      'wav',
      /valid bits of all, the new frames 20/,
    );
    const quad = specOf('S16_LE', 2, { channelMap: ['RL', 'RR'] });
    const rear = await fileOf(quad, noise('S16_LE', 4), { type: 'wav' });
    await expectRefusal(
      rear,
      specOf('S16_LE', 2, { channelMap: ['FL', 'FR'] }),
      'wav',
      /a channel map of RL,RR/,
    );
  });

  it('is refused where something is behind the samples, or the header lies', async () => {
    const spec = specOf('S16_LE', 2);
    const data = patternBytes(40);
    const list = chunk('LIST', ascii('INFOICMT'));
    await expectRefusal(waveBytes({ data, after: list }), spec, 'wav', /16 bytes behind its last frame/);
    await expectRefusal(waveBytes({ data, dataSizeBytes: 0 }), spec, 'wav', /header does not tell/);
    await expectRefusal(
      waveBytes({ data, dataSizeBytes: 20 }),
      spec,
      'wav',
      /20 bytes behind its last frame/,
    );
    await expectRefusal(waveBytes({ data, riffSizeBytes: 20 }), spec, 'wav', /header does not tell/);
    await expectRefusal(waveBytes({ data: data.subarray(0, 38) }), spec, 'wav', /header does not tell/);
    await expectRefusal(patternBytes(100), spec, 'wav', /no audio file/);
    await expectRefusal(waveBytes({ data }).subarray(0, 30), spec, 'wav', /./);
    await expectRefusal(patternBytes(41), spec, 'raw', /ends within a frame/);
  });

  it('starts a new file in one that is empty', async () => {
    fs.writeFileSync(file, '');
    const sound = noise('S16_LE', 10);
    expect(await append(specOf('S16_LE', 1), sound, 'wav')).toEqual(
      await fileOf(specOf('S16_LE', 1), sound, { type: 'wav' }),
    );
  });

  it('leaves a file in order that is left behind', async () => {
    fs.writeFileSync(file, waveBytes({ data: patternBytes(41), channels: 1, bitsPerSample: 8 }));
    const target = { path: file, mode: 'append' } as const;
    const writer = await openAudioWriter(target, specOf('U8', 1), { type: 'wav', sync: false });
    expect(fs.statSync(file).size).toBe(44 + 42);
    await writer.write(new Uint8Array(100));
    const reader = await openAudioFile(file);
    expect((await readAll(reader)).slice(0, 41)).toEqual(patternBytes(41));
    await reader.close();
    await writer.update();
    expect((await readBytes(new Uint8Array(fs.readFileSync(file)))).info.frames).toBe(141);
    await writer.finish();
  });
});
