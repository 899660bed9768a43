/**
 * The blocks of a VOC file ("Creative Voice file format" of Creative Labs' Sound Blaster developer kits, versions 1.10
 * and 1.20): one byte of type, three of length in little-endian, the body.
 */

import { AudioFileError, type AudioFileErrorDetails } from './audio-file-error.js';
import type { ByteCursor } from './byte-cursor.js';
import { HeaderBytes } from './bytes.js';
import { checkChannels, checkRate, type SampleLayout } from './stream-layout.js';

const container = 'voc';

/** What a block does to the sound. */
export type VocBlock =
  | { readonly kind: 'samples'; readonly samples: SampleLayout; readonly lengthBytes: number }
  /** More samples of the kind before. */
  | { readonly kind: 'more-samples'; readonly lengthBytes: number }
  | { readonly kind: 'silence'; readonly seconds: number }
  /** Everything up to the next `repeat-end` sounds `times` times, Infinity for ever. */
  | { readonly kind: 'repeat'; readonly times: number }
  | { readonly kind: 'repeat-end' }
  /** Block 8: takes the place of what the following block 1 says. */
  | { readonly kind: 'extended'; readonly samples: SampleLayout }
  /** Markers, texts, and blocks nobody knows. */
  | { readonly kind: 'other' };

export interface PlacedVocBlock {
  readonly block: VocBlock;
  readonly startByte: number;
  /** The first byte behind the block's own fields: the first sample, if it has some. */
  readonly bodyByte: number;
  /** The first byte of the next block. */
  readonly endByte: number;
}

const terminator = 0;
const blockHeaderBytes = 4;

/** Fields at the start of a block's body, by type; the rest of the body is samples, text, or of no interest. */
const fieldBytes: Readonly<Record<number, number>> = { 1: 2, 2: 0, 3: 3, 6: 2, 8: 4, 9: 12 };

/**
 * Takes the next block's header and fields, all at once or (where it throws) nothing. Null at the terminator and at
 * the end of the source. @throws AudioFileError; `interrupted` under the cursor's signal
 */
export async function takeVocBlock(
  cursor: ByteCursor,
  extended: SampleLayout | null,
): Promise<PlacedVocBlock | null> {
  const startByte = cursor.offset;
  const [type = terminator] = await cursor.peek(1);
  if (type === terminator) {
    await cursor.skip(1);
    return null;
  }
  const head = new HeaderBytes((await cursor.peek(blockHeaderBytes)).slice(), 'little');
  if (head.bytes.length < blockHeaderBytes) {
    await cursor.skip(blockHeaderBytes);
    return null;
  }
  const place = { container, chunk: `block ${type}`, byteOffset: startByte } as const;
  const sizeBytes = head.u24(1);
  const fieldLength = fieldBytes[type] ?? 0;
  if (sizeBytes < fieldLength) {
    throw new AudioFileError(
      'malformed',
      `is ${sizeBytes} bytes long; it takes at least ${fieldLength}`,
      place,
    );
  }
  const all = await cursor.peek(blockHeaderBytes + fieldLength);
  if (all.length < blockHeaderBytes + fieldLength) {
    throw new AudioFileError('malformed', 'ends inside its fields', place);
  }
  const fields = new HeaderBytes(all.slice(blockHeaderBytes), 'little');
  const block = parseFields(type, fields, sizeBytes - fieldLength, extended, place);
  await cursor.skip(blockHeaderBytes + fieldLength);
  return { block, startByte, bodyByte: cursor.offset, endByte: startByte + blockHeaderBytes + sizeBytes };
}

function parseFields(
  type: number,
  fields: HeaderBytes,
  lengthBytes: number,
  extended: SampleLayout | null,
  place: AudioFileErrorDetails,
): VocBlock {
  switch (type) {
    case 1: {
      const own = () => vocSamples(fields.u8(1), 1, rateOfTimeConstant(fields.u8(0)), null, place);
      return { kind: 'samples', samples: extended ?? own(), lengthBytes };
    }
    case 2:
      return { kind: 'more-samples', lengthBytes };
    case 3:
      return { kind: 'silence', seconds: (fields.u16(0) + 1) / rateOfTimeConstant(fields.u8(2)) };
    case 6: {
      const count = fields.u16(0);
      return { kind: 'repeat', times: count === 0xffff ? Number.POSITIVE_INFINITY : count + 1 };
    }
    case 7:
      return { kind: 'repeat-end' };
    case 8: {
      const channels = fields.u8(3) + 1;
      const rate = 256_000_000 / (channels * (65_536 - fields.u16(0)));
      return { kind: 'extended', samples: vocSamples(fields.u8(2), channels, rate, null, place) };
    }
    case 9: {
      const samples = vocSamples(fields.u16(6), fields.u8(5), fields.u32(0), fields.u8(4), place);
      return { kind: 'samples', samples, lengthBytes };
    }
    default:
      return { kind: 'other' };
  }
}

/** Frames a second of the one-byte time constant, for one channel. */
function rateOfTimeConstant(timeConstant: number): number {
  return 1_000_000 / (256 - timeConstant);
}

const formats = {
  0: { format: 'U8', bits: 8 },
  4: { format: 'S16_LE', bits: 16 },
  6: { format: 'A_LAW', bits: 8 },
  7: { format: 'MU_LAW', bits: 8 },
} as const;

const unplayable: Readonly<Record<number, string>> = {
  1: 'Creative ADPCM of 4 bits',
  2: 'Creative ADPCM of 2.6 bits',
  3: 'Creative ADPCM of 2 bits',
  512: 'Creative ADPCM of 16 to 4 bits',
};

function vocSamples(
  codec: number,
  channels: number,
  rate: number,
  bits: number | null,
  place: AudioFileErrorDetails,
): SampleLayout {
  const known = Object.hasOwn(formats, codec) ? formats[codec as keyof typeof formats] : undefined;
  if (known === undefined) {
    const name = unplayable[codec];
    if (name === undefined) throw new AudioFileError('malformed', `VOC has no encoding ${codec}`, place);
    const hint = 'convert it first, e.g. with ffmpeg';
    throw new AudioFileError('unsupported', `this VOC file holds ${name}, which ALSA cannot play`, {
      ...place,
      hint,
    });
  }
  if (bits !== null && bits !== known.bits) {
    const text = `says ${bits} bits a sample; its encoding ${codec} has ${known.bits}`;
    throw new AudioFileError('malformed', text, place);
  }
  checkChannels(channels, place);
  const framesPerSecond = Math.round(rate);
  checkRate(framesPerSecond, place);
  return { format: known.format, channels, framesPerSecond, channelMap: null, validBits: null };
}
