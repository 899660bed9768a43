import { describe, expect, it } from 'vitest';
import { openAudioFile } from '../../../src/audio/file/open.js';
import { memorySource } from '../../../src/file/byte-source.js';
import { ascii, concat, patternBytes, uint, vocBlock, vocBytes, vocSoundBlock } from './header-bytes.js';
import { readAll, readBytes, readFlowing, refusalOf } from './read-all.js';

const both = [readBytes, readFlowing];
const end = vocBlock(0);
const data = patternBytes(60);
const more = patternBytes(30, 9);

/** Block 1 at 8000 Hz (time constant 131), or at any other. */
const sound = (body: Uint8Array, timeConstant = 131, codec = 0) =>
  vocBlock(1, concat(Uint8Array.of(timeConstant, codec), body));
const silence = (frames: number, timeConstant = 131) =>
  vocBlock(3, concat(uint(frames - 1, 2), Uint8Array.of(timeConstant)));
const extended = (timeConstant: number, codec: number, mode: number) =>
  vocBlock(8, concat(uint(timeConstant, 2), Uint8Array.of(codec, mode)));
const repeat = (count: number) => vocBlock(6, uint(count, 2));
const repeatEnd = vocBlock(7);
const quiet = (length: number) => new Uint8Array(length).fill(0x80);

describe('the VOC reader', () => {
  it.each([
    ['block 1', sound(data), 'U8', 1, 8000, 60],
    ['block 1 in stereo by block 8', concat(extended(65536 - 2902, 0, 1), sound(data)), 'U8', 2, 44_108, 30],
    ['block 1 in A-law', sound(data, 131, 6), 'A_LAW', 1, 8000, 60],
    ['block 1 in µ-law', sound(data, 131, 7), 'MU_LAW', 1, 8000, 60],
    ['block 9 of 8 bits', vocSoundBlock(44_100, 8, 2, 0, data), 'U8', 2, 44_100, 30],
    ['block 9 of 16 bits', vocSoundBlock(48_000, 16, 2, 4, data), 'S16_LE', 2, 48_000, 15],
    ['block 9 in A-law', vocSoundBlock(8000, 8, 1, 6, data), 'A_LAW', 1, 8000, 60],
    ['block 9 in µ-law', vocSoundBlock(8000, 8, 1, 7, data), 'MU_LAW', 1, 8000, 60],
  ] as const)('reads %s', async (_, block, format, channels, framesPerSecond, frames) => {
    for (const read of both) {
      const result = await read(vocBytes(block, end));
      expect(result.info).toEqual({
        container: 'voc',
        format,
        channels,
        framesPerSecond,
        frames: read === readBytes ? frames : null,
        channelMap: null,
        validBits: null,
      });
      expect(result.data).toEqual(data);
      expect(result.warnings).toEqual([]);
    }
  });

  it('goes on over continuations, markers, texts and blocks nobody knows', async () => {
    const bytes = vocBytes(
      vocBlock(5, ascii('text')),
      sound(data),
      vocBlock(4, uint(7, 2)),
      vocBlock(2, more),
      vocBlock(99, patternBytes(70_000)),
      sound(data),
      end,
    );
    for (const read of both) expect((await read(bytes)).data).toEqual(concat(data, more, data));
  });

  it('needs no terminator', async () => {
    for (const read of both) {
      expect((await read(vocBytes(sound(data)))).data).toEqual(data);
      expect((await read(concat(vocBytes(sound(data)), Uint8Array.of(5, 1)))).data).toEqual(data);
    }
  });

  it('plays silence, at the start, between, and at another rate', async () => {
    const bytes = vocBytes(
      silence(5),
      silence(10),
      sound(data),
      silence(8, 256 - 250),
      vocBlock(2, more),
      end,
    );
    for (const read of both) {
      // Eight frames at 4000 Hz last as long as sixteen at 8000.
      expect((await read(bytes)).data).toEqual(concat(quiet(15), data, quiet(16), more));
    }
  });

  it('plays silence of 16-bit samples as zeros', async () => {
    const bytes = vocBytes(vocSoundBlock(8000, 16, 1, 4, data), silence(4), end);
    for (const read of both) expect((await read(bytes)).data).toEqual(concat(data, new Uint8Array(8)));
  });

  it('repeats in a file, and says in a pipe that it cannot', async () => {
    const bytes = vocBytes(sound(data), repeat(2), sound(more), silence(3), repeatEnd, sound(data), end);
    const once = concat(more, quiet(3));
    const file = await readBytes(bytes);
    expect(file.info.frames).toBe(219);
    expect(file.data).toEqual(concat(data, once, once, once, data));
    const pipe = await readFlowing(bytes);
    expect(pipe.data).toEqual(concat(data, once, data));
    expect(pipe.warnings).toEqual(['repeats are played once, since a pipe cannot go back']);
  });

  it('plays an endless repeat, one that does not end and stray marks once', async () => {
    const endless = await readBytes(vocBytes(sound(data), repeat(0xffff), sound(more), repeatEnd, end));
    expect([endless.data, endless.warnings]).toEqual([
      concat(data, more),
      ['an endless repeat is played once'],
    ]);
    const open = await readBytes(vocBytes(sound(data), repeat(5), sound(more), end));
    expect([open.data, open.warnings]).toEqual([
      concat(data, more),
      ['a repeat that does not end is played once'],
    ]);
    const stray = await readBytes(
      vocBytes(sound(data), repeatEnd, repeat(1), repeat(1), sound(more), repeatEnd, end),
    );
    expect(stray.data).toEqual(concat(data, more, more));
    expect(stray.warnings).toEqual([
      'an end of a repeat that never began is passed over',
      'a repeat inside a repeat is passed over',
    ]);
  });

  it('counts the frames of huge repeats without storing them', async () => {
    const bytes = vocBytes(sound(data), repeat(0xfffe), silence(65_536), repeatEnd, end);
    const reader = await openAudioFile(memorySource(bytes));
    expect(reader.info.frames).toBe(60 + 65_535 * 65_536);
    reader.seek(60 + 65_535 * 65_536 - 3);
    expect(await readAll(reader)).toEqual(quiet(3));
  });

  it('seeks to any frame, within repeats too', async () => {
    const bytes = vocBytes(
      silence(4),
      sound(data),
      repeat(2),
      sound(more),
      silence(5),
      repeatEnd,
      sound(data),
      end,
    );
    const reader = await openAudioFile(memorySource(bytes));
    const all = await readAll(reader, 1000);
    const target = new Uint8Array(11);
    for (let frame = 0; frame <= all.length + 2; frame++) {
      reader.seek(frame);
      const frames = reader.readSync(target);
      expect(target.slice(0, frames)).toEqual(all.slice(frame, frame + 11));
      expect(reader.positionFrames).toBe(Math.min(frame, all.length) + frames);
    }
  });

  it('plays what is there of a cut block', async () => {
    const bytes = vocBytes(vocBlock(1, concat(Uint8Array.of(131, 0), data), 1000));
    const file = await readBytes(bytes);
    expect(file.data).toEqual(data);
    expect(file.warnings).toEqual(['the last block says 998 bytes of audio, the file holds 60']);
    expect((await readFlowing(bytes)).data).toEqual(data);
  });

  it('leaves out the bytes of incomplete frames', async () => {
    const bytes = vocBytes(
      vocSoundBlock(8000, 16, 2, 4, data.slice(0, 59)),
      vocBlock(2, more.slice(0, 9)),
      end,
    );
    for (const read of both) {
      const { data: got, warnings } = await read(bytes);
      expect(got).toEqual(concat(data.slice(0, 56), more.slice(0, 8)));
      expect(warnings).toEqual(['some blocks do not end on a whole frame; their last bytes are left out']);
    }
  });

  it('finds the last eight bytes that sox leaves out of the size of 16-bit blocks', async () => {
    const head = concat(uint(44_100, 4), Uint8Array.of(16, 2), uint(4, 2), uint(0, 4));
    const bytes = vocBytes(vocBlock(9, concat(head, data), head.length + data.length - 8), end);
    for (const read of both) expect((await read(bytes)).data).toEqual(data);
    const proper = vocBytes(vocSoundBlock(44_100, 16, 2, 4, data), vocBlock(5, ascii('abcd')), end);
    for (const read of both) expect((await read(proper)).data).toEqual(data);
  });

  it.each([
    ['ADPCM of block 1', sound(data, 131, 1), 'block 1', 'unsupported', 'Creative ADPCM of 4 bits'],
    ['ADPCM of block 8', extended(0xff00, 3, 0), 'block 8', 'unsupported', 'Creative ADPCM of 2 bits'],
    ['ADPCM of block 9', vocSoundBlock(8000, 4, 1, 0x200, data), 'block 9', 'unsupported', '16 to 4 bits'],
    ['an encoding nobody knows', sound(data, 131, 5), 'block 1', 'malformed', 'VOC has no encoding 5'],
    [
      'bits that do not fit',
      vocSoundBlock(8000, 8, 1, 4, data),
      'block 9',
      'malformed',
      'says 8 bits a sample',
    ],
    ['0 channels', vocSoundBlock(8000, 16, 0, 4, data), 'block 9', 'malformed', '0 channels'],
    ['a rate of 0', vocSoundBlock(0, 16, 1, 4, data), 'block 9', 'malformed', 'a rate of 0'],
    ['a rate too high', sound(data, 255), 'block 1', 'malformed', 'a rate of 1000000'],
    ['a continuation first', vocBlock(2, data), 'block 2', 'malformed', 'samples that never began'],
    [
      'a short block 1',
      vocBlock(1, Uint8Array.of(1)),
      'block 1',
      'malformed',
      'is 1 bytes long; it takes at least 2',
    ],
    [
      'a short block 9',
      vocBlock(9, data.slice(0, 11)),
      'block 9',
      'malformed',
      'is 11 bytes long; it takes at least 12',
    ],
    ['a cut block 9', vocBlock(9, data.slice(0, 5), 40), 'block 9', 'malformed', 'ends inside its fields'],
  ] as const)('refuses %s', async (_, block, id, kind, text) => {
    const error = await refusalOf(vocBytes(block));
    expect(error).toMatchObject({ kind, container: 'voc', chunk: id, byteOffset: 26 });
    expect(error.message).toContain(text);
  });

  it('refuses a change of the sound in the middle, with its place', async () => {
    const bytes = vocBytes(sound(data), sound(more, 165), end);
    const text = 'at byte 92: changes the sound from U8, 1 channels, 8000 Hz to U8, 1 channels, 10989 Hz';
    await expect(readBytes(bytes)).rejects.toThrow(text);
    await expect(readFlowing(bytes)).rejects.toMatchObject({ kind: 'unsupported', byteOffset: 92 });
  });

  it('refuses a file without samples, and a broken header', async () => {
    expect((await refusalOf(vocBytes(silence(10), end))).message).toContain('ends with no samples in it');
    expect((await refusalOf(vocBytes().slice(0, 22))).message).toContain('the VOC header ends too soon');
    const bytes = vocBytes(sound(data));
    bytes[20] = 4;
    expect((await refusalOf(bytes)).message).toBe(
      'at byte 20: the VOC header says it is 4 bytes long; it takes at least 26',
    );
  });
});
