/**
 * Sony Wave64 ("Sonic Foundry Wave-64 format", 2003): WAVE with GUIDs for ids and 64-bit sizes that count their own
 * 24-byte header; chunks start at multiples of eight bytes. Always little-endian.
 */

import { AudioFileError } from './audio-file-error.js';
import type { ByteCursor } from './byte-cursor.js';
import { HeaderBytes } from './bytes.js';
import { containerHeadBytes, sniffContainer, wave64Guids } from './container-magic.js';
import { checkChunk, maxChunks } from './iff-chunk.js';
import { type DataRegion, type SampleLayout, settleLength } from './stream-layout.js';
import { parseWaveFormat, waveFormatLimitBytes } from './wave-format.js';

const container = 'w64';
const chunkHeaderBytes = 24;
const fileHeaderBytes = 40;

interface Wave64Chunk {
  readonly guid: string;
  /** The first four characters, by which a person knows it. */
  readonly name: string;
  readonly startByte: number;
  /** Of the body; Infinity where the header has a size no file can reach. */
  readonly sizeBytes: number;
}

/** Reads the header up to the first sample; the cursor stands at the file's first byte. @throws AudioFileError */
export async function parseWave64(cursor: ByteCursor): Promise<DataRegion> {
  const start = cursor.offset;
  const warnings: string[] = [];
  let samples: SampleLayout | null = null;
  await cursor.skip(fileHeaderBytes);
  for (let taken = 0; ; taken++) {
    const chunk = await takeWave64Chunk(cursor);
    if (chunk === null) {
      const end = cursor.sizeBytes ?? cursor.offset;
      const missing = samples === null ? 'no "fmt " chunk' : 'no "data" chunk';
      const text = `the file ends at byte ${end} with ${missing} in it`;
      throw new AudioFileError('malformed', text, { container, byteOffset: end });
    }
    checkChunk({ ...chunk, id: chunk.name }, taken, container);
    const place = { container, chunk: chunk.name, byteOffset: chunk.startByte } as const;
    if (chunk.sizeBytes < 0)
      throw new AudioFileError('malformed', 'says it is shorter than its header', place);
    if (chunk.guid === wave64Guids.data) {
      if (samples === null) throw new AudioFileError('malformed', 'comes before any "fmt " chunk', place);
      return dataRegion(cursor, chunk, samples, warnings, start);
    }
    if (chunk.guid === wave64Guids.fmt && samples === null) {
      const body = await cursor.take(Math.min(chunk.sizeBytes, waveFormatLimitBytes));
      samples = parseWaveFormat(body, 'little', place, warnings);
    }
    if (!(await passBody(cursor, chunk, start))) {
      const end = cursor.sizeBytes ?? cursor.offset;
      throw new AudioFileError('malformed', `is longer than the data, which ends at byte ${end}`, place);
    }
  }
}

async function takeWave64Chunk(cursor: ByteCursor): Promise<Wave64Chunk | null> {
  const startByte = cursor.offset;
  const header = new HeaderBytes(await cursor.take(chunkHeaderBytes), 'little');
  if (header.bytes.length < chunkHeaderBytes) return null;
  const guid = header.latin1(0, 16);
  return { guid, name: guid.slice(0, 4), startByte, sizeBytes: header.u64(16) - chunkHeaderBytes };
}

/** Goes to the next multiple of eight behind a chunk; false where the source ends inside the chunk. */
async function passBody(cursor: ByteCursor, chunk: Wave64Chunk, fileStart: number): Promise<boolean> {
  const rest = chunk.startByte + chunkHeaderBytes + chunk.sizeBytes - cursor.offset;
  if ((await cursor.skip(rest)) < rest) return false;
  await skipToMultipleOfEight(cursor, fileStart);
  return true;
}

async function skipToMultipleOfEight(cursor: ByteCursor, fileStart: number): Promise<void> {
  await cursor.skip((8 - ((cursor.offset - fileStart) % 8)) % 8);
}

function dataRegion(
  cursor: ByteCursor,
  chunk: Wave64Chunk,
  samples: SampleLayout,
  warnings: string[],
  fileStart: number,
): DataRegion {
  const availableBytes = cursor.remainingBytes;
  // Writers to pipes leave all ones, or only the header's size, with the samples behind it.
  const isOpen =
    chunk.sizeBytes === Number.POSITIVE_INFINITY || (chunk.sizeBytes === 0 && availableBytes !== 0);
  const claimedBytes = isOpen ? null : chunk.sizeBytes;
  const lengthBytes = settleLength({ claimedBytes, availableBytes, isPlaceholder: isOpen }, warnings);
  const passTrailer = (end: ByteCursor) => passTrailingWave64Chunks(end, fileStart);
  return { container, samples, startByte: cursor.offset, lengthBytes, warnings, passTrailer };
}

async function passTrailingWave64Chunks(cursor: ByteCursor, fileStart: number): Promise<void> {
  for (let passed = 0; passed < maxChunks; passed++) {
    if (sniffContainer(await cursor.peek(containerHeadBytes)) !== null) return;
    await skipToMultipleOfEight(cursor, fileStart);
    if (sniffContainer(await cursor.peek(containerHeadBytes)) !== null) return;
    const chunk = await takeWave64Chunk(cursor);
    if (chunk === null || chunk.sizeBytes < 0 || !(await passBody(cursor, chunk, fileStart))) return;
  }
}
