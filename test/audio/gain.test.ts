import { describe, expect, it } from 'vitest';
import { createGain } from '../../src/audio/gain.js';
import { sampleFormatNames, sampleFormats, silencePattern } from '../../src/audio/sample-format.js';
import { carriesSamples, createSampleCodec, decodeLevels, encodeLevels } from '../../src/audio/samples.js';
import { atOddOffset, randomBytes, seededRandom } from './random.js';

const formats = sampleFormatNames.filter(carriesSamples);
const halfDb = 20 * Math.log10(0.5);

describe('createGain', () => {
  it.each(formats)('%s: 0 dB changes no bit, not even of the spare ones', (format) => {
    const bytes = randomBytes(seededRandom(1), createSampleCodec(format).bytesPerSample * 300);
    const gained = Uint8Array.from(bytes);
    const gain = createGain(format, 3);
    expect(gain.apply(gained, 100)).toBe(0);
    gain.setGainDb(-6);
    gain.setGainDb(0);
    gain.apply(gained, 100);
    expect(gained).toEqual(bytes);
  });

  it.each(formats)('%s: −6.0206 dB halves', (format) => {
    const random = seededRandom(2);
    const levels = Array.from({ length: 3000 }, () => random() * 2 - 1);
    const bytes = atOddOffset(encodeLevels(format, levels));
    const before = decodeLevels(format, bytes);
    const gain = createGain(format, 2);
    gain.setGainDb(halfDb);
    expect(gain.apply(bytes, 1500)).toBe(0);
    const { encoding, widthBits } = sampleFormats[format];
    const step = encoding === 'float' ? 2 ** -23 : encoding.endsWith('law') ? 1 / 32 : 2 ** (1 - widthBits!);
    decodeLevels(format, bytes).forEach((level, i) => {
      expect(Math.abs(level - (before[i] as number) / 2)).toBeLessThanOrEqual(step / 2 + 1e-12);
    });
  });

  it.each(formats)('%s: −∞ dB is the silence of the format', (format) => {
    const random = seededRandom(3);
    const silence = silencePattern(format)!;
    const bytes = randomBytes(random, silence.length * 20);
    const gain = createGain(format, 2);
    gain.setGainDb(Number.NEGATIVE_INFINITY);
    gain.apply(bytes, 9);
    for (let i = 0; i < 18; i++) {
      expect(bytes.subarray(i * silence.length, (i + 1) * silence.length)).toEqual(silence);
    }
  });

  it('saturates integers and counts it; floats go beyond full scale', () => {
    const gain = createGain('S16_LE', 1);
    gain.setGainDb(12);
    const bytes = encodeLevels('S16_LE', [0.9, -0.9, 0.1, 0]);
    expect(gain.apply(bytes, 4)).toBe(2);
    expect(gain.clippedSamples).toBe(2);
    expect([...new Int16Array(bytes.buffer)]).toEqual([32767, -32768, 13046, 0]);

    const floatGain = createGain('FLOAT_LE', 1);
    floatGain.setGainDb(20);
    const floats = encodeLevels('FLOAT_LE', [0.5]);
    expect(floatGain.apply(floats, 1)).toBe(0);
    expect(new Float32Array(floats.buffer)[0]).toBe(5);
  });

  it('ramps in a straight line across calls, then stays', () => {
    const gain = createGain('FLOAT64_LE', 2);
    gain.setGainDb(Number.NEGATIVE_INFINITY, 4);
    const heard: number[] = [];
    for (const frames of [1, 2, 3]) {
      const bytes = encodeLevels('FLOAT64_LE', new Array<number>(frames * 2).fill(1));
      gain.apply(bytes, frames);
      heard.push(...new Float64Array(bytes.buffer).filter((_, i) => i % 2 === 1));
    }
    expect(heard).toEqual([0.75, 0.5, 0.25, 0, 0, 0]);
    expect(gain.gainDb).toBe(Number.NEGATIVE_INFINITY);
  });

  it('begins a new ramp where an unfinished one is', () => {
    const gain = createGain('FLOAT64_LE', 1);
    gain.setGainDb(Number.NEGATIVE_INFINITY, 4);
    gain.apply(encodeLevels('FLOAT64_LE', [1, 1]), 2);
    gain.setGainDb(0, 2);
    const bytes = encodeLevels('FLOAT64_LE', [1, 1, 1]);
    gain.apply(bytes, 3);
    expect([...new Float64Array(bytes.buffer)]).toEqual([0.75, 1, 1]);
  });

  it('ramps through many blocks without a jump', () => {
    const frames = 10_000;
    const gain = createGain('S24_3LE', 6);
    gain.setGainDb(-20, 9000);
    const bytes = encodeLevels('S24_3LE', new Array<number>(frames * 6).fill(0.5));
    gain.apply(bytes, frames);
    const heard = decodeLevels('S24_3LE', bytes).filter((_, i) => i % 6 === 5);
    for (let frame = 1; frame < frames; frame++) {
      expect(Math.abs((heard[frame] as number) - (heard[frame - 1] as number))).toBeLessThan(0.0001);
    }
    expect(heard[frames - 1]).toBeCloseTo(0.05, 6);
  });

  it('refuses what is no gain and buffers that are too short', () => {
    const gain = createGain('S16_LE', 2);
    expect(() => gain.setGainDb(Number.NaN)).toThrow(/makes no sense/);
    expect(() => gain.setGainDb(Number.POSITIVE_INFINITY)).toThrow(/makes no sense/);
    expect(() => gain.apply(new Uint8Array(7), 2)).toThrow(RangeError);
    expect(() => createGain('IMA_ADPCM', 1)).toThrow(/carries no single samples/);
  });
});
