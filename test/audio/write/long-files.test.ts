/**
 * Past 4 GiB, in files that are holes but for their ends. sox reads them too, and rightly, but only by going through
 * all of their samples, which takes it minutes; sox.test.ts has it read short RF64 files.
 */

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openAudioFile } from '../../../src/audio/file/open.js';
import { repairAudioFile } from '../../../src/audio/repair/repair.js';
import type { WritableFileType } from '../../../src/audio/write/file-type.js';
import { openAudioWriter } from '../../../src/audio/write/open.js';
import type { PositionedFile } from '../../../src/file/positioned-file.js';
import { noise, specOf } from './sound.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'alsats-long-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const fourGiB = 2 ** 32;
const block = new Uint8Array(2 ** 24);

/** A file on disk in which everything but what is written through `write` is left as a hole. */
class HoleyFile implements PositionedFile {
  readonly path: string;
  readonly #fd: number;
  constructor(name: string) {
    this.path = path.join(folder, name);
    this.#fd = fs.openSync(this.path, 'w+');
  }
  async writeAt(
    bytes: Uint8Array,
    offset: number,
    lengthBytes: number,
    positionByte: number,
  ): Promise<number> {
    if (bytes === block) return lengthBytes;
    return fs.writeSync(this.#fd, bytes, offset, lengthBytes, positionByte);
  }
  async truncate(sizeBytes: number): Promise<void> {
    fs.ftruncateSync(this.#fd, sizeBytes);
  }
  async sync(): Promise<void> {}
  async close(): Promise<void> {
    fs.closeSync(this.#fd);
  }
}

const last = noise('U8', 4001);

/** More than 4 GiB of frames of one byte, of which the last are noise. */
async function longFile(type: WritableFileType): Promise<{ path: string; frames: number }> {
  const file = new HoleyFile(`long.${type}`);
  // What the type stores without converting: only that leaves holes.
  const spec = specOf(type === 'au' ? 'S8' : 'U8', 1, { framesPerSecond: 192_000 });
  const writer = await openAudioWriter({ file }, spec, { type, sync: false, info: { comment: 'long' } });
  for (let at = 0; at < fourGiB; at += block.length) {
    await writer.write(block);
    if (at % 2 ** 30 === 0) await writer.update();
  }
  await writer.write(last);
  await writer.finish();
  expect(writer.framesWritten).toBe(fourGiB + last.length);
  return { path: file.path, frames: writer.framesWritten };
}

async function readTail(file: string, frames: number): Promise<{ info: unknown; tail: Uint8Array }> {
  const reader = await openAudioFile(file);
  reader.seek(frames - last.length);
  const tail = new Uint8Array(last.length + 10);
  const got = await reader.read(tail);
  expect(await reader.read(tail.slice())).toBe(0);
  await reader.close();
  expect(reader.warnings).toEqual([]);
  return { info: reader.info, tail: tail.subarray(0, got) };
}

describe('a WAVE file', () => {
  it('becomes RF64 in place when it grows past 4 GiB', async () => {
    const { path: file, frames } = await longFile('wav');
    const header = Buffer.alloc(48);
    const fd = fs.openSync(file, 'r');
    fs.readSync(fd, header, 0, 48, 0);
    fs.closeSync(fd);
    expect(header.toString('latin1', 0, 4)).toBe('RF64');
    expect(header.readUInt32LE(4)).toBe(0xffff_ffff);
    expect(header.toString('latin1', 8, 16)).toBe('WAVEds64');
    expect(header.readBigUInt64LE(20)).toBe(BigInt(fs.statSync(file).size - 8));
    expect(header.readBigUInt64LE(28)).toBe(BigInt(frames));
    expect(header.readBigUInt64LE(36)).toBe(BigInt(frames));
    const { info, tail } = await readTail(file, frames);
    expect(info).toMatchObject({ container: 'rf64', frames, format: 'U8' });
    expect(tail).toEqual(last);
    expect((await repairAudioFile(file)).changes).toEqual([]);
  });

  it('stays RIFF up to the limit, and is RF64 one frame later', async () => {
    for (const [frames, magic] of [
      [0xffff_0000 - 72, 'RIFF'],
      [0xffff_0000 - 71, 'RF64'],
    ] as const) {
      const file = new HoleyFile('edge.wav');
      const writer = await openAudioWriter({ file }, specOf('U8', 1), { type: 'wav', sync: false });
      let left = frames;
      for (; left > block.length; left -= block.length) await writer.write(block);
      await writer.write(new Uint8Array(left));
      await writer.finish();
      const { info } = await readTail(file.path, frames);
      expect(info).toMatchObject({ frames, container: magic === 'RIFF' ? 'wave' : 'rf64' });
    }
  });

  it('that was left behind past 4 GiB is repaired into RF64', async () => {
    const file = new HoleyFile('left.wav');
    const writer = await openAudioWriter({ file }, specOf('U8', 1), { type: 'wav', sync: false });
    await writer.write(block);
    await writer.update();
    const { size } = fs.statSync(file.path);
    // The rest came, and the process was killed before the next update.
    const fd = fs.openSync(file.path, 'r+');
    fs.writeSync(fd, last, 0, last.length, fourGiB);
    fs.closeSync(fd);
    const frames = fourGiB + last.length - size;
    const report = await repairAudioFile(file.path);
    expect(report).toMatchObject({ frames, container: 'rf64', framesBefore: block.length, remarks: [] });
    const { tail } = await readTail(file.path, frames);
    expect(tail).toEqual(last);
  });

  it('without room for 64-bit sizes ends before 4 GiB, with an error and a valid file', async () => {
    const file = new HoleyFile('short.wav');
    const options = { type: 'wav', sync: false, expectedFrames: 1000 } as const;
    const writer = await openAudioWriter({ file }, specOf('U8', 1), options);
    expect(writer.maxFrames).toBe(0xffff_0000 - 44);
    for (let at = 0; at + block.length < writer.maxFrames; at += block.length) await writer.write(block);
    const { framesWritten } = writer;
    await expect(writer.write(block)).rejects.toMatchObject({ kind: 'write-failed', framesWritten });
    await writer.finish();
    fs.truncateSync(file.path, writer.bytesWritten);
    const reader = await openAudioFile(file.path);
    expect(reader.info).toMatchObject({ container: 'wave', frames: framesWritten });
    expect(reader.warnings).toEqual([]);
    await reader.close();
  });
});

describe.each(['rf64', 'w64', 'au'] as const)('a file of type %s', (type) => {
  it('has no limit', async () => {
    const { path: file, frames } = await longFile(type);
    const { info, tail } = await readTail(file, frames);
    expect(info).toMatchObject({ frames });
    expect(tail).toEqual(last);
  });
});

describe('an AIFF file', () => {
  it('says that it is full before it is', async () => {
    const file = new HoleyFile('full.aiff');
    const writer = await openAudioWriter({ file }, specOf('S8', 2), { type: 'aiff', sync: false });
    for (let frames = 0; frames + block.length / 2 < writer.maxFrames; frames += block.length / 2) {
      await writer.write(block);
    }
    const { framesWritten } = writer;
    const error = await writer.write(block).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      kind: 'write-failed',
      framesWritten,
      message: 'a file of this type cannot be longer',
    });
    expect(framesWritten * 2).toBeGreaterThan(fourGiB - 2 * block.length);
    await writer.finish();
    fs.truncateSync(file.path, writer.bytesWritten);
    const reader = await openAudioFile(file.path);
    expect(reader.info.frames).toBe(framesWritten);
    await reader.close();
  });
});
