/** Tells what lies behind the samples of a file, as far as its header knows where they end. */

import type { ByteCursor } from '../file/byte-cursor.js';
import { HeaderBytes, latin1 } from '../file/bytes.js';
import { containerHeadBytes, sniffContainer } from '../file/container-magic.js';
import { looksLikeId, skipPadByte } from '../file/iff-chunk.js';
import type { ContainerKind } from '../reader.js';

/**
 * - `nothing`: the file ends there, padding aside
 * - `chunks`: other parts of the file, up to `endByte`, so the samples do end where the header says
 * - `foreign`: something that is known to be no samples (`what` says what it is), behind which nobody looks
 * - `samples`: nothing that is known, so it is samples that the header does not speak of yet
 */
export type Tail =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'chunks'; readonly endByte: number }
  | { readonly kind: 'foreign'; readonly what: string }
  | { readonly kind: 'samples' };

interface ChunkShape {
  readonly headerBytes: number;
  readonly alignBytes: number;
  readonly bodyBytes: (header: HeaderBytes) => number;
  readonly endian: 'little' | 'big';
}

/** Ids that samples are so unlikely to spell that one is enough. */
const usualIds =
  /^(LIST|bext|id3 |ID3 |cue |smpl|inst|iXML|axml|PEAK|fact|cart|umid|_PMX|acid|JUNK|FLLR|PAD |afsp|DISP|list|COMM|COMT|MARK|INST|ANNO|NAME|AUTH|APPL|CHAN)/;

/** Tags that programs for compressed music append to any file. */
const tags = /^(TAG|APETAGEX|LYRICSBEGIN|ID3)/;

const scanBytes = 256 * 1024;

/**
 * Looks at the file from `endByte` on, where the samples end by the header.
 *
 * @param byteOrder of the container's sizes
 */
export async function classifyTail(
  cursor: ByteCursor,
  endByte: number,
  container: ContainerKind,
  byteOrder: 'little' | 'big',
): Promise<Tail> {
  cursor.moveTo(endByte);
  if (cursor.remainingBytes === 0) return { kind: 'nothing' };
  const shape = shapeOf(container, byteOrder);
  if (shape !== null) {
    const chunksEnd = await chunksEndByte(cursor, endByte, shape);
    if (chunksEnd !== null) return { kind: 'chunks', endByte: chunksEnd };
    const padding = endByte % shape.alignBytes === 0 ? 0 : shape.alignBytes - (endByte % shape.alignBytes);
    cursor.moveTo(endByte);
    if ((cursor.remainingBytes ?? 0) <= padding && (await isZeroToEnd(cursor))) return { kind: 'nothing' };
  }
  cursor.moveTo(endByte);
  const head = await cursor.peek(containerHeadBytes);
  if (sniffContainer(head) !== null) return { kind: 'foreign', what: 'another audio file' };
  if (tags.test(latin1(head, 0, 16))) return { kind: 'foreign', what: 'a tag' };
  if (await isZeroToEnd(cursor)) return { kind: 'foreign', what: 'only zeros' };
  return { kind: 'samples' };
}

function shapeOf(container: ContainerKind, endian: 'little' | 'big'): ChunkShape | null {
  if (container === 'au' || container === 'raw' || container === 'voc') return null;
  if (container === 'w64') {
    return { headerBytes: 24, alignBytes: 8, bodyBytes: (header) => header.u64(16) - 24, endian };
  }
  return { headerBytes: 8, alignBytes: 2, bodyBytes: (header) => header.u32(4), endian };
}

/**
 * Where the chunks end that start here; null where there are none. They have to reach to the end of the file or to the
 * next one, or to begin with an id that is well known.
 */
async function chunksEndByte(
  cursor: ByteCursor,
  startByte: number,
  shape: ChunkShape,
): Promise<number | null> {
  cursor.moveTo(startByte);
  if (shape.alignBytes === 2) {
    if (startByte % 2 === 1) await skipPadByte(cursor);
  } else {
    await cursor.skip((shape.alignBytes - (startByte % shape.alignBytes)) % shape.alignBytes);
  }
  const firstByte = cursor.offset;
  let isKnown = false;
  for (;;) {
    const head = new HeaderBytes(await cursor.peek(containerHeadBytes), shape.endian);
    const at = cursor.offset;
    const isPassed = at > firstByte;
    if (head.bytes.length === 0 || sniffContainer(head.bytes) !== null) return isPassed ? at : null;
    const id = head.latin1(0, 4);
    if (head.bytes.length < shape.headerBytes || !looksLikeId(id)) return isKnown ? at : null;
    isKnown ||= usualIds.test(id);
    const bodyBytes = shape.bodyBytes(head);
    const wanted = shape.headerBytes + bodyBytes;
    if (bodyBytes < 0 || (await cursor.skip(wanted)) < wanted) return isKnown ? cursor.offset : null;
    await cursor.skip((shape.alignBytes - (bodyBytes % shape.alignBytes)) % shape.alignBytes);
  }
}

/** Looks at the ends first: holes of gigabytes are what a crash may leave in front of samples. */
async function isZeroToEnd(cursor: ByteCursor): Promise<boolean> {
  const { source, offset: startByte } = cursor;
  if (source.access !== 'random') return false;
  const zeros = Buffer.alloc(scanBytes);
  const bytes = Buffer.alloc(scanBytes);
  const isZeroAt = async (atByte: number) => {
    const got = await source.readAt(bytes, 0, scanBytes, atByte);
    return bytes.subarray(0, got).equals(zeros.subarray(0, got));
  };
  if (!(await isZeroAt(Math.max(startByte, source.sizeBytes - scanBytes)))) return false;
  for (let at = startByte; at < source.sizeBytes; at += scanBytes) {
    if (!(await isZeroAt(at))) return false;
  }
  return true;
}
