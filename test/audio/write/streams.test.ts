/** Targets that only flow: pipes, FIFOs, standard output, streams of Node. */

import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writableFileTypes } from '../../../src/audio/write/file-type.js';
import { openAudioWriter } from '../../../src/audio/write/open.js';
import { storedFormatOf } from '../../../src/audio/write/stored-format.js';
import { expectSameBytes, readBytes, readFlowing } from '../file/read-all.js';
import { systemError } from './memory-file.js';
import { fileOf, levelsOf, noise, specOf, writeInPieces } from './sound.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'alsats-flow-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

describe.each(writableFileTypes)('a stream of type %s', (type) => {
  const raw = { format: storedFormatOf(type, 'S20_3LE').format, channels: 1, framesPerSecond: 48_000 };
  const options = type === 'raw' ? { type, raw } : undefined;
  const sound = noise('S20_3LE', 101);

  it('of unknown length is read to its end, from a pipe and from a file it was put into', async () => {
    const stream = new PassThrough();
    const collected = buffer(stream);
    const writer = await openAudioWriter({ stream }, specOf('S20_3LE', 1), { type });
    await writeInPieces(writer, sound);
    await writer.update();
    await writer.finish();
    const bytes = new Uint8Array(await collected);
    expect(writer).toMatchObject({ framesWritten: 101, bytesWritten: bytes.length });
    for (const read of [readBytes, readFlowing]) {
      const { info, data, warnings } = await read(bytes, options);
      expect(levelsOf(info.format, data)).toEqual(levelsOf('S20_3LE', sound));
      expect(warnings).toEqual([]);
    }
    const { info } = await readFlowing(bytes, options);
    expect(info.frames).toBeNull();
  });

  it('of known length is the file it would be', async () => {
    const stream = new PassThrough();
    const collected = buffer(stream);
    const known = { type, expectedFrames: 101 };
    const writer = await openAudioWriter({ stream }, specOf('S20_3LE', 1), known);
    expect(writer.maxFrames).toBe(101);
    await writeInPieces(writer, sound);
    await expect(writer.write(new Uint8Array(3))).rejects.toMatchObject({ kind: 'invalid' });
    await writer.finish();
    expectSameBytes(new Uint8Array(await collected), await fileOf(specOf('S20_3LE', 1), sound, known));
  });
});

describe('sizes that are not known', () => {
  it('are all ones in RIFF, where sound recorders and players look for them', async () => {
    const stream = new PassThrough();
    const collected = buffer(stream);
    const writer = await openAudioWriter({ stream }, specOf('FLOAT_LE', 2), { type: 'wav' });
    await writer.finish();
    const header = await collected;
    expect(header.length).toBe(58);
    expect([4, 46, 54].map((at) => header.readUInt32LE(at))).toEqual([0xffff_ffff, 0xffff_ffff, 0xffff_ffff]);
  });

  it('are kept where the length is more than RIFF can say', async () => {
    const stream = new PassThrough();
    const collected = buffer(stream);
    const options = { type: 'wav', expectedFrames: 2 ** 32 } as const;
    const writer = await openAudioWriter({ stream }, specOf('S16_LE', 1), options);
    await writer.finish();
    expect((await collected).readUInt32LE(40)).toBe(0xffff_ffff);
  });
});

describe('a stream', () => {
  it('may keep what it was given, though the array is used again', async () => {
    const kept: Uint8Array[] = [];
    const stream = new Writable({
      write(chunk: Uint8Array, _encoding, done) {
        kept.push(chunk);
        done();
      },
    });
    const sound = noise('S16_LE', 300);
    const writer = await openAudioWriter({ stream }, specOf('S16_LE', 1), { type: 'raw' });
    await writeInPieces(writer, sound);
    await writer.finish();
    expectSameBytes(Buffer.concat(kept), sound);
    expect(stream.writableFinished).toBe(true);
  });

  it('that fails tells how far it came', async () => {
    let calls = 0;
    const stream = new Writable({
      write(_chunk, _encoding, done) {
        calls++;
        done(calls > 3 ? systemError('EPIPE') : null);
      },
    });
    const writer = await openAudioWriter({ stream }, specOf('S16_LE', 1), { type: 'wav' });
    await writer.write(new Uint8Array(20));
    await writer.write(new Uint8Array(20));
    const failing = writer.write(new Uint8Array(20));
    const failure = {
      kind: 'write-failed',
      code: 'EPIPE',
      message: 'the reader went away',
      framesWritten: 20,
    };
    await expect(failing).rejects.toMatchObject(failure);
    await expect(writer.write(new Uint8Array(20))).rejects.toMatchObject(failure);
    await writer.update();
    await writer.finish();
  });

  it('that is destroyed between two writes does not take the process with it', async () => {
    const stream = new PassThrough();
    stream.resume();
    const writer = await openAudioWriter({ stream }, specOf('S16_LE', 1), { type: 'wav' });
    stream.destroy(systemError('ECONNRESET'));
    await new Promise(setImmediate);
    await expect(writer.write(new Uint8Array(20))).rejects.toMatchObject({ code: 'ECONNRESET' });
    await writer.finish();
  });

  it('holds its writer up until it has taken the frames', async () => {
    let take: (() => void) | null = null;
    const stream = new Writable({
      highWaterMark: 1,
      write(_chunk, _encoding, done) {
        take = () => done();
      },
    });
    const opening = openAudioWriter({ stream }, specOf('S16_LE', 1), { type: 'raw' });
    const writer = await opening;
    let isWritten = false;
    const writing = writer.write(new Uint8Array(2)).then(() => {
      isWritten = true;
    });
    await new Promise(setImmediate);
    expect([isWritten, writer.framesWritten]).toEqual([false, 0]);
    (take as (() => void) | null)?.();
    await writing;
    expect([isWritten, writer.framesWritten]).toEqual([true, 1]);
  });
});

describe('a FIFO', () => {
  const spec = specOf('S16_LE', 2);
  const fifo = path.join(folder, 'fifo');
  beforeAll(() => {
    execFileSync('mkfifo', [fifo]);
  });

  it('is waited for, written to and closed', async () => {
    const opening = openAudioWriter({ path: fifo, mode: 'create' }, spec, { type: 'wav' });
    const reader = spawn('cat', [fifo], { stdio: ['ignore', 'pipe', 'inherit'] });
    const collected = buffer(reader.stdout);
    const writer = await opening;
    const sound = noise('S16_LE', 200_000);
    await writer.write(sound);
    await writer.finish();
    const { data } = await readFlowing(new Uint8Array(await collected).subarray(0, 44 + 4000));
    expectSameBytes(data, sound.subarray(0, 4000));
    expectSameBytes((await collected).subarray(44), sound);
  });

  it('that nobody reads can be given up', async () => {
    const stop = new AbortController();
    const options = { type: 'wav', signal: stop.signal } as const;
    const opening = openAudioWriter({ path: fifo, mode: 'replace' }, spec, options);
    setImmediate(() => stop.abort());
    await expect(opening).rejects.toMatchObject({ kind: 'interrupted' });
  });

  it('whose reader goes away breaks', async () => {
    const opening = openAudioWriter({ path: fifo, mode: 'append' }, spec, { type: 'wav' });
    const reader = spawn('head', ['-c', '1000', fifo], { stdio: 'ignore' });
    const gone = new Promise((resolve) => reader.once('exit', resolve));
    const writer = await opening;
    await writer.write(new Uint8Array(4000)).catch(() => {});
    await gone;
    await expect(writer.write(new Uint8Array(400_000))).rejects.toMatchObject({
      kind: 'write-failed',
      code: 'EPIPE',
    });
    await writer.finish();
  });
});

describe('a descriptor', () => {
  const spec = specOf('S16_LE', 1);
  const sound = noise('S16_LE', 1001);

  it('of a file is written from where it stands, and its header completed there', async () => {
    const file = path.join(folder, 'shell.bin');
    fs.writeFileSync(file, 'before');
    const fd = fs.openSync(file, 'r+');
    fs.writeSync(fd, 'BEFORE');
    const writer = await openAudioWriter({ fd }, spec, { type: 'wav' });
    await writeInPieces(writer, sound);
    await writer.update();
    await writer.finish();
    // What the shell writes next goes behind it.
    fs.writeSync(fd, 'AFTER');
    fs.closeSync(fd);
    const bytes = new Uint8Array(fs.readFileSync(file));
    expect(Buffer.from(bytes).toString('latin1', 0, 10)).toBe('BEFORERIFF');
    expect(Buffer.from(bytes).toString('latin1', bytes.length - 5)).toBe('AFTER');
    const { info, data } = await readBytes(bytes.subarray(6));
    expect(info.frames).toBe(1001);
    expectSameBytes(data, sound);
  });

  it('of a file opened for appending is not gone back in', async () => {
    const file = path.join(folder, 'appended.wav');
    fs.writeFileSync(file, '');
    const fd = fs.openSync(file, 'a');
    const writer = await openAudioWriter({ fd }, spec, { type: 'wav' });
    await writeInPieces(writer, sound);
    await writer.finish();
    fs.closeSync(fd);
    const bytes = new Uint8Array(fs.readFileSync(file));
    expect(Buffer.from(bytes).readUInt32LE(40)).toBe(0xffff_ffff);
    expectSameBytes((await readBytes(bytes)).data, sound);
  });
});
