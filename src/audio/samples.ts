/**
 * Reading and writing single samples of every format that carries them: linear signed and unsigned in 1 to 4 bytes,
 * float, A-law and µ-law, in either byte order, at any byte offset.
 *
 * A sample's **value** is a number around zero in the format's own steps: S16 and U16 go from −32768 to 32767 (the
 * offset of unsigned formats is taken out), S24 from −8388608, the laws stand on the 16-bit scale, floats are as they
 * are. `value / fullScale` is the level on a scale of ±1.
 */

import { AlsatsError } from '../error.js';
import { FloatCodec } from './float-samples.js';
import { LawCodec } from './law-samples.js';
import type { SampleCodec } from './sample-codec.js';
import { type SampleFormat, sampleFormats } from './sample-format.js';
import { TripletCodec } from './triplet-samples.js';
import { WordCodec } from './word-samples.js';

export type { SampleCodec };

/** Whether single samples of a format can be read: not so for packed (ADPCM …), DSD and IEC 958 formats. */
export function carriesSamples(format: SampleFormat): boolean {
  const { encoding } = sampleFormats[format];
  return encoding !== 'packed' && encoding !== 'dsd' && encoding !== 'iec958';
}

/** A codec for a format. @throws AlsatsError `unsupported` where the format carries no single samples. */
export function createSampleCodec(format: SampleFormat): SampleCodec {
  const { encoding, physicalBits } = sampleFormats[format];
  switch (encoding) {
    case 'signed':
    case 'unsigned':
      return physicalBits === 24 ? new TripletCodec(format) : new WordCodec(format);
    case 'float':
      return new FloatCodec(format);
    case 'mu-law':
    case 'a-law':
      return new LawCodec(format);
    default:
      throw new AlsatsError('unsupported', `${format} carries no single samples`, {
        hint: 'gain, meters and conversions need a linear, float, A-law or mu-law format',
      });
  }
}

/** Decodes all whole samples of `bytes` to levels, ±1 being full scale. @throws as {@link createSampleCodec} */
export function decodeLevels(format: SampleFormat, bytes: Uint8Array): Float64Array {
  const codec = createSampleCodec(format);
  const levels = new Float64Array(Math.floor(bytes.length / codec.bytesPerSample));
  codec.decode(bytes, 0, 1, levels.length, levels);
  for (let i = 0; i < levels.length; i++) levels[i] = (levels[i] as number) / codec.fullScale;
  return levels;
}

/**
 * Encodes levels, ±1 being full scale, to samples. In integer formats +1.0 is one step more than there is and becomes
 * the largest value. @throws as {@link createSampleCodec}
 */
export function encodeLevels(format: SampleFormat, levels: ArrayLike<number>): Uint8Array {
  const codec = createSampleCodec(format);
  const values = Float64Array.from(levels, (level) => level * codec.fullScale);
  const bytes = new Uint8Array(values.length * codec.bytesPerSample);
  codec.encode(bytes, 0, 1, values.length, values);
  return bytes;
}
