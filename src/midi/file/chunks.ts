/** The chunks of a MIDI file as bytes. */

import { type Division, divisionWord } from './division.js';

/** Length of the header with its own id and length. */
export const fileHeaderBytes = 14;
export const chunkHeaderBytes = 8;

export function fileHeader(format: 0 | 1 | 2, trackCount: number, division: Division): Uint8Array {
  const header = chunkHeader('MThd', fileHeaderBytes - chunkHeaderBytes, fileHeaderBytes);
  const view = new DataView(header.buffer);
  view.setUint16(8, format);
  view.setUint16(10, trackCount);
  view.setUint16(12, divisionWord(division));
  return header;
}

/** @param lengthBytes of the array that is made, whose first eight bytes are the header */
export function chunkHeader(id: string, bodyBytes: number, lengthBytes = chunkHeaderBytes): Uint8Array {
  const header = new Uint8Array(lengthBytes);
  for (let index = 0; index < 4; index++) header[index] = id.charCodeAt(index);
  new DataView(header.buffer).setUint32(4, bodyBytes);
  return header;
}

/** A whole file from its tracks. */
export function midiFileBytes(
  format: 0 | 1 | 2,
  division: Division,
  tracks: readonly Uint8Array[],
): Uint8Array {
  const pieces = [fileHeader(format, tracks.length, division)];
  for (const track of tracks) pieces.push(chunkHeader('MTrk', track.length), track);
  return new Uint8Array(Buffer.concat(pieces));
}
