/**
 * The chunks RIFF and FORM files are made of: a four-character id, a 32-bit size, that many bytes, and a pad byte
 * after an odd size ("EA IFF 85", Electronic Arts 1985; RIFF in Microsoft's and IBM's "Multimedia Programming
 * Interface and Data Specifications 1.0", 1991, is the same in little-endian).
 */

import type { ContainerKind } from '../reader.js';
import { AudioFileError } from './audio-file-error.js';
import type { ByteCursor } from './byte-cursor.js';
import { HeaderBytes, latin1 } from './bytes.js';
import { containerHeadBytes, sniffContainer } from './container-magic.js';

export interface Chunk {
  readonly id: string;
  /** Where the chunk's own header starts. */
  readonly startByte: number;
  /** Of the body, without header and pad byte, as the header says. */
  readonly sizeBytes: number;
}

/** The eight bytes of a chunk's header. */
export const chunkHeaderBytes = 8;

/** Takes the next chunk's header; null where fewer than eight bytes are left. */
export async function takeChunk(cursor: ByteCursor, endian: 'little' | 'big'): Promise<Chunk | null> {
  const startByte = cursor.offset;
  const header = new HeaderBytes(await cursor.take(chunkHeaderBytes), endian);
  if (header.bytes.length < chunkHeaderBytes) return null;
  return { id: header.latin1(0, 4), startByte, sizeBytes: header.u32(4) };
}

/** More chunks than any header has; without a limit a large file of empty ones would hold up the event loop. */
export const maxChunks = 65_536;

/** @throws AudioFileError where the id is garbage, or `precedingChunks` are too many */
export function checkChunk(chunk: Chunk, precedingChunks: number, container: ContainerKind): void {
  const place = { container, chunk: chunk.id, byteOffset: chunk.startByte };
  if (!looksLikeId(chunk.id)) throw new AudioFileError('malformed', 'this is not the id of a chunk', place);
  if (precedingChunks < maxChunks) return;
  throw new AudioFileError(
    'malformed',
    `is behind ${precedingChunks} others and there are still no samples`,
    place,
  );
}

/** Takes the start of a chunk's body, at most `limitBytes`. @throws AudioFileError where the source ends before */
export async function takeBody(
  cursor: ByteCursor,
  chunk: Chunk,
  limitBytes: number,
  container: ContainerKind,
): Promise<Uint8Array> {
  const wanted = Math.min(chunk.sizeBytes, limitBytes);
  const body = await cursor.take(wanted);
  if (body.length < wanted) throw overrunError(cursor, chunk, container);
  return body;
}

/** Goes behind a chunk of which nothing, or a part, was taken. @throws AudioFileError where the source ends before */
export async function skipChunk(cursor: ByteCursor, chunk: Chunk, container: ContainerKind): Promise<void> {
  const rest = chunk.startByte + chunkHeaderBytes + chunk.sizeBytes - cursor.offset;
  if ((await cursor.skip(rest)) < rest) throw overrunError(cursor, chunk, container);
  if (chunk.sizeBytes % 2 === 1) await skipPadByte(cursor);
}

function overrunError(cursor: ByteCursor, chunk: Chunk, container: ContainerKind): AudioFileError {
  const end = cursor.sizeBytes ?? cursor.offset;
  return new AudioFileError(
    'malformed',
    `says it is ${chunk.sizeBytes} bytes long, but the data ends at byte ${end}`,
    { container, chunk: chunk.id, byteOffset: chunk.startByte },
  );
}

const knownIds = new Set([
  ...['fmt ', 'data', 'fact', 'LIST', 'JUNK', 'junk', 'bext', 'PEAK', 'cue ', 'smpl', 'inst', 'iXML', 'id3 '],
  ...['ID3 ', 'PAD ', 'FLLR', 'ds64', 'axml', 'chna', 'plst', 'note', 'labl', 'DISP', 'afsp', 'cart', '_PMX'],
  ...['COMM', 'SSND', 'FVER', 'MARK', 'INST', 'NAME', 'AUTH', 'ANNO', '(c) ', 'CHAN', 'APPL', 'COMT', 'AESD'],
  ...['RIFF', 'RIFX', 'RF64', 'BW64', 'FORM', 'umid', 'levl', 'acid', 'strc', 'LGWV', 'minf', 'elm1', 'regn'],
]);

/**
 * After an odd chunk: passes over the pad byte, unless the writer forgot it.
 *
 * The pad is taken to be there whenever the id behind it is one that is known, or begins another file, and whenever
 * the id at the unpadded place does not look like one. It is missing where the unpadded place holds a known id and
 * the padded one does not, or something that could be an id while the padded place holds nothing of the kind. A pad
 * byte is zero by the standard, so in a proper file the unpadded place never looks like an id.
 */
export async function skipPadByte(cursor: ByteCursor): Promise<void> {
  const ahead = await cursor.peek(1 + containerHeadBytes);
  const isKnown = (at: number) =>
    knownIds.has(latin1(ahead, at, 4)) || sniffContainer(ahead.subarray(at)) !== null;
  if (isKnown(1)) await cursor.skip(1);
  else if (isKnown(0)) return;
  else if (!looksLikeId(latin1(ahead, 0, 4)) || looksLikeId(latin1(ahead, 1, 4))) await cursor.skip(1);
}

/** Four printable characters of which the first is no blank. */
export function looksLikeId(id: string): boolean {
  return /^[\x21-\x7e][\x20-\x7e]{3}$/.test(id);
}

/**
 * Whether what is ahead reads as one whole chunk of a file: the way to tell an empty data chunk that is followed by
 * others from one whose size was left 0.
 */
export async function chunkAheadFits(cursor: ByteCursor, endian: 'little' | 'big'): Promise<boolean> {
  const header = new HeaderBytes(await cursor.peek(chunkHeaderBytes), endian);
  if (header.bytes.length < chunkHeaderBytes) return false;
  const id = header.latin1(0, 4);
  if (cursor.remainingBytes === null) return knownIds.has(id);
  return looksLikeId(id) && header.u32(4) <= cursor.remainingBytes - chunkHeaderBytes;
}

/**
 * Whether a file that goes on behind `bodyBytes` more bytes has something there that can follow a chunk. It tells a
 * real size from a placeholder that happens to be smaller than the file.
 */
export async function chunkCouldEndAfter(
  cursor: ByteCursor,
  bodyBytes: number,
  endian: 'little' | 'big',
): Promise<boolean> {
  const startByte = cursor.offset;
  cursor.moveTo(startByte + bodyBytes);
  if (bodyBytes % 2 === 1) await skipPadByte(cursor);
  const isNextFile = sniffContainer(await cursor.peek(containerHeadBytes)) !== null;
  const couldEnd = cursor.remainingBytes === 0 || isNextFile || (await chunkAheadFits(cursor, endian));
  cursor.moveTo(startByte);
  return couldEnd;
}

/**
 * Passes over the chunks behind the samples, up to the next file in the same source or to the end. Whatever cannot be
 * read as a chunk ends it too: what trails a file is no reason to refuse it.
 */
export async function passTrailingChunks(cursor: ByteCursor, endian: 'little' | 'big'): Promise<void> {
  for (let passed = 0; passed < maxChunks; passed++) {
    const head = await cursor.peek(containerHeadBytes);
    if (sniffContainer(head) !== null || !looksLikeId(latin1(head, 0, 4))) return;
    const chunk = await takeChunk(cursor, endian);
    if (chunk === null || (await cursor.skip(chunk.sizeBytes)) < chunk.sizeBytes) return;
    if (chunk.sizeBytes % 2 === 1) await skipPadByte(cursor);
  }
}
