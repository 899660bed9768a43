/**
 * AIFF and AIFF-C: "Audio Interchange File Format 1.3" (Apple, 1989) and "AIFF-C draft 1991-08-26". Everything is
 * big-endian but the samples of some AIFF-C types; samples lie left-justified in whole bytes, and one byte is signed.
 */

import { type AiffCommon, commonChunkLimitBytes, parseAiffCommon } from './aiff-common-chunk.js';
import { AudioFileError, quoteId } from './audio-file-error.js';
import type { ByteCursor } from './byte-cursor.js';
import { HeaderBytes } from './bytes.js';
import {
  type Chunk,
  checkChunk,
  chunkAheadFits,
  chunkCouldEndAfter,
  chunkHeaderBytes,
  passTrailingChunks,
  skipChunk,
  skipPadByte,
  takeBody,
  takeChunk,
} from './iff-chunk.js';
import { type DataRegion, frameBytesOf, isPlaceholderSize, settleLength } from './stream-layout.js';

type AiffContainer = 'aiff' | 'aifc';

/** The sound data chunk, with its own little header taken. */
interface SoundChunk extends Chunk {
  /** The first sample. */
  readonly dataByte: number;
  /** From there to the end of the chunk, as the chunk says. */
  readonly dataBytes: number;
}

/** Reads the header up to the first sample; the cursor stands at the file's first byte. @throws AudioFileError */
export async function parseAiff(cursor: ByteCursor): Promise<DataRegion> {
  const head = new HeaderBytes(await cursor.take(12), 'big');
  const container: AiffContainer = head.latin1(8, 4) === 'AIFC' ? 'aifc' : 'aiff';
  const warnings: string[] = [];
  let common: AiffCommon | null = null;
  let sound: SoundChunk | null = null;
  for (let taken = 0; common === null || sound === null; taken++) {
    const chunk = await takeChunk(cursor, 'big');
    if (chunk === null) throw endedError(cursor, container, common === null ? 'COMM' : 'SSND');
    checkChunk(chunk, taken, container);
    if (chunk.id === 'COMM' && common === null) {
      const body = await takeBody(cursor, chunk, commonChunkLimitBytes, container);
      const place = { container, chunk: chunk.id, byteOffset: chunk.startByte };
      common = parseAiffCommon(body, container, place, warnings);
    } else if (chunk.id === 'SSND' && sound === null) {
      sound = await takeSoundHeader(cursor, chunk, container);
      if (common !== null) break;
      refuseWithoutCommon(cursor, chunk, container);
    }
    await skipChunk(cursor, chunk, container);
  }
  return soundRegion(cursor, container, common!, sound!, warnings);
}

async function takeSoundHeader(
  cursor: ByteCursor,
  chunk: Chunk,
  container: AiffContainer,
): Promise<SoundChunk> {
  const place = { container, chunk: chunk.id, byteOffset: chunk.startByte };
  // A writer that never came back leaves a size of 0, though this header alone takes eight.
  const isOpen = chunk.sizeBytes === 0;
  if (!isOpen && chunk.sizeBytes < 8) {
    throw new AudioFileError('malformed', `is ${chunk.sizeBytes} bytes long; it takes at least 8`, place);
  }
  const header = new HeaderBytes(await cursor.take(8), 'big');
  if (header.bytes.length < 8) throw new AudioFileError('malformed', 'ends inside its header', place);
  const offsetBytes = header.u32(0);
  const dataBytes = isOpen ? 0 : chunk.sizeBytes - 8 - offsetBytes;
  if (dataBytes < 0) {
    const text = `its samples start ${offsetBytes} bytes in, behind its end`;
    throw new AudioFileError('malformed', text, place);
  }
  return { ...chunk, dataByte: cursor.offset + offsetBytes, dataBytes };
}

/** A file can be looked at further on; a pipe would have to be kept. */
function refuseWithoutCommon(cursor: ByteCursor, chunk: Chunk, container: AiffContainer): void {
  if (cursor.sizeBytes !== null) return;
  throw new AudioFileError('unsupported', 'comes before the "COMM" chunk, which a pipe cannot go back from', {
    container,
    chunk: chunk.id,
    byteOffset: chunk.startByte,
    hint: 'give the file by its name instead of through a pipe',
  });
}

async function soundRegion(
  cursor: ByteCursor,
  container: AiffContainer,
  common: AiffCommon,
  sound: SoundChunk,
  warnings: string[],
): Promise<DataRegion> {
  const { samples } = common;
  if (cursor.sizeBytes !== null) cursor.moveTo(Math.min(sound.dataByte, cursor.sizeBytes));
  else await cursor.skip(sound.dataByte - cursor.offset);
  const startByte = cursor.offset;
  const availableBytes = cursor.remainingBytes;
  const commonBytes = common.frames * frameBytesOf(samples);
  const isEmpty = sound.dataBytes === 0 && (availableBytes === 0 || (await chunkAheadFits(cursor, 'big')));
  let claimedBytes = isEmpty ? 0 : claimedDataBytes(sound.dataBytes, commonBytes);
  const isPlaceholder = claimedBytes === null || isPlaceholderAiffSize(claimedBytes);
  if (isPlaceholder && claimedBytes !== null && availableBytes !== null && claimedBytes < availableBytes) {
    if (!(await chunkCouldEndAfter(cursor, claimedBytes, 'big'))) claimedBytes = null;
  }
  const lengthBytes = settleLength({ claimedBytes, availableBytes, isPlaceholder }, warnings);
  const chunkEnd = sound.startByte + chunkHeaderBytes + sound.sizeBytes;
  const passTrailer = async (end: ByteCursor) => {
    await end.skip(Math.max(0, chunkEnd - end.offset));
    if (sound.sizeBytes % 2 === 1) await skipPadByte(end);
    await passTrailingChunks(end, 'big');
  };
  return { container, samples, startByte, lengthBytes, warnings, passTrailer };
}

/** The frame count is the authority within its chunk, but a 0 in either is a size nobody went back to fill in. */
function claimedDataBytes(soundBytes: number, commonBytes: number): number | null {
  if (soundBytes === 0) return commonBytes === 0 ? null : commonBytes;
  return commonBytes === 0 ? soundBytes : Math.min(soundBytes, commonBytes);
}

/** As elsewhere, and the 0x7F000000 sox writes to pipes, rounded to whole frames. */
function isPlaceholderAiffSize(sizeBytes: number): boolean {
  return isPlaceholderSize(sizeBytes) || (sizeBytes >= 0x7eff_e000 && sizeBytes <= 0x7f00_0100);
}

function endedError(cursor: ByteCursor, container: AiffContainer, missing: string): AudioFileError {
  const end = cursor.sizeBytes ?? cursor.offset;
  const text = `the file ends at byte ${end} with no ${quoteId(missing)} chunk in it`;
  return new AudioFileError('malformed', text, { container, byteOffset: end });
}
