/**
 * The `wav` package as an independent reader and writer of plain WAVE files. It is fed only what it is known to get
 * right: PCM, float and law encodings without chunks before `fmt ` and without odd ones.
 */

import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { openAudioFile } from '../../../src/audio/file/open.js';
import { memorySource } from '../../../src/file/byte-source.js';
import { chunk, patternBytes, uint, waveBytes } from './header-bytes.js';
import { expectSameBytes, readAll } from './read-all.js';

interface WavFormat {
  readonly audioFormat: number;
  readonly endianness: 'LE' | 'BE';
  readonly channels: number;
  readonly sampleRate: number;
  readonly bitDepth: number;
}

/** An old-style stream: no async iterator, no destroy. */
interface WavStream extends NodeJS.ReadWriteStream {
  on(event: 'format', listener: (format: WavFormat) => void): this;
  on(event: 'data', listener: (bytes: Buffer) => void): this;
  on(event: 'end', listener: () => void): this;
  on(event: 'error', listener: (error: Error) => void): this;
}

const wav = createRequire(import.meta.url)('wav') as {
  Reader: new () => WavStream;
  Writer: new (format: { channels: number; sampleRate: number; bitDepth: number }) => WavStream;
};

function readByPackage(bytes: Uint8Array): Promise<{ format: WavFormat; data: Buffer }> {
  return new Promise((resolve, reject) => {
    const reader = new wav.Reader();
    const parts: Buffer[] = [];
    let format: WavFormat | null = null;
    reader.on('format', (found) => {
      format = found;
    });
    reader.on('data', (part) => parts.push(part));
    reader.on('error', reject);
    reader.on('end', () => {
      if (format === null) reject(new Error('no format'));
      else resolve({ format, data: Buffer.concat(parts) });
    });
    Readable.from([Buffer.from(bytes)], { objectMode: false }).pipe(reader);
  });
}

const data = patternBytes(4800, 3);

describe('the wav package reads as we do', () => {
  it.each([
    { bitsPerSample: 8 },
    { bitsPerSample: 16 },
    { bitsPerSample: 16, channels: 6, framesPerSecond: 192_000 },
    { bitsPerSample: 24 },
    { bitsPerSample: 32 },
    { bitsPerSample: 16, bodyBytes: 18 },
    { bitsPerSample: 32, formatTag: 3 },
    { bitsPerSample: 64, formatTag: 3, channels: 1 },
    { bitsPerSample: 8, formatTag: 6, between: chunk('fact', uint(2400, 4)) },
    { bitsPerSample: 8, formatTag: 7 },
    { bitsPerSample: 16, magic: 'RIFX' as const },
    { bitsPerSample: 16, between: chunk('LIST', patternBytes(40)), after: chunk('LIST', patternBytes(40)) },
    { bitsPerSample: 16, dataSizeBytes: 0 },
    { bitsPerSample: 16, dataSizeBytes: 0xffff_ffff },
    { bitsPerSample: 16, dataSizeBytes: 0x7fff_f000 },
  ])('a file with %o', async (fields) => {
    const bytes = waveBytes({ data, ...fields });
    const theirs = await readByPackage(bytes);
    const reader = await openAudioFile(memorySource(bytes));
    const ours = await readAll(reader, 999);
    expectSameBytes(ours, theirs.data);
    expect(theirs.format).toMatchObject({
      channels: reader.info.channels,
      sampleRate: reader.info.framesPerSecond,
      bitDepth: (reader.frameBytes / reader.info.channels) * 8,
      endianness: reader.info.format.endsWith('BE') ? 'BE' : 'LE',
    });
  });
});

describe('we read what the wav package writes', () => {
  it.each([
    [8, 1, 'U8'],
    [16, 2, 'S16_LE'],
    [24, 2, 'S24_3LE'],
    [32, 3, 'S32_LE'],
  ] as const)('in %d bits and %d channels', async (bitDepth, channels, format) => {
    const writer = new wav.Writer({ bitDepth, channels, sampleRate: 44_100 });
    const parts: Buffer[] = [];
    const written = new Promise<void>((resolve) => {
      writer.on('data', (part) => parts.push(part));
      writer.on('end', resolve);
    });
    writer.end(Buffer.from(data));
    await written;
    const reader = await openAudioFile(memorySource(Buffer.concat(parts)));
    expect(reader.info).toMatchObject({ format, channels, framesPerSecond: 44_100 });
    expectSameBytes(await readAll(reader, 999), data);
  });
});
