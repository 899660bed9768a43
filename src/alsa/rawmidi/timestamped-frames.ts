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

/** The MIDI in `byteLength` bytes of records; neighbours of one time are put together. Kinds of record not known are left out. */
export function decodeFrames(records: Uint8Array, byteLength: number): TimedBytes[] {
  const view = new DataView(records.buffer, records.byteOffset, byteLength);
  const chunks: TimedBytes[] = [];
  let time: bigint | null = null;
  let pieces: Uint8Array[] = [];
  const flush = () => {
    if (time !== null) chunks.push({ bytes: Buffer.concat(pieces), timeNs: time });
    pieces = [];
  };
  for (let at = 0; at + FRAME_BYTES <= byteLength; at += FRAME_BYTES) {
    const length = view.getUint8(at + LENGTH_OFFSET);
    if (view.getUint8(at) !== MIDI_FRAME || length === 0 || length > FRAME_BYTES - DATA_OFFSET) continue;
    const stamp =
      view.getBigUint64(at + SECONDS_OFFSET, littleEndian) * 1_000_000_000n +
      BigInt(view.getUint32(at + NANOSECONDS_OFFSET, littleEndian));
    if (stamp !== time) {
      flush();
      time = stamp;
    }
    pieces.push(records.subarray(at + DATA_OFFSET, at + DATA_OFFSET + length));
  }
  flush();
  return chunks;
}

const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
