/** Finds out where the samples of a file with a doubtful header end. */

import { AlsatsError } from '../../error.js';
import type { ExistingFile } from '../write/existing-file.js';
import { classifyTail } from './tail.js';

export interface Extent {
  readonly dataBytes: number;
  /** What lies behind the samples and belongs to the file: padding, or other chunks. */
  readonly trailerBytes: number;
  /** Whether that is padding which is still to be written. */
  readonly padsFile: boolean;
  readonly remarks: string[];
}

/** @throws AlsatsError of kind `unsupported` where the header contradicts itself and nothing tells which half is right */
export async function findExtent(existing: ExistingFile): Promise<Extent> {
  const { region, header, sizeBytes, frameBytes, cursor } = existing;
  const { startByte, container } = region;
  const availableBytes = Math.max(0, sizeBytes - startByte);
  // The readers settle placeholders and claims that are too large: this is what they would play.
  const readableBytes = Math.min(region.lengthBytes ?? availableBytes, availableBytes);
  refuseContradiction(existing, readableBytes);
  const byteOrder = ['aiff', 'aifc', 'au'].includes(container) || header.bytes[3] === 0x58 ? 'big' : 'little';
  const tail = await classifyTail(cursor, startByte + readableBytes, container, byteOrder);
  const remarks: string[] = [];
  if (tail.kind === 'chunks') {
    const restBytes = readableBytes % frameBytes;
    if (restBytes > 0) remarks.push(`the last ${restBytes} bytes of the samples are no whole frame`);
    const trailerBytes = tail.endByte - startByte - readableBytes;
    if (tail.endByte < sizeBytes)
      remarks.push(`${sizeBytes - tail.endByte} bytes behind the file were left alone`);
    return { dataBytes: readableBytes, trailerBytes, padsFile: false, remarks };
  }
  if (tail.kind === 'foreign') {
    const behindBytes = availableBytes - readableBytes;
    remarks.push(`the ${behindBytes} bytes behind the samples were left alone: they are ${tail.what}`);
  }
  const soundBytes = tail.kind === 'samples' ? availableBytes : readableBytes;
  const dataBytes = soundBytes - (soundBytes % frameBytes);
  if (soundBytes > dataBytes) {
    remarks.push(`the last ${soundBytes - dataBytes} bytes are no whole frame and were left behind the end`);
  }
  const padBytes = header.padBytes(dataBytes);
  // Whole frames may have a torn one behind them, which serves as padding once it is zeroed.
  const padsFile =
    padBytes > 0 &&
    tail.kind !== 'foreign' &&
    (await needsPadding(existing, startByte + dataBytes, padBytes));
  return { dataBytes, trailerBytes: padBytes, padsFile, remarks };
}

async function needsPadding({ cursor }: ExistingFile, endByte: number, padBytes: number): Promise<boolean> {
  cursor.moveTo(endByte);
  const bytes = await cursor.peek(padBytes);
  return bytes.length < padBytes || bytes.some((byte) => byte !== 0);
}

/** AIFF has two sizes for the samples. Where both fit and differ, nobody knows. */
function refuseContradiction(
  { header, region, sizeBytes, frameBytes }: ExistingFile,
  readableBytes: number,
): void {
  const soundBytes = header.sizes().get('SSND size');
  const claimed = header.claimedDataBytes();
  if (soundBytes === undefined || claimed === null || soundBytes === 0) return;
  const chunkBytes = soundBytes - 8;
  const fits = region.startByte + chunkBytes <= sizeBytes;
  if (fits && Math.abs(chunkBytes - claimed) >= frameBytes && readableBytes > 0) {
    throw new AlsatsError(
      'unsupported',
      `the header speaks of ${claimed / frameBytes} frames in one place and of ${Math.floor(chunkBytes / frameBytes)} in another`,
    );
  }
}
