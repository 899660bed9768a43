/** WAVE files byte by byte: the form of `fmt `, `fact`, room for ds64, padding, metadata. */

import { describe, expect, it } from 'vitest';
import { channelMapFromWaveMask } from '../../../src/audio/channel-position.js';
import type { SampleFormat } from '../../../src/audio/sample-format.js';
import { openAudioWriter } from '../../../src/audio/write/open.js';
import type { AudioSpec } from '../../../src/audio/writer.js';
import { ascii, chunk, concat, ds64Chunk, uint, waveFormatBody, waveGuid } from '../file/header-bytes.js';
import { readBytes } from '../file/read-all.js';
import { MemoryFile } from './memory-file.js';
import { fileOf, noise, specOf } from './sound.js';

/** The chunks of a file, by id, and in their order. */
function chunksOf(file: Uint8Array): { ids: string[]; bodies: Map<string, Uint8Array> } {
  const buffer = Buffer.from(file);
  const bodies = new Map<string, Uint8Array>();
  const ids: string[] = [];
  for (let at = 12; at < buffer.length; ) {
    const id = buffer.toString('latin1', at, at + 4);
    const size = buffer.readUInt32LE(at + 4);
    ids.push(id);
    bodies.set(id, file.slice(at + 8, at + 8 + size));
    at += 8 + size + (size % 2);
  }
  return { ids, bodies };
}

const plain = { expectedFrames: 2, type: 'wav' } as const;

describe('the plain forms', () => {
  it.each<[SampleFormat, number, number, number]>([
    ['U8', 1, 1, 8],
    ['S8', 2, 1, 8],
    ['S16_LE', 1, 1, 16],
    ['S16_BE', 2, 1, 16],
    ['FLOAT_LE', 1, 3, 32],
    ['FLOAT64_LE', 2, 3, 64],
    ['A_LAW', 2, 6, 8],
    ['MU_LAW', 1, 7, 8],
  ])('are kept for %s in %i channels', async (format, channels, formatTag, bitsPerSample) => {
    const sound = noise(format, 2 * channels);
    const file = await fileOf(specOf(format, channels), sound, plain);
    const isLinear = formatTag === 1;
    const fmt = waveFormatBody({ formatTag, channels, bitsPerSample, bodyBytes: isLinear ? 16 : 18 });
    const fact = isLinear ? new Uint8Array(0) : chunk('fact', uint(2, 4));
    const data = file.slice(-2 * channels * (bitsPerSample / 8));
    const body = concat(ascii('WAVE'), chunk('fmt ', fmt), fact, chunk('data', data));
    expect(file).toEqual(concat(ascii('RIFF'), uint(body.length, 4), body));
  });

  it('need no more than 44 bytes of header where the length is known', async () => {
    const file = await fileOf(specOf('S16_LE', 2), noise('S16_LE', 4), plain);
    expect(file.length).toBe(44 + 8);
    expect(file.slice(44)).toEqual(noise('S16_LE', 4));
  });

  it.each([[['MONO']], [['FL', 'FR']]])('stay where the channels are %o', async (channelMap) => {
    const spec = specOf('S16_LE', channelMap.length, { channelMap });
    expect((await fileOf(spec, noise('S16_LE', 4), plain)).length).toBe(44 + 8);
  });
});

describe('the extensible form', () => {
  it.each<[SampleFormat, number, number, number, number]>([
    ['S24_LE', 1, 1, 24, 24],
    ['S24_3BE', 2, 1, 24, 24],
    ['S20_LE', 2, 1, 24, 20],
    ['U20_3BE', 2, 1, 24, 20],
    ['S18_3LE', 2, 1, 24, 18],
    ['S32_LE', 2, 1, 32, 32],
    ['S16_LE', 3, 1, 16, 16],
    ['FLOAT_LE', 3, 3, 32, 32],
    ['A_LAW', 4, 6, 8, 8],
  ])('holds %s in %i channels', async (format, channels, formatTag, bitsPerSample, validBits) => {
    const file = await fileOf(specOf(format, channels), noise(format, 2 * channels), plain);
    const { ids, bodies } = chunksOf(file);
    const extensible = { validBits, channelMask: 0, guid: waveGuid(formatTag) };
    expect(bodies.get('fmt ')).toEqual(waveFormatBody({ formatTag, channels, bitsPerSample, extensible }));
    expect(ids).toEqual(formatTag === 1 ? ['fmt ', 'data'] : ['fmt ', 'fact', 'data']);
  });

  it.each<[AudioSpec['channelMap'], number, string[] | null]>([
    [['FC'], 4, ['FC']],
    [['LFE', 'FC'], 0xc, ['FC', 'LFE']],
    [['FL', 'FR', 'RL', 'RR'], 0x33, ['FL', 'FR', 'RL', 'RR']],
    [['FL', 'FR', 'RL', 'RR', 'FC', 'LFE'], 0x3f, ['FL', 'FR', 'FC', 'LFE', 'RL', 'RR']],
    [
      ['FL', 'FR', 'FC', 'LFE', 'RL', 'RR', 'SL', 'SR'],
      0x63f,
      ['FL', 'FR', 'FC', 'LFE', 'RL', 'RR', 'SL', 'SR'],
    ],
    [['FL', 'FR', 'UNKNOWN'], 0, null],
    [['FL', 'FL', 'FR'], 0, null],
  ])('says where the channels %o are', async (channelMap, mask, stored) => {
    const channels = channelMap?.length ?? 0;
    const sound = Uint8Array.from({ length: channels * 2 }, (_, index) => index);
    const file = await fileOf(specOf('U8', channels, { channelMap }), sound, plain);
    const fmt = chunksOf(file).bodies.get('fmt ') as Uint8Array;
    expect(Buffer.from(fmt).readUInt32LE(20)).toBe(mask);
    const { info, data } = await readBytes(file);
    expect(info.channelMap).toEqual(mask === 0 ? null : channelMapFromWaveMask(mask, channels));
    expect(info.channelMap).toEqual(stored);
    const order =
      stored === null
        ? [...sound]
        : [0, 1].flatMap((frame) =>
            stored.map((position) => frame * channels + (channelMap as string[]).indexOf(position)),
          );
    expect([...data]).toEqual(order);
  });

  it('has the middle as the place of one channel that needs it', async () => {
    const file = await fileOf(specOf('S24_3LE', 1, { channelMap: ['MONO'] }), noise('S24_3LE', 1), plain);
    expect((await readBytes(file)).info.channelMap).toEqual(['FC']);
  });
});

describe('the frame of the file', () => {
  it('leaves room for ds64 where the length is not known', async () => {
    const file = await fileOf(specOf('S16_LE', 2), noise('S16_LE', 4), { type: 'wav' });
    const { ids, bodies } = chunksOf(file);
    expect(ids).toEqual(['JUNK', 'fmt ', 'data']);
    expect(bodies.get('JUNK')).toEqual(new Uint8Array(28));
    expect(Buffer.from(file).readUInt32LE(4)).toBe(file.length - 8);
  });

  it('has ds64 in RF64 from the start', async () => {
    const file = await fileOf(specOf('FLOAT_LE', 1), noise('FLOAT_LE', 5), { type: 'rf64' });
    const frames = concat(uint(file.length - 8, 8), uint(20, 8), uint(5, 8), uint(0, 4));
    expect(Buffer.from(file).toString('latin1', 0, 4)).toBe('RF64');
    expect(file.slice(12, 48)).toEqual(chunk('ds64', frames));
    expect(ds64Chunk(20).length).toBe(36);
    expect(Buffer.from(file).readUInt32LE(4)).toBe(0xffff_ffff);
  });

  it.each([1, 2, 3, 4, 5])('pads %i bytes of samples to an even number', async (length) => {
    const sound = noise('U8', length);
    const file = await fileOf(specOf('U8', 1), sound, { type: 'wav' });
    expect(file.length % 2).toBe(0);
    expect(Buffer.from(file).readUInt32LE(4)).toBe(file.length - 8);
    const { bodies } = chunksOf(file);
    expect(bodies.get('data')).toEqual(sound);
    if (length % 2 === 1) expect(file.at(-1)).toBe(0);
  });

  it('is a file with no frames at first', async () => {
    const file = new MemoryFile();
    const writer = await openAudioWriter({ file }, specOf('S24_LE', 6), { type: 'wav' });
    expect(await readBytes(file.bytes)).toMatchObject({
      info: { format: 'S24_3LE', channels: 6, frames: 0 },
    });
    expect(writer).toMatchObject({ framesWritten: 0, storedFormat: 'S24_3LE', frameBytes: 24 });
    expect(writer).toMatchObject({ maxFrames: Number.POSITIVE_INFINITY, bytesWritten: file.bytes.length });
    await writer.finish();
    expect(await readBytes(file.bytes)).toMatchObject({ warnings: [] });
  });
});

describe('metadata', () => {
  const startedAt = new Date(2026, 10, 22, 10, 12, 5, 500);

  it('goes into bext by its fields', async () => {
    const bext = { description: 'Öl & Wasser\0— 日本', originator: 'alsats', startedAt };
    const file = await fileOf(specOf('S16_LE', 1), noise('S16_LE', 2), { ...plain, bext });
    const { ids, bodies } = chunksOf(file);
    expect(ids).toEqual(['bext', 'fmt ', 'data']);
    const body = Buffer.from(bodies.get('bext') as Uint8Array);
    expect(body.length).toBe(602);
    expect(body.toString('latin1', 0, 256).replace(/\0+$/, '')).toBe('Ol & Wasser ? ??');
    expect(body.toString('latin1', 256, 288).replace(/\0+$/, '')).toBe('alsats');
    expect(body.toString('latin1', 320, 338)).toBe('2026-11-2210:12:05');
    expect(body.readBigUInt64LE(338)).toBe(BigInt((10 * 3600 + 12 * 60 + 5.5) * 48_000));
    expect(body.readUInt16LE(346)).toBe(1);
    expect(body.subarray(348).every((byte) => byte === 0)).toBe(true);
  });

  it('takes a time reference that is given', async () => {
    const bext = { timeReferenceFrames: 2 ** 33 + 1 };
    const file = await fileOf(specOf('S16_LE', 1), noise('S16_LE', 2), { ...plain, bext });
    const body = Buffer.from(chunksOf(file).bodies.get('bext') as Uint8Array);
    expect(body.readBigUInt64LE(338)).toBe(2n ** 33n + 1n);
  });

  it('goes into LIST INFO as UTF-8 with a zero behind it', async () => {
    const info = {
      comment: 'für Elise',
      software: 'alsats',
      date: startedAt,
      device: 'hw:0',
      title: '',
      artist: 'B',
    };
    const file = await fileOf(specOf('S16_LE', 1), noise('S16_LE', 2), { ...plain, info });
    const text = (id: string, value: string) => chunk(id, new TextEncoder().encode(`${value}\0`));
    const list = [
      text('IART', 'B'),
      text('ICMT', 'für Elise'),
      text('ICRD', '2026-11-22'),
      text('ISFT', 'alsats'),
      text('ISRC', 'hw:0'),
    ];
    expect(chunksOf(file).bodies.get('LIST')).toEqual(concat(ascii('INFO'), ...list));
  });

  it('is bounded, and cut between characters', async () => {
    const text = '日'.repeat(100_000);
    const info = {
      comment: text,
      software: text,
      device: '\ud800x',
      title: text,
      artist: text,
      date: new Date(Number.NaN),
    };
    const bext = {
      description: text,
      originator: text,
      originatorReference: text,
      startedAt: new Date(Number.NaN),
    };
    for (const type of ['wav', 'w64', 'au', 'aiff'] as const) {
      const file = await fileOf(specOf('S16_LE', 1), noise('S16_LE', 2), { type, info, bext });
      expect(file.length).toBeLessThan(4096);
      const { info: read } = await readBytes(file);
      expect(read.frames).toBe(2);
    }
    const file = await fileOf(specOf('S16_LE', 1), noise('S16_LE', 2), { ...plain, info });
    const list = new TextDecoder('utf-8', { fatal: true }).decode(
      chunksOf(file)
        .bodies.get('LIST')
        ?.subarray(12, 12 + 498),
    );
    expect(list).toBe('日'.repeat(166));
  });

  it.each(['w64', 'au', 'aiff'] as const)('leaves %s readable', async (type) => {
    const info = { comment: 'odd', software: 'alsats 1', device: 'd', title: 'abc', artist: 'x' };
    for (const format of ['S16_LE', 'FLOAT_LE', 'U8'] as const) {
      const sound = noise(format, 21);
      const file = await fileOf(specOf(format, 1), sound, { type, info, bext: { startedAt } });
      const { info: read, warnings } = await readBytes(file);
      expect(read.frames).toBe(21);
      expect(warnings).toEqual([]);
      const has = (text: string) => Buffer.from(file).includes(text);
      expect([has('odd'), has('alsats 1')]).toEqual([true, type !== 'au']);
    }
  });
});
