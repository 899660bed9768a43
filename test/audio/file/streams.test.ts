import { describe, expect, it } from 'vitest';
import { openAudioFile, openAudioStreams } from '../../../src/audio/file/open.js';
import type { ByteSource } from '../../../src/file/byte-source.js';
import { memorySource } from '../../../src/file/byte-source.js';
import {
  aiffBytes,
  ascii,
  auBytes,
  chunk,
  concat,
  patternBytes,
  vocBlock,
  vocBytes,
  vocSoundBlock,
  wave64Bytes,
  wave64Chunk,
  waveBytes,
  waveFormatBody,
} from './header-bytes.js';
import { flowing, readAll } from './read-all.js';

const first = patternBytes(97, 1);
const second = patternBytes(60, 2);
const sources: readonly (readonly [string, (bytes: Uint8Array) => ByteSource])[] = [
  ['a file', memorySource],
  ['a pipe', flowing],
];

const mono = { channels: 1, bitsPerSample: 8 };
const list = chunk('LIST', ascii('INFOISFTabc'));
const after = concat(list, chunk('id3 ', patternBytes(11)));

/** Files with odd lengths of data and whatever may trail them. */
const kinds: readonly (readonly [string, (data: Uint8Array) => Uint8Array])[] = [
  ['WAVE', (data) => waveBytes({ ...mono, data, after })],
  ['WAVE without pad bytes', (data) => waveBytes({ ...mono, data, padData: false })],
  [
    'WAVE without pad bytes and with chunks behind',
    (data) => waveBytes({ ...mono, data, padData: false, after }),
  ],
  ['RIFX', (data) => waveBytes({ ...mono, magic: 'RIFX', data })],
  ['Wave64', (data) => wave64Bytes(wave64Chunk('fmt ', waveFormatBody(mono)), wave64Chunk('data', data))],
  ['AU', (data) => auBytes({ encoding: 2, data })],
  [
    'AIFF',
    (data) =>
      aiffBytes({ channels: 1, sampleBits: 8, data, after: chunk('ANNO', ascii('odd'), { endian: 'big' }) }),
  ],
  ['AIFF without pad bytes', (data) => aiffBytes({ channels: 1, sampleBits: 8, data, padSound: false })],
  ['VOC', (data) => vocBytes(vocSoundBlock(8000, 8, 1, 0, data), vocBlock(5, ascii('text')), vocBlock(0))],
];

const toHex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

async function allStreams(source: ByteSource): Promise<Uint8Array[]> {
  const streams = await openAudioStreams(source);
  const parts: Uint8Array[] = [];
  for await (const reader of streams) parts.push(await readAll(reader));
  await streams.close();
  return parts;
}

describe.each(sources)('several files in a row in %s', (_, source) => {
  it.each(kinds)('are all read where the first is %s', async (_kind, build) => {
    for (const [, buildNext] of kinds) {
      const bytes = concat(build(first), buildNext(second), build(first));
      expect((await allStreams(source(bytes))).map(toHex)).toEqual([first, second, first].map(toHex));
    }
  });

  it.each([
    ['zeros', new Uint8Array(1000)],
    ['a LIST chunk', list],
    ['half a chunk header', ascii('LIST\x10')],
    ['a chunk that is cut', chunk('LIST', ascii('INFO'), { sizeBytes: 1000 })],
    ['an ID3v1 tag', concat(ascii('TAG'), new Uint8Array(125))],
    ['a line of text', ascii('hello, world. This is text.\n')],
    ['noise', patternBytes(500, 77)],
    ['one byte', Uint8Array.of(1)],
  ])('end in silence with %s', async (_rest, rest) => {
    for (const [, build] of kinds) {
      expect(await allStreams(source(concat(build(first), rest)))).toEqual([first]);
    }
  });

  it('may be left before their end', async () => {
    const streams = await openAudioStreams(
      source(concat(waveBytes({ data: second }), waveBytes({ ...mono, data: first }))),
    );
    const reader = await streams.next();
    expect(await reader?.read(new Uint8Array(8))).toBe(2);
    const next = await streams.next();
    expect(await readAll(next!)).toEqual(first);
    expect(await streams.next()).toBeNull();
    expect(await streams.next()).toBeNull();
    await streams.close();
  });

  it('may have an empty one among them', async () => {
    const empty = waveBytes({ ...mono, data: new Uint8Array(0) });
    const parts = await allStreams(source(concat(empty, waveBytes({ ...mono, data: first }), empty)));
    expect(parts).toEqual([new Uint8Array(0), first, new Uint8Array(0)]);
  });

  it('are refused where a later one is broken', async () => {
    const bytes = concat(waveBytes({ data: second }), waveBytes({ channels: 0 }));
    const streams = await openAudioStreams(source(bytes));
    await streams.next();
    await expect(streams.next()).rejects.toMatchObject({ kind: 'malformed', byteOffset: 104 + 12 });
    expect(await streams.next()).toBeNull();
  });

  it('are one to openAudioFile, whose reader closes the source', async () => {
    let closed = 0;
    const inner = source(concat(waveBytes({ data: second }), waveBytes({ data: first })));
    const close = () => {
      closed++;
      return inner.close();
    };
    const counted = new Proxy(inner, {
      get: (target, name) => {
        const value: unknown = name === 'close' ? close : Reflect.get(target, name);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    const reader = await openAudioFile(counted);
    await reader.close();
    await reader.close();
    expect(closed).toBe(1);
    await expect(reader.read(new Uint8Array(8))).rejects.toMatchObject({ kind: 'closed' });
  });
});

describe('the readers of several files', () => {
  it('stay of use in a regular file, and not in a pipe', async () => {
    const bytes = concat(waveBytes({ data: second }), waveBytes({ data: first }));
    const inFile = await openAudioStreams(memorySource(bytes));
    const earlier = await inFile.next();
    await inFile.next();
    expect(await readAll(earlier!)).toEqual(second);
    const inPipe = await openAudioStreams(flowing(bytes));
    const gone = await inPipe.next();
    await inPipe.next();
    await expect(gone?.read(new Uint8Array(8))).rejects.toMatchObject({ kind: 'closed' });
  });
});

describe('seeking', () => {
  it.each([
    ['WAVE', waveBytes({ bitsPerSample: 24, data: patternBytes(600) }), 6],
    ['AU', auBytes({ encoding: 7, channels: 2, data: patternBytes(800) }), 16],
    ['AIFF', aiffBytes({ channels: 3, data: patternBytes(600), soundOffsetBytes: 3 }), 6],
  ])('in %s finds every frame, by both kinds of read', async (_, bytes, frameBytes) => {
    const reader = await openAudioFile(memorySource(bytes));
    const all = await readAll(reader);
    expect(reader.frameBytes).toBe(frameBytes);
    expect(reader.seekable).toBe(true);
    const target = new Uint8Array(frameBytes * 3 + 1);
    for (let frame = 0; frame < 103; frame++) {
      const expected = all.slice(frame * frameBytes, (frame + 3) * frameBytes);
      reader.seek(frame);
      expect(reader.positionFrames).toBe(Math.min(frame, all.length / frameBytes));
      expect(target.slice(0, reader.readSync(target) * frameBytes)).toEqual(expected);
      reader.seek(frame);
      expect(target.slice(0, (await reader.read(target)) * frameBytes)).toEqual(expected);
    }
  });

  it('during a read wins over it', async () => {
    const reader = await openAudioFile(memorySource(waveBytes({ ...mono, data: first })));
    const target = new Uint8Array(10);
    const reading = reader.read(target);
    reader.seek(50);
    expect(await reading).toBe(10);
    expect(target).toEqual(first.slice(0, 10));
    expect(reader.positionFrames).toBe(50);
  });

  it('and synchronous reads are refused in a pipe', async () => {
    for (const bytes of [waveBytes(), vocBytes(vocSoundBlock(8000, 8, 1, 0, first))]) {
      const reader = await openAudioFile(flowing(bytes));
      expect(reader.seekable).toBe(false);
      expect(() => reader.seek(0)).toThrow('seek needs a regular file');
      expect(() => reader.readSync(new Uint8Array(8))).toThrow('readSync needs a regular file');
    }
  });

  it.each([-1, 0.5, Number.NaN, 2 ** 60])('to frame %d is refused', async (frame) => {
    for (const bytes of [waveBytes(), vocBytes(vocSoundBlock(8000, 8, 1, 0, first))]) {
      const reader = await openAudioFile(memorySource(bytes));
      expect(() => reader.seek(frame)).toThrow('cannot seek to frame');
    }
  });

  it('and reading take no target smaller than a frame', async () => {
    const reader = await openAudioFile(memorySource(waveBytes()));
    expect(() => reader.readSync(new Uint8Array(3))).toThrow(
      'the target holds 3 bytes, less than a frame of 4',
    );
    await expect(reader.read(new Uint8Array(0))).rejects.toMatchObject({ kind: 'invalid' });
  });
});
