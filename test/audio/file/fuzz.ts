/** Seeded mutations of audio files, and what must hold of a reader whatever it is given. */

import { expect } from 'vitest';
import { AudioFileError } from '../../../src/audio/file/audio-file-error.js';
import { openAudioStreams } from '../../../src/audio/file/open.js';
import type { AudioReader } from '../../../src/audio/reader.js';
import { type ByteSource, memorySource } from '../../../src/file/byte-source.js';
import { concat } from './header-bytes.js';

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const edgeNumbers = [
  0, 1, 2, 3, 7, 8, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff,
];

/** A copy with one to six places changed: bits, numbers at the edges of their range, bytes added, lost or moved. */
export function mutate(original: Uint8Array, random: () => number): Uint8Array {
  const below = (limit: number) => Math.floor(random() * limit);
  let bytes: Uint8Array = original.slice();
  for (let left = 1 + below(6); left > 0; left--) {
    const at = below(bytes.length + 1);
    const edge = edgeNumbers[below(edgeNumbers.length)] ?? 0;
    const width = [1, 2, 4][below(3)] ?? 1;
    switch (below(7)) {
      case 0:
        if (at < bytes.length) bytes[at] = (bytes[at] ?? 0) ^ (1 << below(8));
        break;
      case 1:
        if (at < bytes.length) bytes[at] = below(256);
        break;
      case 2:
      case 3: {
        const isBig = below(2) === 0;
        for (let index = 0; index < width && at + index < bytes.length; index++) {
          bytes[at + index] = edge >>> (8 * (isBig ? width - 1 - index : index));
        }
        break;
      }
      case 4:
        bytes = concat(bytes.slice(0, at), new Uint8Array(1 + below(9)).fill(edge), bytes.slice(at));
        break;
      case 5:
        bytes = concat(bytes.slice(0, at), bytes.slice(at + 1 + below(9)));
        break;
      default:
        if (below(4) === 0) bytes = bytes.slice(0, at);
        else
          bytes = concat(bytes.slice(0, at), bytes.slice(below(bytes.length + 1), at + 40), bytes.slice(at));
    }
  }
  return bytes;
}

/** Bytes that flow in pieces of changing length, with no timers in between. */
function flow(bytes: Uint8Array, random: () => number): ByteSource {
  let offset = 0;
  return {
    access: 'sequential',
    async read(target, targetOffset, lengthBytes) {
      const piece = bytes.subarray(offset, offset + Math.min(lengthBytes, 1 + Math.floor(random() * 90)));
      target.set(piece, targetOffset);
      offset += piece.length;
      return piece.length;
    },
    close: async () => {},
  };
}

export interface FuzzTally {
  readonly opened: number;
  readonly refused: number;
}

/**
 * Reads `count` mutations of the originals, in turn as a file and as a pipe. `soundsMore` is for containers that can
 * hold more sound than bytes (silence, repeats): their reading stops after a while.
 */
export async function fuzzReaders(
  originals: readonly Uint8Array[],
  { count, seed, soundsMore = false }: { count: number; seed: number; soundsMore?: boolean },
): Promise<FuzzTally> {
  const random = seededRandom(seed);
  let opened = 0;
  for (let round = 0; round < count; round++) {
    const original = originals[round % originals.length] ?? new Uint8Array(0);
    const bytes = mutate(original, random);
    const source = Math.floor(round / originals.length) % 2 === 0 ? memorySource(bytes) : flow(bytes, random);
    try {
      const streams = await openAudioStreams(source);
      opened++;
      let readBytes = 0;
      for await (const reader of streams) readBytes += await readSome(reader, bytes.length, soundsMore);
      if (!soundsMore && readBytes > bytes.length)
        fail(round, bytes, `gave ${readBytes} bytes of ${bytes.length}`);
      await streams.close();
    } catch (error) {
      if (!(error instanceof AudioFileError)) fail(round, bytes, String(error));
      if (!isDescribed(error)) fail(round, bytes, `says too little: ${error.message}`);
    }
  }
  return { opened, refused: count - opened };
}

function isDescribed(error: AudioFileError): boolean {
  const isPrintable = /^[\x20-\x7eµ]+$/.test(error.message);
  return isPrintable && error.message.length > 10 && (error.byteOffset ?? 0) >= 0;
}

const target = new Uint8Array(4096);

async function readSome(reader: AudioReader, totalBytes: number, soundsMore: boolean): Promise<number> {
  const { frames, channels, framesPerSecond } = reader.info;
  expect(channels >= 1 && channels <= 256 && framesPerSecond >= 1 && framesPerSecond <= 768_000).toBe(true);
  if (reader.seekable && !soundsMore)
    expect((frames ?? Number.NaN) * reader.frameBytes).toBeLessThanOrEqual(totalBytes);
  let readBytes = 0;
  for (let step = 0; step < (soundsMore ? 20 : totalBytes + 2); step++) {
    const got = await reader.read(target);
    if (got === 0) return readBytes;
    readBytes += got * reader.frameBytes;
  }
  if (!soundsMore) throw new Error('the stream does not end');
  return readBytes;
}

function fail(round: number, bytes: Uint8Array, what: string): never {
  throw new Error(`round ${round}: ${what}\n${Buffer.from(bytes).toString('hex')}`);
}
