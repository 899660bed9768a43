/**
 * What a raw MIDI input in read mode TSTAMP gives: `struct snd_rawmidi_framing_tstamp` of the kernel's sound/asound.h,
 * records of 32 bytes, each with up to 16 bytes of MIDI and the time they came.
 *
 * `snd_rawmidi_tread` unpacks them too, but where its buffer runs empty in the middle of a call it reads on, and gives
 * the earlier bytes the later time. `snd_rawmidi_read` hands out the records as they are.
 */

export const FRAME_BYTES = 32;

const LENGTH_OFFSET = 1;
const NANOSECONDS_OFFSET = 4;
const SECONDS_OFFSET = 8;
const DATA_OFFSET = 16;
const MIDI_FRAME = 0;

/** Bytes with the time they came. */
export interface TimedBytes {
  readonly bytes: Uint8Array;
  /** On the clock of the parameters; null where the kernel did not note it. */
  readonly timeNs: bigint | null;
}

/**
 * The MIDI in `byteLength` bytes of records, copied; neighbours of one time are put together. Kinds of record not known
 * are left out.
 */
export function decodeFrames(records: Uint8Array, byteLength: number): TimedBytes[] {
  const view = new DataView(records.buffer, records.byteOffset, byteLength);
  const chunks: TimedBytes[] = [];
  // Of the chunk that is being put together: its first record, and the bytes so far.
  let first = -1;
  let chunkBytes = 0;
  const room = new Uint8Array(byteLength);
  const flush = () => {
    if (first >= 0) chunks.push({ bytes: room.slice(0, chunkBytes), timeNs: timeAt(view, first) });
    chunkBytes = 0;
  };
  for (let at = 0; at + FRAME_BYTES <= byteLength; at += FRAME_BYTES) {
    const length = records[at + LENGTH_OFFSET]!;
    if (records[at] !== MIDI_FRAME || length === 0 || length > FRAME_BYTES - DATA_OFFSET) continue;
    if (first < 0 || !isSameTime(view, first, at)) {
      flush();
      first = at;
    }
    for (let i = 0; i < length; i++) room[chunkBytes + i] = records[at + DATA_OFFSET + i]!;
    chunkBytes += length;
  }
  flush();
  return chunks;
}

function isSameTime(view: DataView, one: number, other: number): boolean {
  for (const offset of [NANOSECONDS_OFFSET, SECONDS_OFFSET, SECONDS_OFFSET + 4]) {
    if (view.getUint32(one + offset) !== view.getUint32(other + offset)) return false;
  }
  return true;
}

function timeAt(view: DataView, at: number): bigint {
  const seconds = view.getBigUint64(at + SECONDS_OFFSET, littleEndian);
  return seconds * 1_000_000_000n + BigInt(view.getUint32(at + NANOSECONDS_OFFSET, littleEndian));
}

const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
