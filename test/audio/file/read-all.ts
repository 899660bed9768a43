/** Reads a stream to its end, in steps of any size, and checks the contract of `AudioReader` on the way. */

import { expect } from 'vitest';
import { AudioFileError } from '../../../src/audio/file/audio-file-error.js';
import { type OpenAudioOptions, openAudioFile } from '../../../src/audio/file/open.js';
import type { AudioReader } from '../../../src/audio/reader.js';
import type { ByteSource } from '../../../src/file/byte-source.js';
import { memorySource } from '../../../src/file/byte-source.js';
import { streamSource } from '../../../src/file/stream-source.js';
import { concat } from './header-bytes.js';

/** All that is left in a reader. */
export async function readAll(reader: AudioReader, targetFrames = 37): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  const target = new Uint8Array(targetFrames * reader.frameBytes);
  for (;;) {
    const before = reader.positionFrames;
    const frames = await reader.read(target);
    expect(reader.positionFrames).toBe(before + frames);
    if (frames === 0) break;
    parts.push(target.slice(0, frames * reader.frameBytes));
  }
  expect(await reader.read(target)).toBe(0);
  return concat(...parts);
}

/** Bytes as they come through a pipe, a few at a time. */
export function flowing(bytes: Uint8Array, chunkBytes = 13): ByteSource {
  return streamSource(
    (async function* () {
      for (let offset = 0; offset < bytes.length; offset += chunkBytes) {
        yield bytes.slice(offset, offset + chunkBytes);
      }
    })(),
  );
}

export interface WhatWasRead {
  readonly info: AudioReader['info'];
  readonly data: Uint8Array;
  readonly warnings: readonly string[];
}

/** Opens and reads bytes as a file of random access. */
export async function readBytes(bytes: Uint8Array, options?: OpenAudioOptions): Promise<WhatWasRead> {
  return readSource(memorySource(bytes), options);
}

/** Opens and reads bytes as they flow through a pipe. */
export async function readFlowing(bytes: Uint8Array, options?: OpenAudioOptions): Promise<WhatWasRead> {
  return readSource(flowing(bytes), options);
}

async function readSource(source: ByteSource, options?: OpenAudioOptions): Promise<WhatWasRead> {
  const reader = await openAudioFile(source, options);
  const data = await readAll(reader);
  await reader.close();
  return { info: reader.info, data, warnings: reader.warnings };
}

/** The error a file of random access and a pipe of the same bytes are both refused with. */
export async function refusalOf(bytes: Uint8Array, options?: OpenAudioOptions): Promise<AudioFileError> {
  const [error, flowingError] = await Promise.all(
    [memorySource(bytes), flowing(bytes)].map((source) =>
      openAudioFile(source, options).then(
        () => null,
        (thrown: unknown) => thrown,
      ),
    ),
  );
  if (!(error instanceof AudioFileError)) throw new Error(`expected a refusal, got ${String(error)}`);
  expect(flowingError).toEqual(error);
  return error;
}

/** Compares long runs of bytes fast, and names the first that differs. */
export function expectSameBytes(actual: Uint8Array, expected: Uint8Array): void {
  if (Buffer.compare(actual, expected) === 0) return;
  const at = expected.findIndex((byte, index) => actual[index] !== byte);
  const offset = at < 0 ? expected.length : at;
  expect({ length: actual.length, offset, bytes: [...actual.slice(offset, offset + 8)] }).toEqual({
    length: expected.length,
    offset,
    bytes: [...expected.slice(offset, offset + 8)],
  });
}
