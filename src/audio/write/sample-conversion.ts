/**
 * Turns samples into the format they are stored in, without loss: other byte order, other sign convention, fewer
 * bytes, bits moved to the top. Every loop writes to memory of its own, so no sample handed in is changed.
 */

import { type SampleFormat, sampleFormats } from '../sample-format.js';
import { machineIsLittleEndian } from '../sample-view.js';

/**
 * Converts samples. `source` starts with the first one, at any offset of its buffer; `target` starts with its place
 * and lies at a multiple of four in its buffer.
 */
export type SampleConversion = (source: Uint8Array, target: Uint8Array, samples: number) => void;

/**
 * What turns samples of one format into those of another that holds all their values. Null where they are the same.
 *
 * @throws RangeError where the other does not hold them: the caller has chosen it wrongly
 */
export function createConversion(from: SampleFormat, to: SampleFormat): SampleConversion | null {
  if (from === to) return null;
  const source = sampleFormats[from];
  const target = sampleFormats[to];
  const sourceBytes = (source.physicalBits as number) / 8;
  const targetBytes = (target.physicalBits as number) / 8;
  const swaps = (source.endian ?? target.endian) !== (target.endian ?? source.endian);
  if (isLinear(from) && isLinear(to)) {
    const shift = targetBytes * 8 - (source.widthBits as number);
    const flips = source.encoding !== target.encoding;
    if (sourceBytes === targetBytes && shift === 0 && targetBytes !== 3) {
      return sameWidth(targetBytes, swaps, flips, target.endian);
    }
    if (shift >= 0 && targetBytes === 3 && sourceBytes >= 3) {
      return toTriplets(sourceBytes, source.endian === 'big', target.endian === 'big', shift, flips);
    }
  } else if (source.encoding === target.encoding && sourceBytes === targetBytes && swaps) {
    return sameWidth(targetBytes, true, false, target.endian);
  }
  throw new RangeError(`${to} does not hold ${from}`);
}

function isLinear(format: SampleFormat): boolean {
  const { encoding } = sampleFormats[format];
  return encoding === 'signed' || encoding === 'unsigned';
}

/** Copies, and then works in place: both steps are the fastest there are. */
function sameWidth(
  sampleBytes: number,
  swaps: boolean,
  flips: boolean,
  targetEndian: 'little' | 'big' | null,
): SampleConversion {
  const signByte = targetEndian === 'big' ? 0 : sampleBytes - 1;
  const flipWord = flips ? signWord(sampleBytes, signByte) : 0;
  return (source, target, samples) => {
    const bytes = samples * sampleBytes;
    target.set(bytes === source.length ? source : source.subarray(0, bytes));
    if (swaps) swap(target, bytes, sampleBytes);
    if (!flips) return;
    const words = new Uint32Array(target.buffer, target.byteOffset, bytes >> 2);
    for (let i = 0; i < words.length; i++) words[i] = (words[i] as number) ^ flipWord;
    for (let at = (bytes & ~3) + signByte; at < bytes; at += sampleBytes) {
      target[at] = (target[at] as number) ^ 0x80;
    }
  };
}

/** Four bytes of samples with only their sign bits set, as the machine reads them. */
function signWord(sampleBytes: number, signByte: number): number {
  const bytes = new Uint8Array(4);
  for (let at = signByte; at < 4; at += sampleBytes) bytes[at] = 0x80;
  return new Uint32Array(bytes.buffer)[0] as number;
}

function swap(target: Uint8Array, bytes: number, sampleBytes: number): void {
  const buffer = Buffer.from(target.buffer, target.byteOffset, bytes);
  if (sampleBytes === 2) buffer.swap16();
  else if (sampleBytes === 4) buffer.swap32();
  else buffer.swap64();
}

/** Three or four bytes to three. */
function toTriplets(
  sourceBytes: number,
  sourceIsBig: boolean,
  targetIsBig: boolean,
  shift: number,
  flips: boolean,
): SampleConversion {
  const flip = flips ? 0x80_0000 : 0;
  const low = sourceIsBig ? sourceBytes - 1 : 0;
  const middle = sourceIsBig ? sourceBytes - 2 : 1;
  const high = sourceIsBig ? sourceBytes - 3 : 2;
  const targetLow = targetIsBig ? 2 : 0;
  const targetHigh = targetIsBig ? 0 : 2;
  const bytewise: SampleConversion = (source, target, samples) => {
    let from = 0;
    let to = 0;
    for (let sample = 0; sample < samples; sample++, from += sourceBytes, to += 3) {
      const word =
        (source[from + low] as number) |
        ((source[from + middle] as number) << 8) |
        ((source[from + high] as number) << 16);
      const stored = (word << shift) ^ flip;
      target[to + targetLow] = stored;
      target[to + 1] = stored >> 8;
      target[to + targetHigh] = stored >> 16;
    }
  };
  const isWordwise = sourceBytes === 4 && !sourceIsBig && !targetIsBig && machineIsLittleEndian;
  return isWordwise ? packedTriplets(shift, flip, bytewise) : bytewise;
}

/** Four samples of four bytes to three words at a time, where they are aligned: what 24-bit devices give. */
function packedTriplets(shift: number, flip: number, bytewise: SampleConversion): SampleConversion {
  return (source, target, samples) => {
    const quads = source.byteOffset % 4 === 0 ? samples >> 2 : 0;
    const words = new Uint32Array(source.buffer, source.byteOffset - (source.byteOffset % 4), quads * 4);
    const packed = new Uint32Array(target.buffer, target.byteOffset, quads * 3);
    for (let quad = 0, from = 0, to = 0; quad < quads; quad++, from += 4, to += 3) {
      const a = ((words[from] as number) << shift) ^ flip;
      const b = ((words[from + 1] as number) << shift) ^ flip;
      const c = ((words[from + 2] as number) << shift) ^ flip;
      const d = ((words[from + 3] as number) << shift) ^ flip;
      packed[to] = (a & 0xff_ffff) | (b << 24);
      packed[to + 1] = ((b >>> 8) & 0xffff) | (c << 16);
      packed[to + 2] = ((c >>> 16) & 0xff) | (d << 8);
    }
    const done = quads * 4;
    if (done < samples) bytewise(source.subarray(done * 4), target.subarray(done * 3), samples - done);
  };
}
