import { describe, expect, it } from 'vitest';
import { AudioFileError } from '../../../src/audio/file/audio-file-error.js';
import {
  ascii,
  chunk,
  concat,
  ds64Chunk,
  patternBytes,
  uint,
  type WaveFields,
  waveBytes,
  waveFormatBody,
  waveGuid,
} from './header-bytes.js';
import { readBytes, readFlowing, refusalOf } from './read-all.js';

const data = patternBytes(96);
const both = [
  ['a file', readBytes],
  ['a pipe', readFlowing],
] as const;

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
    for (const [, read] of both) {
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

  it.each([
    [1, 1],
    [256, 768_000],
  ])('takes %d channels at %d Hz', async (channels, framesPerSecond) => {
    const { info } = await readBytes(waveBytes({ channels, framesPerSecond, data: patternBytes(1024) }));
    expect(info).toMatchObject({ channels, framesPerSecond, frames: 512 / channels });
  });

  it('passes over everything before, between and behind what it needs', async () => {
    const extras = ['JUNK', 'LIST', 'bext', 'fact', 'id3 ', 'PEAK', 'cue ', 'xyz ', 'ABCD'].map((id, index) =>
      chunk(id, patternBytes(index * 3)),
    );
    const before = concat(...extras, chunk('bext', patternBytes(70_000)));
    const bytes = waveBytes({ data, before, between: concat(...extras), after: concat(...extras) });
    for (const [, read] of both) expect((await read(bytes)).data).toEqual(data);
  });

  it('takes the first of two fmt chunks and says so', async () => {
    const between = chunk('fmt ', waveFormatBody({ channels: 1 }));
    const { info, warnings } = await readBytes(waveBytes({ data, between }));
    expect(info.channels).toBe(2);
    expect(warnings).toEqual(['a second "fmt " chunk at byte 36 was not looked at']);
  });

  it('leaves out the bytes of an incomplete last frame', async () => {
    for (const [, read] of both) {
      const result = await read(waveBytes({ data: patternBytes(99), padData: false }));
      expect(result.data).toEqual(patternBytes(96));
      expect(result.warnings).toEqual(['the last 3 bytes are no whole frame and are left out']);
    }
  });
});

describe('WAVEFORMATEXTENSIBLE', () => {
  const extensible = (fields: WaveFields, more: NonNullable<WaveFields['extensible']> = {}) =>
    waveBytes({ data, ...fields, extensible: more });

  it.each([
    [{ bitsPerSample: 24, validBits: 20 }, 'S24_3LE', 20],
    [{ bitsPerSample: 32, validBits: 24 }, 'S32_LE', 24],
    [{ bitsPerSample: 16, validBits: 16 }, 'S16_LE', null],
    [{ bitsPerSample: 16, validBits: 0 }, 'S16_LE', null],
    [{ bitsPerSample: 32, formatTag: 3 }, 'FLOAT_LE', null],
    [{ bitsPerSample: 64, formatTag: 3 }, 'FLOAT64_LE', null],
    [{ bitsPerSample: 8, formatTag: 6 }, 'A_LAW', null],
    [{ bitsPerSample: 8, formatTag: 7 }, 'MU_LAW', null],
  ])('with %o is %s', async (fields, format, valid) => {
    const more = 'validBits' in fields ? { validBits: fields.validBits } : {};
    const { info, warnings } = await readBytes(extensible(fields, more));
    expect(info).toMatchObject({ format, validBits: valid });
    expect(warnings).toEqual([]);
  });

  it.each([
    [2, 0x3, ['FL', 'FR']],
    [6, 0x3f, ['FL', 'FR', 'FC', 'LFE', 'RL', 'RR']],
    [6, 0x60f, ['FL', 'FR', 'FC', 'LFE', 'SL', 'SR']],
    [8, 0xff, ['FL', 'FR', 'FC', 'LFE', 'RL', 'RR', 'FLC', 'FRC']],
    [4, 0x3, ['FL', 'FR', 'UNKNOWN', 'UNKNOWN']],
    [2, 0x3f, ['FL', 'FR']],
    [2, 0, null],
    [2, 0x8000_0000, null],
  ])('gives %d channels under mask %d the positions %o', async (channels, channelMask, channelMap) => {
    expect((await readBytes(extensible({ channels }, { channelMask }))).info.channelMap).toEqual(channelMap);
  });

  it('understands the GUID of a big-endian file in the three ways it is written', async () => {
    const rest = ascii('\x00\x00\x10\x00\x80\x00\x00\xaa\x00\x38\x9b\x71');
    const swapped = concat(uint(3, 4, 'big'), ascii('\x00\x00\x00\x10\x80\x00\x00\xaa\x00\x38\x9b\x71'));
    const soxLike = concat(uint(3, 2, 'big'), uint(0, 2), rest);
    for (const guid of [swapped, soxLike, waveGuid(3)]) {
      const { info } = await readBytes(extensible({ magic: 'RIFX', bitsPerSample: 32 }, { guid }));
      expect(info.format).toBe('FLOAT_BE');
    }
  });

  it.each([
    [
      'an ambisonic GUID',
      waveGuidOf('\x01\x00\x00\x00\x21\x07\xd3\x11\x86\x44\xc8\xc1\xca\x00\x00\x00'),
      'ambisonic',
    ],
    ['an unknown GUID', patternBytes(16, 3), 'unknown encoding (GUID 726B645D-8079-8E87-959C-A3AAB1B8BFC6)'],
    ['the GUID of AC-3', waveGuid(0x92), 'Dolby AC-3 over S/PDIF'],
  ])('refuses %s by name', async (_, guid, name) => {
    const error = await refusalOf(extensible({}, { guid }));
    expect(error).toMatchObject({ kind: 'unsupported', chunk: 'fmt ', byteOffset: 12 });
    expect(error.message).toContain(name);
  });

  it('refuses more valid bits than there are, and a chunk that is too short', async () => {
    const tooMany = await refusalOf(extensible({ bitsPerSample: 16 }, { validBits: 20 }));
    expect(tooMany.message).toBe('chunk "fmt " at byte 12: 20 valid bits in samples of 16');
    const tooShort = await refusalOf(extensible({ bodyBytes: 18 }));
    expect(tooShort.message).toBe('chunk "fmt " at byte 12: is 18 bytes long; an extensible format takes 40');
  });
});

function waveGuidOf(bytes: string): Uint8Array {
  return ascii(bytes);
}

describe('an odd chunk', () => {
  const withOdd = (pad: boolean, id = 'LIST') =>
    waveBytes({
      data,
      between: chunk(id, patternBytes(7), { pad }),
      before: chunk('junk', patternBytes(1), { pad }),
    });

  it.each(both)('may have its pad byte or lack it in %s', async (_, read) => {
    expect((await read(withOdd(true))).data).toEqual(data);
    expect((await read(withOdd(false))).data).toEqual(data);
  });

  it('may have a pad byte that is not zero', async () => {
    const odd = concat(chunk('LIST', patternBytes(7), { pad: false }), ascii('x'));
    expect((await readBytes(waveBytes({ data, between: odd }))).data).toEqual(data);
  });

  it('may be followed by a chunk with an id nobody knows', async () => {
    for (const pad of [true, false]) {
      const between = concat(chunk('LIST', patternBytes(7), { pad }), chunk('qQ1z', patternBytes(4)));
      expect((await readBytes(waveBytes({ data, between }))).data).toEqual(data);
    }
  });
});

describe('the size of the data', () => {
  const list = chunk('LIST', ascii('INFOISFTabcd'));

  it.each([0, 0xffff_ffff, 0x8000_0000, 0x7fff_f000, 0x7fff_ffff, 0x7fff_ffda, 0xffff_ff9b])(
    'of %d means everything that comes',
    async (dataSizeBytes) => {
      for (const [, read] of both) {
        const { data: got, info } = await read(waveBytes({ data, dataSizeBytes }));
        expect(got).toEqual(data);
        expect(info.frames).toBe(read === readBytes ? 24 : null);
      }
    },
  );

  it('is 0 where other chunks follow in a file', async () => {
    const {
      info,
      data: got,
      warnings,
    } = await readBytes(waveBytes({ data: new Uint8Array(0), after: list }));
    expect([info.frames, got.length, warnings]).toEqual([0, 0, []]);
  });

  it('is 0 where the file ends', async () => {
    for (const [, read] of both)
      expect((await read(waveBytes({ data: new Uint8Array(0) }))).data).toHaveLength(0);
  });

  it('is believed where a file is that long, whatever follows', async () => {
    for (const [, read] of both) {
      const result = await read(waveBytes({ data, after: concat(list, ascii('rubbish')) }));
      expect(result.data).toEqual(data);
      expect(result.warnings).toEqual([]);
    }
  });

  it('that is larger than the file plays what is there, with a warning', async () => {
    const bytes = waveBytes({ data, dataSizeBytes: 1000 });
    const file = await readBytes(bytes);
    expect(file.data).toEqual(data);
    expect(file.info.frames).toBe(24);
    expect(file.warnings).toEqual(['the header says 1000 bytes of audio, the file holds 96']);
    const pipe = await readFlowing(bytes);
    expect(pipe.data).toEqual(data);
    expect(pipe.info.frames).toBe(250);
    expect(pipe.warnings).toEqual(['the stream ended 904 bytes before the length its header gives']);
  });

  it.each(['RF64', 'BW64'] as const)('is taken from ds64 in %s', async (magic) => {
    const bytes = waveBytes({
      magic,
      before: ds64Chunk(data.length),
      data,
      dataSizeBytes: 0xffff_ffff,
      after: list,
    });
    for (const [, read] of both) {
      const result = await read(bytes);
      expect([result.info.frames, result.data, result.warnings]).toEqual([24, data, []]);
    }
  });

  it('is everything where ds64 is missing, or was left open', async () => {
    const missing = await readBytes(waveBytes({ magic: 'RF64', data, dataSizeBytes: 0xffff_ffff }));
    expect(missing.data).toEqual(data);
    expect(missing.warnings).toEqual(['there is no "ds64" chunk to say how long the audio is']);
    for (const size of [0, 0xffff_ffff_ffff_ffffn, 0x7fff_ffff_ffff_ffffn]) {
      const before = ds64Chunk(size);
      const bytes = waveBytes({ magic: 'RF64', before, data, dataSizeBytes: 0xffff_ffff });
      for (const [, read] of both) expect((await read(bytes)).data).toEqual(data);
    }
  });
});

describe('a WAVE file that cannot be played', () => {
  it.each([
    [0x0002, 'Microsoft ADPCM'],
    [0x0011, 'IMA ADPCM'],
    [0x0031, 'GSM 6.10'],
    [0x0050, 'MPEG-1 audio'],
    [0x0055, 'MP3'],
    [0x2000, 'Dolby AC-3'],
    [0x1234, 'an unknown encoding (format tag 0x1234)'],
  ])('with format tag %d is refused by name', async (formatTag, name) => {
    const error = await refusalOf(waveBytes({ formatTag, bitsPerSample: 4, bodyBytes: 20 }));
    expect(error.kind).toBe('unsupported');
    expect(error.message).toContain(`this WAVE file holds ${name}`);
    expect(error.hint).toContain('sox');
  });

  it.each([
    [{ formatTag: 3, bitsPerSample: 16 }, 'floating-point samples of 16 bits'],
    [{ bitsPerSample: 64 }, 'integer samples of 64 bits'],
  ])('with %o is refused', async (fields, text) => {
    const error = await refusalOf(waveBytes(fields));
    expect(error.kind).toBe('unsupported');
    expect(error.message).toContain(text);
  });

  it('with its samples in a list of waves is refused', async () => {
    const error = await refusalOf(
      waveBytes({ between: chunk('LIST', ascii('wavlslnt\x04\x00\x00\x00\x00\x00\x00\x00')) }),
    );
    expect(error).toMatchObject({ kind: 'unsupported', chunk: 'LIST', byteOffset: 36 });
  });
});

describe('a broken WAVE header', () => {
  const fmtAt12 = { kind: 'malformed', container: 'wave', chunk: 'fmt ', byteOffset: 12 };

  it.each([
    [{ bodyBytes: 14 }, 'is 14 bytes long; it takes at least 16'],
    [{ bodyBytes: 0 }, 'is 0 bytes long; it takes at least 16'],
    [{ channels: 0 }, '0 channels; 1 to 256 are possible'],
    [{ channels: 300 }, '300 channels; 1 to 256 are possible'],
    [{ framesPerSecond: 0 }, 'a rate of 0 frames per second; 1 to 768000 are possible'],
    [{ framesPerSecond: 0xffff_ffff }, 'a rate of 4294967295 frames per second; 1 to 768000 are possible'],
    [{ framesPerSecond: 768_001 }, 'a rate of 768001 frames per second; 1 to 768000 are possible'],
    [{ blockAlign: 3 }, 'the block align is 3, but 2 channels of 16 bits take 4'],
    [{ blockAlign: 0 }, 'the block align is 0, but 2 channels of 16 bits take 4'],
    [{ bitsPerSample: 32, blockAlign: 6 }, 'the block align is 6, but 2 channels of 32 bits take 8'],
    [{ bitsPerSample: 0 }, 'samples of 0 bits'],
    [{ formatTag: 7, bitsPerSample: 16 }, '16 bits a sample of MU_LAW; it has 8'],
  ])('with %o is refused with its place', async (fields, text) => {
    const error = await refusalOf(waveBytes(fields));
    expect(error).toMatchObject(fmtAt12);
    expect(error.message).toBe(`chunk "fmt " at byte 12: ${text}`);
  });

  it.each([
    [
      'ends in its fmt chunk',
      waveBytes().slice(0, 30),
      'fmt ',
      12,
      'says it is 16 bytes long, but the data ends at byte 30',
    ],
    [
      'has a chunk longer than itself',
      waveBytes({ before: chunk('LIST', new Uint8Array(4), { sizeBytes: 0xffff_ffff }) }),
      'LIST',
      12,
      'says it is 4294967295 bytes long, but the data ends at byte 120',
    ],
    [
      'has a fmt chunk of 2 GiB',
      concat(ascii('RIFF____WAVE'), chunk('fmt ', waveFormatBody(), { sizeBytes: 0x7fff_fff0 })),
      'fmt ',
      12,
      'says it is 2147483632 bytes long, but the data ends at byte 36',
    ],
    [
      'has data before fmt',
      concat(ascii('RIFF____WAVE'), chunk('data', data)),
      'data',
      12,
      'comes before any "fmt " chunk',
    ],
    [
      'has garbage for a chunk',
      waveBytes({ between: ascii('\x00\x01\x02"\x00\x00\x00\x00') }),
      '\x00\x01\x02"',
      36,
      'this is not the id of a chunk',
    ],
    [
      'has a short ds64',
      waveBytes({ magic: 'RF64', before: chunk('ds64', new Uint8Array(8)) }),
      'ds64',
      12,
      'is 8 bytes long; it takes at least 24',
    ],
  ])('that %s is refused with its place', async (_, bytes, id, byteOffset, text) => {
    for (const [, read] of both) {
      const error = await read(bytes).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(AudioFileError);
      expect(error).toMatchObject({ kind: 'malformed', chunk: id, byteOffset });
      expect((error as Error).message).toMatch(/^chunk "[\x20-\x7e]{4,}" at byte \d+: /);
      expect((error as Error).message).toContain(text);
    }
  });

  it.each([
    [
      'after its first twelve bytes',
      waveBytes().slice(0, 12),
      'at byte 12: the file ends at byte 12 with no "fmt " chunk',
    ],
    [
      'before its data',
      waveBytes().slice(0, 36),
      'at byte 36: the file ends at byte 36 with no "data" chunk',
    ],
    [
      'in the header of its data',
      waveBytes().slice(0, 40),
      'at byte 40: the file ends at byte 40 with no "data" chunk',
    ],
  ])('that ends %s is refused', async (_, bytes, text) => {
    expect((await refusalOf(bytes)).message).toContain(text);
  });

  it('with tens of thousands of empty chunks is given up', async () => {
    const empty = chunk('JUNK', new Uint8Array(0));
    const many = new Uint8Array(empty.length * 66_000);
    for (let offset = 0; offset < many.length; offset += empty.length) many.set(empty, offset);
    const error = await refusalOf(waveBytes({ before: many }));
    expect(error.message).toContain('is behind 65536 others and there are still no samples');
  });
});
