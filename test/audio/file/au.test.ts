import { describe, expect, it } from 'vitest';
import { auBytes, patternBytes } from './header-bytes.js';
import { readBytes, readFlowing, refusalOf } from './read-all.js';

const data = patternBytes(96);

describe('the AU reader', () => {
  it.each([
    ['.snd', 1, 'MU_LAW', 1],
    ['.snd', 2, 'S8', 1],
    ['.snd', 3, 'S16_BE', 2],
    ['.snd', 4, 'S24_3BE', 3],
    ['.snd', 5, 'S32_BE', 4],
    ['.snd', 6, 'FLOAT_BE', 4],
    ['.snd', 7, 'FLOAT64_BE', 8],
    ['.snd', 27, 'A_LAW', 1],
    ['.sd\0', 3, 'S16_BE', 2],
    ['\0ds.', 3, 'S16_LE', 2],
    ['dns.', 1, 'MU_LAW', 1],
    ['dns.', 3, 'S16_LE', 2],
    ['dns.', 4, 'S24_3LE', 3],
    ['dns.', 5, 'S32_LE', 4],
    ['dns.', 6, 'FLOAT_LE', 4],
    ['dns.', 7, 'FLOAT64_LE', 8],
  ] as const)('reads %s with encoding %d as %s', async (magic, encoding, format, sampleBytes) => {
    const bytes = auBytes({ magic, encoding, channels: 2, framesPerSecond: 22_050, data });
    for (const read of [readBytes, readFlowing]) {
      const result = await read(bytes);
      expect(result.info).toEqual({
        container: 'au',
        format,
        channels: 2,
        framesPerSecond: 22_050,
        frames: data.length / sampleBytes / 2,
        channelMap: null,
        validBits: null,
      });
      expect(result.data).toEqual(data);
      expect(result.warnings).toEqual([]);
    }
  });

  it.each([1, 4, 200, 100_000])('passes over an annotation of %d bytes', async (length) => {
    const bytes = auBytes({ annotation: patternBytes(length), data });
    for (const read of [readBytes, readFlowing]) expect((await read(bytes)).data).toEqual(data);
  });

  it.each([0xffff_ffff, 0xffff_fffe, 0])(
    'takes a size of %d as everything that comes',
    async (dataSizeBytes) => {
      for (const read of [readBytes, readFlowing]) {
        expect((await read(auBytes({ data, dataSizeBytes }))).data).toEqual(data);
      }
    },
  );

  it('reads no further than the size says', async () => {
    for (const read of [readBytes, readFlowing]) {
      expect((await read(auBytes({ data, dataSizeBytes: 60 }))).data).toEqual(data.slice(0, 60));
    }
  });

  it('plays what is there of a cut file', async () => {
    const { data: got, warnings } = await readBytes(auBytes({ data, dataSizeBytes: 200 }));
    expect(got).toEqual(data);
    expect(warnings).toEqual(['the header says 200 bytes of audio, the file holds 96']);
  });

  it.each([
    [8, 'fragmented samples'],
    [23, 'G.721 ADPCM'],
    [24, 'G.722 ADPCM'],
    [25, 'G.723 ADPCM of 3 bits'],
  ])('refuses encoding %d by name', async (encoding, name) => {
    const error = await refusalOf(auBytes({ encoding }));
    expect(error).toMatchObject({ kind: 'unsupported', container: 'au', byteOffset: 12 });
    expect(error.message).toBe(`at byte 12: this AU file holds ${name}, which ALSA cannot play`);
  });

  it.each([
    [{ headerBytes: 20 }, 4, 'the AU header says it is 20 bytes long; it takes at least 24'],
    [{ headerBytes: 0xffff_fff0 }, 4, 'the AU header says it is 4294967280 bytes long, more than there are'],
    [{ encoding: 0 }, 12, 'AU has no encoding 0'],
    [{ encoding: 99 }, 12, 'AU has no encoding 99'],
    [{ framesPerSecond: 0 }, 16, 'a rate of 0 frames per second; 1 to 768000 are possible'],
    [{ framesPerSecond: 1_000_000 }, 16, 'a rate of 1000000 frames per second; 1 to 768000 are possible'],
    [{ channels: 0 }, 20, '0 channels; 1 to 256 are possible'],
    [{ channels: 0xffff_ffff }, 20, '4294967295 channels; 1 to 256 are possible'],
  ])('refuses %o', async (fields, byteOffset, text) => {
    const error = await refusalOf(auBytes(fields));
    expect(error).toMatchObject({ kind: 'malformed', container: 'au', byteOffset });
    expect(error.message).toBe(`at byte ${byteOffset}: ${text}`);
  });

  it('refuses a header that is cut', async () => {
    expect((await refusalOf(auBytes().slice(0, 23))).message).toBe('at byte 23: the AU header ends too soon');
  });
});
