/**
 * WAVE in RIFF, RIFX (big-endian), RF64 and BW64: "Multimedia Programming Interface and Data Specifications 1.0"
 * (IBM and Microsoft, 1991), EBU Tech 3306 (RF64), ITU-R BS.2088 (BW64).
 *
 * The size of the outer chunk is not looked at: streaming writers and hasty tools get it wrong, and nothing needs it.
 */

import type { ContainerKind } from '../reader.js';
import { AudioFileError } from './audio-file-error.js';
import type { ByteCursor } from './byte-cursor.js';
import { HeaderBytes } from './bytes.js';
import {
  type Chunk,
  checkChunk,
  chunkAheadFits,
  chunkCouldEndAfter,
  passTrailingChunks,
  skipChunk,
  skipPadByte,
  takeBody,
  takeChunk,
} from './iff-chunk.js';
import { type DataRegion, isPlaceholderSize, type SampleLayout, settleLength } from './stream-layout.js';
import { parseWaveFormat, waveFormatLimitBytes } from './wave-format.js';

/** What is known so far, while the chunks pass by. */
interface WaveState {
  readonly container: ContainerKind;
  readonly endian: 'little' | 'big';
  readonly warnings: string[];
  samples: SampleLayout | null;
  /** The 64-bit size of the data, from `ds64`. */
  longDataBytes: number | null;
}

/** In a 64-bit file: the size is in `ds64`. */
const seeDs64 = 0xffff_ffff;

/** Reads the header up to the first sample; the cursor stands at the file's first byte. @throws AudioFileError */
export async function parseWave(cursor: ByteCursor): Promise<DataRegion> {
  const head = new HeaderBytes(await cursor.take(12), 'little');
  const magic = head.latin1(0, 4);
  const container = magic === 'RF64' ? 'rf64' : magic === 'BW64' ? 'bw64' : 'wave';
  const endian = magic === 'RIFX' ? 'big' : 'little';
  const state: WaveState = { container, endian, warnings: [], samples: null, longDataBytes: null };
  for (let taken = 0; ; taken++) {
    const chunk = await takeChunk(cursor, endian);
    if (chunk === null) throw endedError(cursor, state);
    checkChunk(chunk, taken, container);
    if (chunk.id === 'data') return dataRegion(cursor, chunk, state);
    await readChunk(cursor, chunk, state);
    await skipChunk(cursor, chunk, container);
  }
}

async function readChunk(cursor: ByteCursor, chunk: Chunk, state: WaveState): Promise<void> {
  const { container, endian } = state;
  const place = { container, chunk: chunk.id, byteOffset: chunk.startByte };
  if (chunk.id === 'fmt ') {
    const body = await takeBody(cursor, chunk, waveFormatLimitBytes, container);
    if (state.samples === null) state.samples = parseWaveFormat(body, endian, place, state.warnings);
    else state.warnings.push(`a second "fmt " chunk at byte ${chunk.startByte} was not looked at`);
  } else if (chunk.id === 'ds64' && container !== 'wave') {
    const body = new HeaderBytes(await takeBody(cursor, chunk, 24, container), endian);
    if (body.bytes.length < 24) {
      throw new AudioFileError(
        'malformed',
        `is ${body.bytes.length} bytes long; it takes at least 24`,
        place,
      );
    }
    state.longDataBytes = body.u64(8);
  } else if (chunk.id === 'LIST') {
    const list = new HeaderBytes(await takeBody(cursor, chunk, 4, container), endian);
    if (list.latin1(0, 4) === 'wavl') {
      const hint = 'convert it first, e.g. with ffmpeg';
      throw new AudioFileError('unsupported', 'holds its samples as a list of waves', { ...place, hint });
    }
  }
}

async function dataRegion(cursor: ByteCursor, chunk: Chunk, state: WaveState): Promise<DataRegion> {
  const { container, warnings, samples } = state;
  if (samples === null) {
    const place = { container, chunk: 'data', byteOffset: chunk.startByte };
    throw new AudioFileError('malformed', 'comes before any "fmt " chunk', place);
  }
  const lengthBytes = await dataLength(cursor, chunk, state);
  const passTrailer = async (end: ByteCursor) => {
    if (lengthBytes !== null && lengthBytes % 2 === 1) await skipPadByte(end);
    await passTrailingChunks(end, state.endian);
  };
  return { container, samples, startByte: cursor.offset, lengthBytes, warnings, passTrailer };
}

async function dataLength(cursor: ByteCursor, chunk: Chunk, state: WaveState): Promise<number | null> {
  const { container, endian, warnings } = state;
  let claimedBytes: number | null = chunk.sizeBytes;
  let isPlaceholder = isPlaceholderSize(claimedBytes);
  if (container !== 'wave' && chunk.sizeBytes === seeDs64) {
    claimedBytes = state.longDataBytes;
    isPlaceholder = claimedBytes === null || claimedBytes === Number.POSITIVE_INFINITY;
    if (claimedBytes === null) warnings.push('there is no "ds64" chunk to say how long the audio is');
  }
  const availableBytes = cursor.remainingBytes;
  if (claimedBytes === 0) {
    if (availableBytes === 0 || (await chunkAheadFits(cursor, endian))) return 0;
    if (availableBytes !== null)
      warnings.push('the header says 0 bytes of audio; all that follows is played');
    claimedBytes = null;
    isPlaceholder = true;
  }
  if (isPlaceholder && claimedBytes !== null && availableBytes !== null && claimedBytes < availableBytes) {
    // Streams longer than the placeholder, once they are in a file.
    if (!(await chunkCouldEndAfter(cursor, claimedBytes, endian))) claimedBytes = null;
  }
  return settleLength({ claimedBytes, availableBytes, isPlaceholder }, warnings);
}

function endedError(cursor: ByteCursor, { container, samples }: WaveState): AudioFileError {
  const missing = samples === null ? 'no "fmt " chunk' : 'no "data" chunk';
  const end = cursor.sizeBytes ?? cursor.offset;
  return new AudioFileError('malformed', `the file ends at byte ${end} with ${missing} in it`, {
    container,
    byteOffset: end,
  });
}
