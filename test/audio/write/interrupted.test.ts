/** A process that ends at any moment: the file is valid up to the last update, and repair finds all the rest. */

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openAudioFile } from '../../../src/audio/file/open.js';
import { repairAudioFile } from '../../../src/audio/repair/repair.js';
import { type WritableFileType, writableFileTypes } from '../../../src/audio/write/file-type.js';
import { openAudioWriter } from '../../../src/audio/write/open.js';
import { memorySource } from '../../../src/file/byte-source.js';
import { readAll } from '../file/read-all.js';
import { MemoryFile } from './memory-file.js';
import { levelsOf, noise, specOf } from './sound.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'alsats-killed-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

interface Snapshot {
  readonly bytes: Uint8Array;
  /** Frames at the last update that was over. */
  readonly updatedFrames: number;
  /** Whole frames in the file. */
  readonly frames: number;
}

/** The file as it is before each single write of a recording in the making. */
async function snapshots(type: WritableFileType, sound: Uint8Array, channels: number): Promise<Snapshot[]> {
  const file = new MemoryFile();
  // Writes end in the middle of frames and of headers.
  file.mostBytes = 50;
  const writer = await openAudioWriter({ file }, specOf('S24_LE', channels), { type });
  const headerBytes = file.bytes.length;
  const taken: Snapshot[] = [];
  let updatedFrames = 0;
  file.beforeWrite = () => {
    const { bytes } = file;
    const frames = Math.floor((bytes.length - headerBytes) / (3 * channels));
    taken.push({ bytes, updatedFrames, frames });
  };
  const pieceBytes = 40 * writer.frameBytes;
  for (let at = 0; at < sound.length; at += pieceBytes) {
    await writer.write(sound.subarray(at, at + pieceBytes));
    await writer.update();
    updatedFrames = writer.framesWritten;
  }
  await writer.finish();
  return taken;
}

describe.each(writableFileTypes.filter((type) => type !== 'raw'))('a file of type %s', (type) => {
  it.each([1, 2, 3])('of %i channels is valid whenever it is left', async (channels) => {
    const sound = noise('S24_LE', channels * 400);
    const expected = levelsOf('S24_LE', sound);
    const taken = await snapshots(type, sound, channels);
    expect(taken.length).toBeGreaterThan(20);
    for (const [index, { bytes, updatedFrames, frames }] of taken.entries()) {
      const reader = await openAudioFile(memorySource(bytes));
      const seen = await readAll(reader, 100);
      const levels = levelsOf(reader.info.format, seen);
      expect(levels.length).toBeGreaterThanOrEqual(updatedFrames * channels);
      expect(levels).toEqual(expected.slice(0, levels.length));
      if (index % 5 !== 0) continue;
      const target = path.join(folder, `left.${type}`);
      fs.writeFileSync(target, bytes);
      const report = await repairAudioFile(target);
      expect(report).toMatchObject({ frames, channels, framesPerSecond: 48_000 });
      const repaired = await openAudioFile(target);
      expect(repaired.info.frames).toBe(frames);
      expect(levelsOf(repaired.info.format, await readAll(repaired, 100))).toEqual(
        expected.slice(0, frames * channels),
      );
      await repaired.close();
      // Once is enough.
      expect((await repairAudioFile(target)).changes).toEqual([]);
    }
  });
});

describe.each(writableFileTypes.filter((type) => type !== 'raw'))('a file of type %s', (type) => {
  it('that lost its end is completed at any byte behind the header', async () => {
    const sound = noise('S20_3LE', 3 * 11);
    const expected = levelsOf('S20_3LE', sound);
    const file = new MemoryFile();
    const writer = await openAudioWriter({ file }, specOf('S20_3LE', 3), { type });
    const headerBytes = file.bytes.length;
    await writer.write(sound);
    await writer.finish();
    const target = path.join(folder, `cut.${type}`);
    for (let length = headerBytes; length <= file.bytes.length; length++) {
      fs.writeFileSync(target, file.bytes.subarray(0, length));
      const frames = Math.min(11, Math.floor((length - headerBytes) / 9));
      expect(await repairAudioFile(target)).toMatchObject({ frames, framesBefore: 11 });
      const reader = await openAudioFile(target);
      const levels = levelsOf(reader.info.format, await readAll(reader, 5));
      expect(levels).toEqual(expected.slice(0, frames * 3));
      await reader.close();
    }
  });
});

describe('updates', () => {
  it('put samples and header on the disk, one request at a time', async () => {
    const file = new MemoryFile();
    const writer = await openAudioWriter({ file }, specOf('S16_LE', 1), { type: 'wav' });
    let release: () => void = () => {};
    file.sync = () => {
      file.calls.sync++;
      return new Promise((resolve) => {
        release = resolve;
      });
    };
    await writer.write(new Uint8Array(20));
    const first = writer.update();
    await writer.write(new Uint8Array(20));
    // A slow disk holds up neither the frames nor the header.
    await writer.update();
    const reader = await openAudioFile(memorySource(file.bytes));
    expect(reader.info.frames).toBe(20);
    expect(file.calls.sync).toBe(1);
    release();
    await first;
    const second = writer.update();
    await new Promise(setImmediate);
    expect(file.calls.sync).toBe(2);
    release();
    await second;
    const finishing = writer.finish();
    await new Promise(setImmediate);
    release();
    await finishing;
    expect(file.calls.sync).toBe(3);
  });

  it('leave the disk alone on request', async () => {
    const file = new MemoryFile();
    const writer = await openAudioWriter({ file }, specOf('S16_LE', 1), { type: 'wav', sync: false });
    await writer.write(new Uint8Array(20));
    await writer.update();
    await writer.finish();
    expect(file.calls.sync).toBe(0);
  });

  it('write only what changes in the header', async () => {
    const file = new MemoryFile();
    const writer = await openAudioWriter({ file }, specOf('S16_LE', 1), {
      type: 'wav',
      info: { comment: 'x' },
    });
    const places: [number, number][] = [];
    await writer.write(new Uint8Array(20));
    file.beforeWrite = (positionByte, lengthBytes) => places.push([positionByte, lengthBytes]);
    await writer.update();
    await writer.update();
    expect(places).toEqual([[4, expect.any(Number)]]);
    await writer.finish();
  });
});
