/** A corpus of damaged files, and what must be left of them. */

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type RepairReport, repairAudioFile } from '../../../src/audio/repair/repair.js';
import {
  aiffBytes,
  ascii,
  auBytes,
  chunk,
  concat,
  ds64Chunk,
  patternBytes,
  uint,
  wave64Bytes,
  wave64Chunk,
  waveBytes,
  waveFormatBody,
} from '../file/header-bytes.js';
import { readBytes } from '../file/read-all.js';
import { randomBytes, seededRandom } from '../random.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'alsats-repair-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));
const file = path.join(folder, 'damaged');

/** Repairs bytes, twice: the second time there is nothing left to do, and what was good has stayed. */
async function repair(bytes: Uint8Array): Promise<{ report: RepairReport; bytes: Uint8Array }> {
  fs.writeFileSync(file, bytes);
  const report = await repairAudioFile(file);
  const repaired = new Uint8Array(fs.readFileSync(file));
  expect(repaired.length - bytes.length).toBeLessThanOrEqual(1);
  expect(repaired.length).toBeGreaterThanOrEqual(bytes.length);
  expect((await repairAudioFile(file)).changes).toEqual([]);
  expect(Buffer.compare(fs.readFileSync(file), repaired)).toBe(0);
  return { report, bytes: repaired };
}

async function expectRepaired(
  damaged: Uint8Array,
  intact: Uint8Array,
  fields: Partial<RepairReport>,
): Promise<void> {
  const { report, bytes } = await repair(damaged);
  expect(report).toMatchObject(fields);
  expect(Buffer.compare(bytes, intact)).toBe(0);
  expect(report.changes.length > 0).toBe(Buffer.compare(damaged, intact) !== 0);
  const { info, warnings } = await readBytes(bytes);
  expect(info.frames).toBe(report.frames);
  if (report.remarks.length === 0) expect(warnings).toEqual([]);
}

async function expectUntouched(bytes: Uint8Array, kind: string, message: RegExp): Promise<void> {
  fs.writeFileSync(file, bytes);
  const repairing = repairAudioFile(file);
  await expect(repairing).rejects.toMatchObject({ kind });
  await expect(repairing).rejects.toThrowError(message);
  expect(Buffer.compare(fs.readFileSync(file), bytes)).toBe(0);
}

/** 20 frames of two channels. */
const data = patternBytes(80, 5);
const good = waveBytes({ data });
const list = chunk('LIST', concat(ascii('INFO'), chunk('ICMT', ascii('hello\0'))));

describe('an intact file', () => {
  it.each<[string, Uint8Array]>([
    ['WAVE', good],
    ['WAVE with chunks behind it', waveBytes({ data, after: list })],
    ['WAVE with an unknown chunk behind it', waveBytes({ data, after: chunk('xyz ', data) })],
    ['RIFX', waveBytes({ data, magic: 'RIFX' })],
    [
      'WAVE of one odd byte',
      waveBytes({ data: data.subarray(0, 5), channels: 1, bitsPerSample: 8, after: list }),
    ],
    ['empty WAVE', waveBytes({ data: new Uint8Array(0) })],
    ['empty WAVE with chunks', waveBytes({ data: new Uint8Array(0), after: list })],
    ['AU', auBytes({ data })],
    ['AU in little-endian', auBytes({ data, magic: 'dns.' })],
    ['AIFF', aiffBytes({ data })],
    [
      'AIFF-C with chunks',
      aiffBytes({ data, compressionType: 'sowt', after: chunk('ANNO', ascii('hi'), { endian: 'big' }) }),
    ],
    ['Wave64', wave64Bytes(wave64Chunk('fmt ', waveFormatBody()), wave64Chunk('data', data))],
    [
      'WAVE with chunks in front',
      waveBytes({ data, before: chunk('bext', patternBytes(603)), between: list }),
    ],
  ])('stays as it is: %s', async (_name, bytes) => {
    const { report, bytes: after } = await repair(bytes);
    expect(report).toMatchObject({ changes: [], remarks: [] });
    expect(Buffer.compare(after, bytes)).toBe(0);
    expect((await readBytes(bytes)).info.frames).toBe(report.frames);
  });
});

describe('a WAVE file whose sizes were never filled in', () => {
  it.each<[string, number, number]>([
    ['0', 0, 0],
    ['the header alone', 36, 0],
    ['arecord', 0x8000_0024, 0x8000_0000],
    ['sox', 0x7fff_f024, 0x7fff_f000],
    ['ffmpeg', 0xffff_ffff, 0xffff_ffff],
    ['the wav package', 0xffff_ffbf, 0xffff_ff9b],
  ])('by %s', async (_name, riffSizeBytes, dataSizeBytes) => {
    const damaged = waveBytes({ data, riffSizeBytes, dataSizeBytes });
    await expectRepaired(damaged, good, {
      frames: 20,
      framesBefore: null,
      channels: 2,
      format: 'S16_LE',
      remarks: [],
    });
  });

  it('has a byte of padding at an odd end', async () => {
    const fields = { data: data.subarray(0, 79), channels: 1, bitsPerSample: 8 };
    const damaged = waveBytes({ ...fields, riffSizeBytes: 0, dataSizeBytes: 0, padData: false });
    const { report, bytes } = await repair(damaged);
    expect(report).toMatchObject({
      frames: 79,
      changes: [expect.anything(), expect.anything(), 'padding was added behind the samples'],
    });
    expect(Buffer.compare(bytes, waveBytes(fields))).toBe(0);
  });

  it('has its torn last frame left out', async () => {
    const damaged = concat(waveBytes({ data, riffSizeBytes: 0, dataSizeBytes: 0 }), Uint8Array.of(7, 7, 7));
    await expectRepaired(damaged, concat(good, Uint8Array.of(7, 7, 7)), {
      frames: 20,
      remarks: ['the last 3 bytes are no whole frame and were left behind the end'],
    });
  });
});

describe('a WAVE file whose sizes are', () => {
  it('too large, because it was cut off', async () => {
    for (const length of [0, 1, 4, 41, 79]) {
      const whole = Math.floor(length / 4) * 4;
      const damaged = good.slice(0, 44 + length);
      const intact = concat(waveBytes({ data: data.subarray(0, whole) }), data.subarray(whole, length));
      await expectRepaired(damaged, intact, { frames: whole / 4, framesBefore: 20 });
    }
  });

  it('too small, because it was killed', async () => {
    for (const dataSizeBytes of [4, 40, 76]) {
      const damaged = waveBytes({ data, dataSizeBytes, riffSizeBytes: 36 + dataSizeBytes });
      await expectRepaired(damaged, good, { frames: 20, framesBefore: dataSizeBytes / 4, remarks: [] });
    }
  });

  it('right but for the outer one', async () => {
    await expectRepaired(
      waveBytes({ data, after: list, riffSizeBytes: 0 }),
      waveBytes({ data, after: list }),
      {
        frames: 20,
        framesBefore: 20,
        changes: [`RIFF size was 0 and is now ${36 + 80 + list.length}`],
      },
    );
  });

  it('right but for the padding', async () => {
    const fields = { data: data.subarray(0, 5), channels: 1, bitsPerSample: 8 };
    const damaged = waveBytes({ ...fields, padData: false });
    await expectRepaired(damaged, waveBytes(fields), { frames: 5 });
  });

  it('wrong in fact', async () => {
    const fields = { data, formatTag: 3, bitsPerSample: 32 };
    const damaged = waveBytes({ ...fields, between: chunk('fact', uint(0, 4)) });
    await expectRepaired(damaged, waveBytes({ ...fields, between: chunk('fact', uint(10, 4)) }), {
      frames: 10,
    });
  });

  it('big-endian', async () => {
    const damaged = waveBytes({ data, magic: 'RIFX', dataSizeBytes: 40, riffSizeBytes: 76 });
    await expectRepaired(damaged, waveBytes({ data, magic: 'RIFX' }), { frames: 20, format: 'S16_BE' });
  });

  it('those of RF64', async () => {
    const sizes = { dataSizeBytes: 0xffff_ffff, riffSizeBytes: 0xffff_ffff };
    const rf64 = (dataBytes: number, riffBytes: number, frames: number) => {
      const ds64 = ds64Chunk(dataBytes, riffBytes);
      ds64.set(uint(frames, 8), 24);
      return waveBytes({ data, magic: 'RF64', before: ds64, ...sizes });
    };
    const intact = rf64(80, 36 + 36 + 80, 20);
    await expectRepaired(rf64(40, 112, 10), intact, { frames: 20, framesBefore: 10, container: 'rf64' });
    await expectRepaired(rf64(0, 0, 0), intact, { frames: 20, framesBefore: null });
    await expectRepaired(rf64(8000, 8072, 2000), intact, { frames: 20, framesBefore: 2000 });
  });
});

describe('what lies behind the samples and is none', () => {
  it.each<[string, Uint8Array, string]>([
    ['a tag', concat(ascii('TAG'), patternBytes(125)), 'a tag'],
    ['zeros', new Uint8Array(1000), 'only zeros'],
    ['another file', good, 'another audio file'],
  ])('is left alone: %s', async (_name, trailer, what) => {
    const bytes = concat(good, trailer);
    const { report, bytes: after } = await repair(bytes);
    expect(report).toMatchObject({ frames: 20, changes: [] });
    expect(report.remarks).toEqual([
      `the ${trailer.length} bytes behind the samples were left alone: they are ${what}`,
    ]);
    expect(Buffer.compare(after, bytes)).toBe(0);
  });

  it('is left alone behind known chunks, too', async () => {
    const bytes = concat(waveBytes({ data, after: list }), ascii('\0\0garbage'));
    const { report } = await repair(bytes);
    expect(report).toMatchObject({
      frames: 20,
      changes: [],
      remarks: ['9 bytes behind the file were left alone'],
    });
  });

  it('is kept where the list behind the samples was cut off', async () => {
    const bytes = waveBytes({ data, after: list }).slice(0, -4);
    const { report } = await repair(bytes);
    expect(report.frames).toBe(20);
    expect((await readBytes(new Uint8Array(fs.readFileSync(file)))).data).toEqual(data);
  });
});

describe('other containers', () => {
  it('AU', async () => {
    const intact = auBytes({ data });
    for (const dataSizeBytes of [0, 0xffff_ffff, 0xffff_fffe, 40, 4000]) {
      await expectRepaired(auBytes({ data, dataSizeBytes }), intact, { frames: 40, container: 'au' });
    }
  });

  it('AIFF', async () => {
    const intact = aiffBytes({ data });
    for (const [frames, soundSizeBytes] of [
      [0, 0],
      [0, 8],
      [0x1fc0_0000, 0x7f00_0008],
      [10, 48],
      [4000, 16_008],
    ] as const) {
      const damaged = aiffBytes({ data, frames, soundSizeBytes });
      await expectRepaired(damaged, intact, { frames: 20, container: 'aiff' });
    }
  });

  it('Wave64', async () => {
    const fmt = wave64Chunk('fmt ', waveFormatBody());
    const intact = wave64Bytes(fmt, wave64Chunk('data', data));
    for (const sizeBytes of [0n, 24n, 2n ** 64n - 1n, 64n, 8000n]) {
      if (sizeBytes === 0n) continue;
      const damaged = wave64Bytes(fmt, wave64Chunk('data', data, sizeBytes));
      damaged.set(uint(0, 8), 16);
      await expectRepaired(damaged, intact, { frames: 20, container: 'w64' });
    }
  });
});

describe('what cannot be known', () => {
  it('is refused, and the file not touched', async () => {
    await expectUntouched(good.slice(0, 30), 'malformed', /./);
    await expectUntouched(new Uint8Array(0), 'malformed', /no audio file/);
    await expectUntouched(patternBytes(100), 'malformed', /no audio file/);
    await expectUntouched(waveBytes({ data, channels: 0 }), 'malformed', /0 channels/);
    await expectUntouched(waveBytes({ data, formatTag: 0x55 }), 'unsupported', /MP3/);
    await expectUntouched(concat(ascii('Creative Voice File\x1a'), data), 'unsupported', /VOC/);
    await expectUntouched(aiffBytes({ data, frames: 10 }), 'unsupported', /10 frames in one place and of 20/);
  });

  it('nor is a path that is not there', async () => {
    await expect(repairAudioFile(path.join(folder, 'missing'))).rejects.toMatchObject({ kind: 'not-found' });
    await expect(repairAudioFile(folder)).rejects.toMatchObject({
      kind: 'failed',
      message: 'is a directory',
    });
    await expect(repairAudioFile('/dev/null')).rejects.toMatchObject({ kind: 'unsupported' });
  });
});

describe('damage at random', () => {
  it('never loses a sample that the reader found before, and never grows the file by more than padding', async () => {
    const random = seededRandom(31);
    const files = [good, waveBytes({ data, after: list }), auBytes({ data }), aiffBytes({ data })];
    const counts = { repaired: 0, refused: 0 };
    for (let round = 0; round < 1500; round++) {
      const bytes = (files[round % files.length] as Uint8Array).slice(
        0,
        random() < 0.4 ? 20 + Math.floor(random() * 140) : undefined,
      );
      for (let hits = Math.floor(random() * 4); hits > 0; hits--) {
        bytes.set(randomBytes(random, 1), Math.floor(random() * Math.min(60, bytes.length)));
      }
      fs.writeFileSync(file, bytes);
      const before = await readBytes(bytes).catch(() => null);
      const report = await repairAudioFile(file).catch((error: { kind?: string }) => {
        expect(['malformed', 'unsupported']).toContain(error.kind);
        return null;
      });
      const after = new Uint8Array(fs.readFileSync(file));
      if (report === null) {
        expect(Buffer.compare(after, bytes)).toBe(0);
        counts.refused++;
        continue;
      }
      counts.repaired++;
      expect(before).not.toBeNull();
      const { info, data: left } = await readBytes(after);
      expect(info.frames).toBe(report.frames);
      expect(Buffer.compare(left.subarray(0, before?.data.length), before?.data ?? left)).toBe(0);
      expect(after.length - bytes.length).toBeLessThanOrEqual(1);
    }
    expect(counts.repaired).toBeGreaterThan(300);
    expect(counts.refused).toBeGreaterThan(100);
  });
});

const arecord = spawnSync('arecord', ['--version'], { encoding: 'utf8' });
const canRecord = (arecord.stdout ?? '').includes('arecord') || (arecord.stderr ?? '').includes('arecord');
if (!canRecord) {
  console.warn(
    'skipped: files left by arecord, because there is none on this machine (apt install alsa-utils)',
  );
}

describe.skipIf(!canRecord)('what arecord leaves', () => {
  /** The system kills arecord where its file becomes larger than allowed. */
  function killed(args: string[], name: string): string {
    const target = path.join(folder, name);
    const command = 'ulimit -c 0; ulimit -f 100; exec arecord "$@"';
    const { signal } = spawnSync('sh', ['-c', command, 'sh', '-q', '-D', 'null', ...args, target], {
      stdio: 'ignore',
    });
    expect(signal).toBe('SIGXFSZ');
    return target;
  }

  it.each([
    ['a.wav', ['-f', 'S16_LE', '-c', '2'], 4, 44],
    ['b.wav', ['-f', 'S24_3LE', '-c', '1'], 3, 44],
    ['c.wav', ['-f', 'S16_LE', '-c', '2', '-d', '100000'], 4, 44],
    ['d.au', ['-t', 'au', '-f', 'S16_BE', '-c', '1'], 2, 24],
  ] as const)('when killed: %s', async (name, args, frameBytes, headerBytes) => {
    const target = killed([...args], name);
    const before = fs.readFileSync(target);
    const report = await repairAudioFile(target);
    const frames = Math.floor((before.length - headerBytes) / frameBytes);
    expect(report).toMatchObject({ frames });
    const after = fs.readFileSync(target);
    const { info } = await readBytes(new Uint8Array(after.subarray(0, headerBytes + 4000)));
    expect(info.channels).toBe(report.channels);
    expect(Buffer.compare(after.subarray(headerBytes, before.length), before.subarray(headerBytes))).toBe(0);
    expect((await repairAudioFile(target)).changes).toEqual([]);
  });
});
