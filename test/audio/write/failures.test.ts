/** Full disks, broken files, targets that are gone: what is left is always a file of whole frames. */

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { AudioWriteError } from '../../../src/audio/write/audio-write-error.js';
import { type WritableFileType, writableFileTypes } from '../../../src/audio/write/file-type.js';
import { openAudioWriter } from '../../../src/audio/write/open.js';
import type { AudioWriter } from '../../../src/audio/writer.js';
import { expectSameBytes, readBytes } from '../file/read-all.js';
import { seededRandom } from '../random.js';
import { MemoryFile, systemError } from './memory-file.js';
import { levelsOf, noise, specOf, writeInPieces } from './sound.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'alsats-write-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const format = 'S24_LE';
const channels = 3;

/** Writes until it fails; the sound is longer than any file of these tests. */
async function writeUntilFailure(writer: AudioWriter, sound: Uint8Array): Promise<AudioWriteError> {
  try {
    for (;;) await writeInPieces(writer, sound, 3);
  } catch (error) {
    expect(error).toBeInstanceOf(AudioWriteError);
    return error as AudioWriteError;
  }
}

async function expectWholeFrames(
  type: WritableFileType,
  bytes: Uint8Array,
  sound: Uint8Array,
  frames: number,
): Promise<void> {
  const raw = { format, channels, framesPerSecond: 48_000 } as const;
  const { info, data, warnings } = await readBytes(bytes, type === 'raw' ? { type, raw } : undefined);
  expect(info.frames).toBe(frames);
  expect(warnings).toEqual([]);
  const levels = levelsOf(info.format, data);
  const all = levelsOf(format, sound);
  // The sound was written over and over.
  expect(levels).toEqual(Float64Array.from(levels, (_, index) => all[index % all.length] as number));
}

describe.each(writableFileTypes)('a full disk under a file of type %s', (type) => {
  it('leaves a valid file of whole frames, wherever it becomes full', async () => {
    const sound = noise(format, channels * 40);
    const random = seededRandom(8);
    for (let round = 0; round < 60; round++) {
      const file = new MemoryFile();
      const writer = await openAudioWriter({ file }, specOf(format, channels), { type });
      file.limitBytes = file.bytes.length + round * 7;
      file.mostBytes = round % 3 === 0 ? 1 + Math.floor(random() * 50) : Number.POSITIVE_INFINITY;
      const error = await writeUntilFailure(writer, sound);
      expect(error).toMatchObject({
        kind: 'write-failed',
        code: 'ENOSPC',
        message: 'there is no space left',
      });
      expect(error.framesWritten).toBe(writer.framesWritten);
      const storedBytes = type === 'raw' ? 12 : 9;
      expect(writer.framesWritten).toBe(Math.floor((round * 7) / storedBytes));
      await expect(writer.write(sound)).rejects.toBe(error);
      await writer.update();
      await writer.finish();
      await writer.finish();
      expect(file.calls.close).toBe(1);
      // Only the padding may have found no room.
      expect(file.bytes.length).toBeLessThanOrEqual(file.limitBytes);
      await expectWholeFrames(type, file.bytes, sound, writer.framesWritten);
    }
  });
});

describe('what the system says', () => {
  it.each([
    ['EIO', 'input/output error while writing'],
    ['EDQUOT', 'the disk quota is used up'],
    ['EFBIG', 'the file system takes no larger file'],
    ['EWHATEVER', 'writing failed: EWHATEVER: as if the system said so'],
  ])('is told of %s', async (code, message) => {
    const file = new MemoryFile();
    const writer = await openAudioWriter({ file }, specOf('S16_LE', 1), { type: 'wav' });
    await writer.write(new Uint8Array(20));
    file.beforeWrite = () => {
      throw systemError(code);
    };
    const error = await writer.write(new Uint8Array(20)).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: 'write-failed', code, message, framesWritten: 10 });
    // The disk stays broken, so the header cannot be completed either.
    await expect(writer.finish()).rejects.toMatchObject({ kind: 'write-failed', code });
    await expect(writer.finish()).rejects.toMatchObject({ code });
    expect(file.calls.close).toBe(1);
  });

  it('counts when a header cannot be updated or a disk not be synced', async () => {
    const file = new MemoryFile();
    const writer = await openAudioWriter({ file }, specOf('S16_LE', 1), { type: 'wav' });
    await writer.write(new Uint8Array(20));
    file.sync = async () => {
      throw systemError('EIO');
    };
    await expect(writer.update()).rejects.toMatchObject({
      kind: 'write-failed',
      code: 'EIO',
      framesWritten: 10,
    });
    await expect(writer.write(new Uint8Array(20))).rejects.toMatchObject({ code: 'EIO' });
    expect((await readBytes(file.bytes)).info.frames).toBe(10);
  });

  it('counts when the header of a new file finds no room', async () => {
    const file = new MemoryFile();
    file.limitBytes = 20;
    const opening = openAudioWriter({ file }, specOf('S16_LE', 1), { type: 'wav' });
    await expect(opening).rejects.toMatchObject({ kind: 'write-failed', code: 'ENOSPC', framesWritten: 0 });
    expect(file.calls.close).toBe(1);
  });

  it('is an error where a write takes nothing', async () => {
    const file = new MemoryFile();
    const writer = await openAudioWriter({ file }, specOf('S16_LE', 1), { type: 'raw' });
    file.mostBytes = 0;
    await expect(writer.write(new Uint8Array(2))).rejects.toMatchObject({
      kind: 'write-failed',
      code: 'EIO',
    });
  });
});

describe('a caller', () => {
  it('that hands in a part of a frame, or comes too late, is told', async () => {
    const file = new MemoryFile();
    const writer = await openAudioWriter({ file }, specOf('S16_LE', 2), { type: 'wav' });
    await expect(writer.write(new Uint8Array(6))).rejects.toMatchObject({ kind: 'invalid' });
    await writer.write(new Uint8Array(0));
    await writer.write(new Uint8Array(8));
    await writer.finish();
    await expect(writer.write(new Uint8Array(4))).rejects.toMatchObject({ kind: 'closed' });
    await expect(writer.update()).rejects.toMatchObject({ kind: 'closed' });
    expect((await readBytes(file.bytes)).info.frames).toBe(2);
  });

  it('may hand in frames without waiting; they go in by their order', async () => {
    const file = new MemoryFile();
    file.mostBytes = 3;
    const writer = await openAudioWriter({ file }, specOf('S16_LE', 1), { type: 'wav' });
    const sound = noise('S16_LE', 90);
    const calls: Promise<void>[] = [];
    for (let at = 0; at < sound.length; at += 20)
      calls.push(writer.write(sound.slice(at, at + 20)), writer.update());
    calls.push(writer.finish());
    await Promise.all(calls);
    expectSameBytes((await readBytes(file.bytes)).data, sound);
  });

  it.each([
    [{ channels: 0 }, 'invalid'],
    [{ channels: 257 }, 'invalid'],
    [{ channels: 1.5 }, 'invalid'],
    [{ framesPerSecond: 0 }, 'invalid'],
    [{ framesPerSecond: 44_100.5 }, 'invalid'],
    [{ framesPerSecond: 10_000_000 }, 'invalid'],
    [{ channelMap: ['FL'] }, 'invalid'],
    [{ format: 'DSD_U8' }, 'unsupported'],
    [{ format: 'MPEG' }, 'unsupported'],
  ] as const)('that asks for %o is refused before the target is touched', async (fields, kind) => {
    const target = path.join(folder, 'keep.wav');
    fs.writeFileSync(target, 'precious');
    const spec = { ...specOf('S16_LE', 2), ...fields };
    await expect(
      openAudioWriter({ path: target, mode: 'replace' }, spec, { type: 'wav' }),
    ).rejects.toMatchObject({ kind });
    expect(fs.readFileSync(target, 'utf8')).toBe('precious');
  });
});

describe('a path', () => {
  const spec = specOf('S16_LE', 1);

  it('that exists is not overwritten by "create", and is by "replace"', async () => {
    const target = path.join(folder, 'there.wav');
    fs.writeFileSync(target, 'x'.repeat(10_000));
    const creating = openAudioWriter({ path: target, mode: 'create' }, spec, { type: 'wav' });
    await expect(creating).rejects.toMatchObject({ kind: 'failed', message: 'the file exists already' });
    expect(fs.statSync(target).size).toBe(10_000);
    const writer = await openAudioWriter({ path: target, mode: 'replace' }, spec, { type: 'wav' });
    await writer.write(new Uint8Array(100));
    await writer.finish();
    expect(fs.statSync(target).size).toBe(80 + 100);
    expect(writer.bytesWritten).toBe(180);
  });

  it.each([
    ['missing/x.wav', 'not-found', 'no such folder'],
    ['.', 'failed', 'is a directory'],
  ])('%s cannot be opened', async (name, kind, message) => {
    const target = { path: path.join(folder, name), mode: 'replace' } as const;
    await expect(openAudioWriter(target, spec, { type: 'wav' })).rejects.toMatchObject({ kind, message });
  });

  it('that is deleted meanwhile is missed at the next update', async () => {
    const target = path.join(folder, 'gone.wav');
    const writer = await openAudioWriter({ path: target, mode: 'create' }, spec, { type: 'wav' });
    await writer.write(new Uint8Array(100));
    await writer.update();
    fs.rmSync(target);
    await expect(writer.update()).rejects.toMatchObject({
      kind: 'write-failed',
      message: 'the file was deleted',
    });
    await expect(writer.finish()).rejects.toMatchObject({ message: 'the file was deleted' });
  });

  it('that is deleted after the last update is missed at the end', async () => {
    const target = path.join(folder, 'gone.wav');
    const writer = await openAudioWriter({ path: target, mode: 'create' }, spec, { type: 'wav' });
    await writer.write(new Uint8Array(100));
    fs.rmSync(target);
    await expect(writer.finish()).rejects.toMatchObject({ kind: 'write-failed' });
  });

  it('to a device that is always full fails at the header, and stays', async () => {
    const target = { path: '/dev/full', mode: 'replace' } as const;
    const opening = openAudioWriter(target, spec, { type: 'wav' });
    await expect(opening).rejects.toMatchObject({ kind: 'write-failed', code: 'ENOSPC' });
    expect(fs.statSync('/dev/full').isCharacterDevice()).toBe(true);
  });

  it('to /dev/null takes everything', async () => {
    const writer = await openAudioWriter({ path: '/dev/null', mode: 'create' }, spec, { type: 'wav' });
    await writer.write(new Uint8Array(100));
    await writer.finish();
    expect(writer.framesWritten).toBe(50);
  });
});

describe('a real disk of 64 KiB', () => {
  const mountPoint = path.join(folder, 'tiny');
  const mountFailure = mountTiny(mountPoint);
  if (mountFailure !== null)
    console.warn(`skipped: a full tmpfs, because it cannot be mounted (${mountFailure})`);
  afterAll(() => {
    if (mountFailure === null) execFileSync('umount', [mountPoint]);
  });

  it.skipIf(mountFailure !== null).each(writableFileTypes)('leaves a valid file of type %s', async (type) => {
    const target = path.join(mountPoint, `full.${type}`);
    const sound = noise(format, channels * 500);
    const writer = await openAudioWriter({ path: target, mode: 'create' }, specOf(format, channels), {
      type,
    });
    const error = await writeUntilFailure(writer, sound);
    expect(error).toMatchObject({ code: 'ENOSPC' });
    await writer.finish();
    const bytes = new Uint8Array(fs.readFileSync(target));
    expect(bytes.length).toBe(writer.bytesWritten);
    expect(bytes.length).toBeGreaterThan(65_000);
    await expectWholeFrames(type, bytes, sound, error.framesWritten);
    // A second one finds no room at all, and leaves nothing behind.
    const second = { path: path.join(mountPoint, 'second.wav'), mode: 'create' } as const;
    fs.appendFileSync(target, new Uint8Array(65_536 - bytes.length));
    await expect(openAudioWriter(second, specOf(format, channels), { type: 'wav' })).rejects.toMatchObject({
      code: 'ENOSPC',
    });
    expect(fs.existsSync(second.path)).toBe(false);
    fs.rmSync(target);
  });
});

/** Why it could not be mounted, or null. */
function mountTiny(mountPoint: string): string | null {
  fs.mkdirSync(mountPoint);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', mountPoint], { stdio: 'pipe' });
    return null;
  } catch (error) {
    return error instanceof Error ? (error.message.split('\n')[1] ?? error.message) : String(error);
  }
}
