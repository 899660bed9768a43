import { describe, expect, it } from 'vitest';
import { concat, patternBytes, wave64Bytes, wave64Chunk, waveFormatBody } from './header-bytes.js';
import { readBytes, readFlowing, refusalOf } from './read-all.js';

const data = patternBytes(90);
const fmt = wave64Chunk('fmt ', waveFormatBody({ channels: 1 }));
const extra = wave64Chunk('levl', patternBytes(13));

describe('the Wave64 reader', () => {
  it.each([readBytes, readFlowing])(
    'finds its samples among other chunks, whatever their padding',
    async (read) => {
      const bytes = wave64Bytes(extra, fmt, extra, wave64Chunk('data', data), extra);
      const { info, data: got, warnings } = await read(bytes);
      expect(info).toEqual({
        container: 'w64',
        format: 'S16_LE',
        channels: 1,
        framesPerSecond: 48_000,
        frames: 45,
        channelMap: null,
        validBits: null,
      });
      expect(got).toEqual(data);
      expect(warnings).toEqual([]);
    },
  );

  it.each([24, 0x7fff_ffff_ffff_ffffn, 0xffff_ffff_ffff_ffffn])(
    'takes a data size of %d as open',
    async (size) => {
      const bytes = concat(wave64Bytes(fmt, wave64Chunk('data', data.slice(0, 88), size)));
      for (const read of [readBytes, readFlowing])
        expect((await read(bytes)).data).toEqual(data.slice(0, 88));
    },
  );

  it('plays what is there of a cut file', async () => {
    const { data: got, warnings } = await readBytes(
      wave64Bytes(fmt, wave64Chunk('data', data.slice(0, 88), 1024)),
    );
    expect(got).toEqual(data.slice(0, 88));
    expect(warnings).toEqual(['the header says 1000 bytes of audio, the file holds 88']);
  });

  it.each([
    ['data before fmt', wave64Bytes(wave64Chunk('data', data)), 'comes before any "fmt " chunk'],
    [
      'a chunk shorter than its header',
      wave64Bytes(wave64Chunk('levl', data, 7)),
      'says it is shorter than its header',
    ],
    [
      'a chunk longer than the file',
      wave64Bytes(wave64Chunk('levl', data, 2 ** 40)),
      'is longer than the data',
    ],
    ['a chunk of endless length', wave64Bytes(wave64Chunk('levl', data, -1n)), 'is longer than the data'],
    [
      'garbage for a chunk',
      wave64Bytes(wave64Chunk('\x00\x00\x00\x00', data)),
      'this is not the id of a chunk',
    ],
    [
      'a cut fmt',
      wave64Bytes(wave64Chunk('fmt ', new Uint8Array(8))),
      'is 8 bytes long; it takes at least 16',
    ],
  ])('refuses %s', async (_, bytes, text) => {
    const error = await refusalOf(bytes);
    expect(error).toMatchObject({ kind: 'malformed', container: 'w64', byteOffset: 40 });
    expect(error.message).toContain(text);
  });

  it('refuses a file with nothing in it', async () => {
    expect((await refusalOf(wave64Bytes(fmt))).message).toContain('with no "data" chunk in it');
    expect((await refusalOf(wave64Bytes())).message).toContain('with no "fmt " chunk in it');
  });
});
