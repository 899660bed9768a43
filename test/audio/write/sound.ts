/** Sounds to write, and what is in them. */

import { type SampleFormat, sampleFormats } from '../../../src/audio/sample-format.js';
import { createSampleCodec, decodeLevels } from '../../../src/audio/samples.js';
import { type AudioWriterOptions, openAudioWriter } from '../../../src/audio/write/open.js';
import type { AudioSpec, AudioWriter } from '../../../src/audio/writer.js';
import { randomBytes, seededRandom } from '../random.js';
import { MemoryFile } from './memory-file.js';

/** Formats that files other than raw ones hold. */
export const storableFormats = (Object.keys(sampleFormats) as SampleFormat[]).filter((format) =>
  ['signed', 'unsigned', 'float', 'a-law', 'mu-law'].includes(sampleFormats[format].encoding),
);

export function specOf(format: SampleFormat, channels: number, more: Partial<AudioSpec> = {}): AudioSpec {
  return { format, channels, framesPerSecond: 48_000, channelMap: null, ...more };
}

/** Noise over the whole range, with the extremes first, as bytes of the format. No float is NaN. */
export function noise(format: SampleFormat, samples: number, seed = 1): Uint8Array {
  const codec = createSampleCodec(format);
  const random = seededRandom(seed);
  const isFloat = Number.isFinite(codec.maximum) === false;
  const values = Float64Array.from({ length: samples }, (_, index) => {
    if (isFloat) return [1, -1, 0, -0, 1.5, 1e-20][index] ?? random() * 2 - 1;
    const { minimum, maximum } = codec;
    return [minimum, maximum, 0, -1, 1][index] ?? Math.round(minimum + random() * (maximum - minimum));
  });
  const bytes = new Uint8Array(samples * codec.bytesPerSample);
  codec.encode(bytes, 0, 1, samples, values);
  return withForeignBits(format, bytes, random);
}

/** In formats with fewer bits than bytes, devices leave anything in the bits above. */
function withForeignBits(format: SampleFormat, bytes: Uint8Array, random: () => number): Uint8Array {
  const { widthBits, physicalBits, endian, encoding } = sampleFormats[format];
  if (encoding === 'float' || widthBits === null || physicalBits === null || widthBits === physicalBits)
    return bytes;
  const sampleBytes = physicalBits / 8;
  for (let at = 0; at < bytes.length; at += sampleBytes) {
    for (let bit = widthBits; bit < physicalBits; bit++) {
      const index = at + (endian === 'big' ? sampleBytes - 1 - (bit >> 3) : bit >> 3);
      const mask = 1 << (bit & 7);
      bytes[index] = ((bytes[index] as number) & ~mask) | (random() < 0.5 ? mask : 0);
    }
  }
  return bytes;
}

/** Levels are the same in every format that holds them, to the last bit. */
export function levelsOf(format: SampleFormat, bytes: Uint8Array): Float64Array {
  return decodeLevels(format, bytes);
}

/** Writes a sound in pieces of whole frames whose sizes differ from call to call. */
export async function writeInPieces(
  writer: AudioWriter,
  sound: Uint8Array,
  seed = 1,
  mostFrames = 23,
): Promise<void> {
  const random = seededRandom(seed);
  for (let at = 0; at < sound.length; ) {
    const bytes = (1 + Math.floor(random() * mostFrames)) * writer.frameBytes;
    // The array may be used again, so it is.
    const piece = sound.slice(at, at + bytes);
    await writer.write(piece);
    piece.set(randomBytes(random, piece.length));
    at += bytes;
  }
}

/** The bytes of a whole file. */
export async function fileOf(
  spec: AudioSpec,
  sound: Uint8Array,
  options: AudioWriterOptions,
): Promise<Uint8Array> {
  const file = new MemoryFile();
  const writer = await openAudioWriter({ file }, spec, options);
  await writeInPieces(writer, sound);
  await writer.finish();
  return file.bytes;
}
