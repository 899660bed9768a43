import { describe, expect, it } from 'vitest';
import { readExtendedFloat } from '../../../src/audio/file/extended-float.js';
import { openAudioFile } from '../../../src/audio/file/open.js';
import { aiffBytes, ascii, chunk, concat, extendedFloat, patternBytes, uint } from './header-bytes.js';
import { flowing, readBytes, readFlowing, refusalOf } from './read-all.js';

const data = patternBytes(96);
const big = { endian: 'big' } as const;
const both = [readBytes, readFlowing];

describe('the AIFF reader', () => {
  it.each([
    [1, 'S8', 1],
    [8, 'S8', null],
    [12, 'S16_BE', 12],
    [16, 'S16_BE', null],
    [20, 'S24_3BE', 20],
    [24, 'S24_3BE', null],
    [25, 'S32_BE', 25],
    [32, 'S32_BE', null],
  ])('reads samples of %d bits as %s', async (sampleBits, format, validBits) => {
    for (const read of both) {
      const result = await read(aiffBytes({ sampleBits, data }));
      expect(result.info).toEqual({
        container: 'aiff',
        format,
        channels: 2,
        framesPerSecond: 44_100,
        frames: 96 / 2 / Math.ceil(sampleBits / 8),
        channelMap: null,
        validBits,
      });
      expect(result.data).toEqual(data);
      expect(result.warnings).toEqual([]);
    }
  });

  it.each([
    ['NONE', 16, 'S16_BE'],
    ['twos', 24, 'S24_3BE'],
    ['sowt', 8, 'S8'],
    ['sowt', 16, 'S16_LE'],
    ['sowt', 24, 'S24_3LE'],
    ['sowt', 32, 'S32_LE'],
    ['in24', 24, 'S24_3BE'],
    ['in32', 32, 'S32_BE'],
    ['42ni', 24, 'S24_3LE'],
    ['23ni', 32, 'S32_LE'],
    ['fl32', 32, 'FLOAT_BE'],
    ['FL32', 32, 'FLOAT_BE'],
    ['fl64', 64, 'FLOAT64_BE'],
    ['FL64', 64, 'FLOAT64_BE'],
    ['ulaw', 16, 'MU_LAW'],
    ['ULAW', 8, 'MU_LAW'],
    ['alaw', 16, 'A_LAW'],
    ['ALAW', 8, 'A_LAW'],
    ['raw ', 8, 'U8'],
  ] as const)('reads AIFF-C %s of %d bits as %s', async (compressionType, sampleBits, format) => {
    const sampleBytes = format.endsWith('LAW') ? 1 : sampleBits / 8;
    const bytes = aiffBytes({ compressionType, sampleBits, data, frames: 96 / 2 / sampleBytes });
    for (const read of both) {
      const { info, data: got } = await read(bytes);
      expect(info).toMatchObject({
        container: 'aifc',
        format,
        frames: 96 / 2 / sampleBytes,
        validBits: null,
      });
      expect(got).toEqual(data);
    }
  });

  it('passes over what it does not need, odd chunks with and without a pad byte', async () => {
    for (const pad of [true, false]) {
      const before = concat(
        chunk('FVER', uint(0xa280_5140, 4, 'big'), big),
        chunk('CHAN', patternBytes(20), big),
        chunk('ANNO', ascii('odd'), { ...big, pad }),
      );
      const after = chunk('ID3 ', patternBytes(9), { ...big, pad });
      for (const read of both) expect((await read(aiffBytes({ before, after, data }))).data).toEqual(data);
    }
  });

  it('starts at the offset of the sound chunk', async () => {
    for (const read of both)
      expect((await read(aiffBytes({ soundOffsetBytes: 10, data }))).data).toEqual(data);
  });

  it('reads a COMM behind the samples in a file, and says why it cannot in a pipe', async () => {
    const bytes = aiffBytes({ commAfterSound: true, data, soundOffsetBytes: 6 });
    expect((await readBytes(bytes)).data).toEqual(data);
    const refused = openAudioFile(flowing(bytes));
    await expect(refused).rejects.toMatchObject({ kind: 'unsupported', chunk: 'SSND', byteOffset: 12 });
  });

  it('reads as many frames as COMM says, where the sound chunk is longer', async () => {
    for (const read of both) {
      const { info, data: got } = await read(aiffBytes({ frames: 20, data }));
      expect([info.frames, got]).toEqual([20, data.slice(0, 80)]);
    }
  });

  it.each([
    ['0 frames and an empty sound chunk', { frames: 0, soundSizeBytes: 0 }],
    ['0 frames and a sound chunk of only its header', { frames: 0, soundSizeBytes: 8 }],
    ['0 frames', { frames: 0 }],
    ['the sizes sox writes to pipes', { frames: 0x7f00_0000 / 4, soundSizeBytes: 0x7f00_0008 }],
    ['sizes of all ones', { frames: 0xffff_ffff, soundSizeBytes: 0xffff_ffff }],
  ])('reads everything where the header has %s', async (_, fields) => {
    for (const read of both) {
      const { data: got, warnings } = await read(aiffBytes({ ...fields, data }));
      expect(got).toEqual(data);
      expect(warnings).toEqual([]);
    }
  });

  it('takes an empty sound chunk that others follow as empty', async () => {
    const bytes = aiffBytes({ data: new Uint8Array(0), after: chunk('ANNO', ascii('text'), big) });
    for (const read of both) expect((await read(bytes)).data).toHaveLength(0);
  });

  it('rounds the rates of old machines, and says so', async () => {
    const { info, warnings } = await readBytes(aiffBytes({ rate: extendedFloat(22254.54545) }));
    expect(info.framesPerSecond).toBe(22_255);
    expect(warnings).toEqual(['the rate of 22254.5455 frames per second is rounded to 22255']);
  });

  it.each([
    ['ima4', 'IMA ADPCM (ima4)'],
    ['MAC3', 'MACE 3:1'],
    ['GSM ', 'GSM 6.10'],
    ['Xy\x00z', 'the encoding "Xy\\x00z"'],
  ])('refuses the compression %o by name', async (compressionType, name) => {
    const error = await refusalOf(aiffBytes({ compressionType }));
    expect(error).toMatchObject({ kind: 'unsupported', container: 'aifc', chunk: 'COMM', byteOffset: 12 });
    expect(error.message).toContain(`this AIFF file holds ${name}, which ALSA cannot play`);
  });

  it.each([
    [{ channels: 0, frames: 0 }, '0 channels; 1 to 256 are possible'],
    [{ channels: 300 }, '300 channels; 1 to 256 are possible'],
    [{ sampleBits: 0, frames: 1 }, 'samples of 0 bits; 1 to 32 are possible'],
    [{ sampleBits: 33 }, 'samples of 33 bits; 1 to 32 are possible'],
    [{ rate: extendedFloat(0) }, 'a rate of 0 frames per second'],
    [{ rate: extendedFloat(-8000) }, 'a rate of -8000 frames per second'],
    [{ rate: extendedFloat(1e6) }, 'a rate of 1000000 frames per second'],
    [{ rate: Uint8Array.of(0x7f, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0) }, 'a rate of Infinity frames per second'],
    [{ rate: Uint8Array.of(0x7f, 0xff, 0xc0, 0, 0, 0, 0, 0, 0, 0) }, 'a rate of NaN frames per second'],
  ])('refuses %o with its place', async (fields, text) => {
    const error = await refusalOf(aiffBytes(fields));
    expect(error).toMatchObject({ kind: 'malformed', container: 'aiff', chunk: 'COMM', byteOffset: 12 });
    expect(error.message).toContain(`chunk "COMM" at byte 12: ${text}`);
  });

  it('refuses sound and COMM chunks that are cut or too short', async () => {
    const short = concat(ascii('FORM____AIFF'), chunk('COMM', new Uint8Array(17), big));
    expect((await refusalOf(short)).message).toBe(
      'chunk "COMM" at byte 12: is 17 bytes long; it takes at least 18',
    );
    expect((await refusalOf(aiffBytes({ soundSizeBytes: 5 }))).message).toContain(
      'is 5 bytes long; it takes at least 8',
    );
    expect((await refusalOf(aiffBytes().slice(0, 50))).message).toContain(
      'chunk "SSND" at byte 38: ends inside its header',
    );
    expect((await refusalOf(aiffBytes().slice(0, 38))).message).toContain(
      'ends at byte 38 with no "SSND" chunk in it',
    );
    const behind = aiffBytes({ soundOffsetBytes: 4, soundSizeBytes: 10 });
    expect((await refusalOf(behind)).message).toContain('its samples start 4 bytes in, behind its end');
  });
});

describe('an 80-bit float', () => {
  it.each([8000, 44_100, 48_000, 1, 0.5, 0, -3, 22254.54545, 768_000])('of %d is read exactly', (value) => {
    expect(readExtendedFloat(extendedFloat(value))).toBe(value);
  });

  it('is read from the bytes the standard has for 44100', () => {
    expect(readExtendedFloat(Uint8Array.of(0x40, 0x0e, 0xac, 0x44, 0, 0, 0, 0, 0, 0))).toBe(44_100);
  });
});
