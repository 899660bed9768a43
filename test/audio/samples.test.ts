import { describe, expect, it } from 'vitest';
import {
  type SampleFormat,
  sampleFormatNames,
  sampleFormats,
  silencePattern,
} from '../../src/audio/sample-format.js';
import { carriesSamples, createSampleCodec, decodeLevels, encodeLevels } from '../../src/audio/samples.js';
import { AlsatsError } from '../../src/error.js';
import { atOddOffset, randomBytes, seededRandom } from './random.js';

const formats = sampleFormatNames.filter(carriesSamples);
const integerFormats = formats.filter((name) => /^(un)?signed$/.test(sampleFormats[name].encoding));

function decodeAll(format: SampleFormat, bytes: Uint8Array): number[] {
  const codec = createSampleCodec(format);
  const values = new Float64Array(bytes.length / codec.bytesPerSample);
  codec.decode(bytes, 0, 1, values.length, values);
  return [...values];
}

function encodeAll(format: SampleFormat, values: readonly number[]): { bytes: number[]; saturated: number } {
  const codec = createSampleCodec(format);
  const bytes = new Uint8Array(values.length * codec.bytesPerSample);
  const saturated = codec.encode(bytes, 0, 1, values.length, Float64Array.from(values));
  return { bytes: [...bytes], saturated };
}

/** Half a step of the G.711 segment that a level lies in: 1/32 of its lower end, which in µ-law is 132 steps lower. */
function lawHalfStep(level: number): number {
  return Math.max((Math.abs(level) + 132 / 32768) / 32, 8 / 32768);
}

/** Reads one integer sample with BigInt arithmetic, sharing nothing with the code under test. */
function naiveInteger(format: SampleFormat, bytes: Uint8Array): number {
  const { widthBits, endian, encoding } = sampleFormats[format];
  const ordered = endian === 'big' ? [...bytes] : [...bytes].reverse();
  const raw = ordered.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  const width = BigInt(widthBits as number);
  const low = BigInt.asUintN(Number(width), raw);
  return Number(encoding === 'signed' ? BigInt.asIntN(Number(width), low) : low - (1n << (width - 1n)));
}

describe('which formats carry samples', () => {
  it('are the linear, float and law ones', () => {
    expect(formats).toHaveLength(36);
    for (const format of [
      'IMA_ADPCM',
      'MPEG',
      'SPECIAL',
      'DSD_U8',
      'DSD_U32_BE',
      'IEC958_SUBFRAME_LE',
    ] as const) {
      expect(carriesSamples(format)).toBe(false);
      expect(() => createSampleCodec(format)).toThrow(AlsatsError);
    }
  });
});

describe('known bytes', () => {
  it.each<[SampleFormat, number[], number]>([
    ['S8', [0x80], -128],
    ['U8', [0x80], 0],
    ['U8', [0xff], 127],
    ['S16_LE', [0x34, 0x12], 0x1234],
    ['S16_BE', [0x80, 0x00], -32768],
    ['U16_LE', [0x00, 0x00], -32768],
    ['U16_BE', [0x80, 0x01], 1],
    ['S24_LE', [0xff, 0xff, 0xff, 0xff], -1],
    ['S24_LE', [0xff, 0xff, 0xff, 0x00], -1],
    ['S24_BE', [0x7f, 0x7f, 0xff, 0xff], 8388607],
    ['U24_LE', [0x01, 0x00, 0x80, 0x00], 1],
    ['S32_LE', [0x00, 0x00, 0x00, 0x80], -2147483648],
    ['U32_BE', [0xff, 0xff, 0xff, 0xff], 2147483647],
    ['S20_LE', [0x00, 0x00, 0x08, 0x00], -524288],
    ['U20_BE', [0x00, 0x08, 0x00, 0x02], 2],
    ['S24_3LE', [0x01, 0x02, 0x83], -8191487],
    ['S24_3BE', [0x01, 0x02, 0x83], 66179],
    ['S20_3LE', [0xff, 0xff, 0x07], 524287],
    ['S18_3BE', [0x02, 0x00, 0x00], -131072],
    ['U18_3LE', [0x00, 0x00, 0x02], 0],
    ['FLOAT_LE', [0x00, 0x00, 0x80, 0xbf], -1],
    ['FLOAT64_BE', [0x40, 0, 0, 0, 0, 0, 0, 0], 2],
    ['MU_LAW', [0xff], 0],
    ['MU_LAW', [0x7f], -0],
    ['MU_LAW', [0x00], -32124],
    ['MU_LAW', [0x80], 32124],
    ['A_LAW', [0xd5], 8],
    ['A_LAW', [0x55], -8],
    ['A_LAW', [0x2a], -32256],
    ['A_LAW', [0xaa], 32256],
  ])('%s %j is %d', (format, bytes, value) => {
    expect(decodeAll(format, Uint8Array.from(bytes))[0]! + 0).toBe(value + 0);
  });

  it('silence decodes to zero, in A-law to its smallest value', () => {
    for (const format of formats) {
      const expected = format === 'A_LAW' ? -8 : 0;
      expect(decodeAll(format, silencePattern(format)!)[0]! + 0, format).toBe(expected);
    }
  });

  it('stores signed samples with their sign through the whole word, unsigned ones with zeros', () => {
    expect(encodeAll('S24_LE', [-1]).bytes).toEqual([0xff, 0xff, 0xff, 0xff]);
    expect(encodeAll('S20_BE', [-2]).bytes).toEqual([0xff, 0xff, 0xff, 0xfe]);
    expect(encodeAll('S18_3LE', [-1]).bytes).toEqual([0xff, 0xff, 0xff]);
    expect(encodeAll('U24_BE', [8388607]).bytes).toEqual([0x00, 0xff, 0xff, 0xff]);
    expect(encodeAll('U20_3LE', [-524288]).bytes).toEqual([0, 0, 0]);
  });

  it('rounds to the nearest step, ties to even, and saturates', () => {
    expect(
      decodeAll('S16_LE', Uint8Array.from(encodeAll('S16_LE', [0.5, 1.5, -0.5, -1.5, 2.4]).bytes)),
    ).toEqual([0, 2, 0, -2, 2]);
    for (const format of integerFormats) {
      const { fullScale } = createSampleCodec(format);
      const loud = encodeAll(format, [
        fullScale,
        1e300,
        Number.POSITIVE_INFINITY,
        -fullScale - 1,
        -1e300,
        Number.NaN,
      ]);
      expect(loud.saturated, format).toBe(5);
      expect(decodeAll(format, Uint8Array.from(loud.bytes)), format).toEqual([
        fullScale - 1,
        fullScale - 1,
        fullScale - 1,
        -fullScale,
        -fullScale,
        0,
      ]);
      expect(encodeAll(format, [fullScale - 0.6, -fullScale - 0.4]).saturated, format).toBe(0);
    }
  });
});

describe('every format', () => {
  it.each(integerFormats)('%s agrees with BigInt arithmetic, aligned or not', (format) => {
    const random = seededRandom(1);
    const { bytesPerSample } = createSampleCodec(format);
    const bytes = randomBytes(random, bytesPerSample * 257);
    const expected = Array.from({ length: 257 }, (_, i) =>
      naiveInteger(format, bytes.subarray(i * bytesPerSample, (i + 1) * bytesPerSample)),
    );
    expect(decodeAll(format, bytes)).toEqual(expected);
    for (const offset of [1, 2, 3]) expect(decodeAll(format, atOddOffset(bytes, offset))).toEqual(expected);
  });

  it.each(formats)('%s: decode(encode(x)) is within half a step', (format) => {
    const random = seededRandom(2);
    const levels = Array.from({ length: 2000 }, () => random() * 2 - 1);
    const decoded = decodeLevels(format, encodeLevels(format, levels));
    const { encoding, widthBits } = sampleFormats[format];
    levels.forEach((level, i) => {
      const error = Math.abs((decoded[i] as number) - level);
      if (encoding === 'float') expect(error).toBeLessThanOrEqual(2 ** -25);
      else if (encoding.endsWith('law')) expect(error).toBeLessThanOrEqual(lawHalfStep(level));
      // At most one whole step at +1.0, which integers do not have.
      else
        expect(error).toBeLessThanOrEqual(
          (level > 1 - 2 ** (1 - widthBits!) ? 1 : 0.5) * 2 ** (1 - widthBits!),
        );
    });
  });

  it.each(formats)('%s: encode(decode(bytes)) keeps every value', (format) => {
    const random = seededRandom(3);
    const { bytesPerSample } = createSampleCodec(format);
    const bytes =
      bytesPerSample === 1
        ? Uint8Array.from({ length: 256 }, (_, i) => i)
        : Uint8Array.from(
            encodeAll(
              format,
              Array.from({ length: 500 }, () => (random() - 0.5) * 2000),
            ).bytes,
          );
    const again = encodeAll(format, decodeAll(format, bytes));
    expect(again.saturated).toBe(0);
    // µ-law has two zeros, of which encoding makes the positive one.
    const expected =
      format === 'MU_LAW' ? [...bytes].map((byte) => (byte === 0x7f ? 0xff : byte)) : [...bytes];
    expect(again.bytes).toEqual(expected);
  });

  it.each(formats)('%s: strides touch only their own channel, at any offset', (format) => {
    const codec = createSampleCodec(format);
    const random = seededRandom(4);
    const channels = 3;
    const plain = randomBytes(random, codec.bytesPerSample * channels * 50);
    const values = Float64Array.from({ length: 50 }, () => Math.round((random() - 0.5) * codec.fullScale));
    for (const bytes of [Uint8Array.from(plain), atOddOffset(plain, 1), atOddOffset(plain, 2)]) {
      codec.encode(bytes, 1, channels, 50, values);
      const read = new Float64Array(50);
      codec.decode(bytes, 1, channels, 50, read);
      if (!codec.format.endsWith('LAW'))
        expect([...read].map((v) => v + 0)).toEqual([...values].map((v) => v + 0));
      for (let i = 0; i < plain.length; i++) {
        if (Math.floor(i / codec.bytesPerSample) % channels !== 1) expect(bytes[i]).toBe(plain[i]);
      }
    }
  });

  it('follows a stream through buffers of its own', () => {
    const codec = createSampleCodec('S16_LE');
    const value = new Float64Array(1);
    for (const [sample, length] of [
      [1, 2],
      [2, 8],
      [3, 2],
    ] as const) {
      const bytes = new Uint8Array(length);
      bytes[0] = sample;
      codec.decode(bytes, 0, 1, 1, value);
      expect(value[0]).toBe(sample);
    }
  });
});

describe('G.711 encoding', () => {
  it('changes codes at the decision values of the standard', () => {
    const decide = (format: SampleFormat, values: number[]): number[] =>
      decodeAll(format, Uint8Array.from(encodeAll(format, values).bytes)).map((value) => value + 0);
    expect(decide('MU_LAW', [3, 4, -3, -4, 123, 124, 379, 380, 32635])).toEqual([
      0, 8, 0, -8, 120, 132, 372, 396, 32124,
    ]);
    expect(decide('A_LAW', [0, -1, 15, 16, 255, 256, 511, 512, -512, 32767])).toEqual([
      8, -8, 8, 24, 248, 264, 504, 528, -528, 32256,
    ]);
  });

  it('counts only what lies beyond 16 bits as saturated', () => {
    expect(encodeAll('A_LAW', [32767, -32768]).saturated).toBe(0);
    expect(encodeAll('MU_LAW', [32767, -32768, 32768, -32769]).saturated).toBe(2);
  });
});
