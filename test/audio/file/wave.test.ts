import { describe, expect, it } from 'vitest';
import { AudioFileError } from '../../../src/audio/file/audio-file-error.js';
import { ascii, chunk, concat, ds64Chunk, patternBytes, waveBytes, waveFormatBody } from './header-bytes.js';
import { readBytes, readFlowing } from './read-all.js';

const data = patternBytes(96);

describe('the WAVE reader', () => {
  it.each([
    ['RIFF', { bitsPerSample: 8 }, 'U8', null],
    ['RIFF', { bitsPerSample: 6 }, 'U8', 6],
    ['RIFF', { bitsPerSample: 12 }, 'S16_LE', 12],
    ['RIFF', { bitsPerSample: 16 }, 'S16_LE', null],
    ['RIFF', { bitsPerSample: 20 }, 'S24_3LE', 20],
    ['RIFF', { bitsPerSample: 24 }, 'S24_3LE', null],
    ['RIFF', { bitsPerSample: 24, blockAlign: 8 }, 'S32_LE', 24],
    ['RIFF', { bitsPerSample: 20, blockAlign: 8 }, 'S32_LE', 20],
    ['RIFF', { bitsPerSample: 32 }, 'S32_LE', null],
    ['RIFF', { bitsPerSample: 32, formatTag: 3 }, 'FLOAT_LE', null],
    ['RIFF', { bitsPerSample: 64, formatTag: 3 }, 'FLOAT64_LE', null],
    ['RIFF', { bitsPerSample: 8, formatTag: 6 }, 'A_LAW', null],
    ['RIFF', { bitsPerSample: 8, formatTag: 7 }, 'MU_LAW', null],
    ['RIFX', { bitsPerSample: 8 }, 'U8', null],
    ['RIFX', { bitsPerSample: 16 }, 'S16_BE', null],
    ['RIFX', { bitsPerSample: 24 }, 'S24_3BE', null],
    ['RIFX', { bitsPerSample: 32 }, 'S32_BE', null],
    ['RIFX', { bitsPerSample: 32, formatTag: 3 }, 'FLOAT_BE', null],
    ['RIFX', { bitsPerSample: 64, formatTag: 3 }, 'FLOAT64_BE', null],
    ['RF64', { bitsPerSample: 16 }, 'S16_LE', null],
    ['BW64', { bitsPerSample: 24 }, 'S24_3LE', null],
  ] as const)('reads %s with %o as %s', async (magic, fields, format, validBits) => {
    const bytes = waveBytes({ magic, ...fields, data });
    const blockAlign = 'blockAlign' in fields ? fields.blockAlign : 2 * Math.ceil(fields.bitsPerSample / 8);
    const container = { RIFF: 'wave', RIFX: 'wave', RF64: 'rf64', BW64: 'bw64' }[magic];
    for (const read of [readBytes, readFlowing]) {
      const result = await read(bytes);
      expect(result.info).toEqual({
        container,
        format,
        channels: 2,
        framesPerSecond: 48_000,
        frames: data.length / blockAlign,
        channelMap: null,
        validBits,
      });
      expect(result.data).toEqual(data);
    }
  });

  it('says that right-justified samples in four bytes would be heard too soft', async () => {
    const { warnings } = await readBytes(waveBytes({ bitsPerSample: 24, blockAlign: 8, data }));
    expect(warnings).toEqual([expect.stringContaining('left-justified')]);
  });
});

describe('a WAVE file of 64 bits', () => {
  it('takes the length of the data from ds64', async () => {
    const bytes = waveBytes({
      magic: 'RF64',
      before: ds64Chunk(data.length),
      data,
      dataSizeBytes: 0xffff_ffff,
    });
    const after = concat(bytes, chunk('LIST', ascii('INFOxxxx')));
    for (const read of [readBytes, readFlowing]) {
      const result = await read(after);
      expect(result.info.frames).toBe(24);
      expect(result.data).toEqual(data);
      expect(result.warnings).toEqual([]);
    }
  });
});

describe('a broken WAVE header', () => {
  it('is refused with its chunk and its place', async () => {
    const error = await readBytes(
      concat(ascii('RIFF____WAVE'), chunk('fmt ', waveFormatBody({ bodyBytes: 14 })), chunk('data', data)),
    ).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AudioFileError);
    expect(error).toMatchObject({ kind: 'malformed', container: 'wave', chunk: 'fmt ', byteOffset: 12 });
    expect(String(error)).toContain('chunk "fmt " at byte 12: is 14 bytes long; it takes at least 16');
  });
});
