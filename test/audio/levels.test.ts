import { describe, expect, it } from 'vitest';
import { LevelMeter } from '../../src/audio/levels.js';
import { sampleFormatNames } from '../../src/audio/sample-format.js';
import { carriesSamples, createSampleCodec, decodeLevels, encodeLevels } from '../../src/audio/samples.js';
import { atOddOffset, randomBytes, seededRandom } from './random.js';

const formats = sampleFormatNames.filter(carriesSamples);

describe('LevelMeter', () => {
  it('refuses what is no number of channels', () => {
    for (const channels of [0, -1, 1.5, Number.NaN, 65_537, { length: 2 ** 31 }, 'two'])
      expect(() => new LevelMeter('S16_LE', channels as number)).toThrow('whole number from 1 to 65536');
  });

  it('supports exactly the formats that carry samples', () => {
    expect(LevelMeter.supports('S24_3BE')).toBe(true);
    expect(LevelMeter.supports('IMA_ADPCM')).toBe(false);
    expect(LevelMeter.supports('DSD_U8')).toBe(false);
    expect(LevelMeter.supports('IEC958_SUBFRAME_LE')).toBe(false);
    expect(() => new LevelMeter('MPEG', 2)).toThrow(/carries no single samples/);
  });

  it('reads a full-scale sine as 0 dB peak and −3.01 dB RMS', () => {
    const frames = 4800;
    const levels = Array.from({ length: frames }, (_, n) => Math.sin((2 * Math.PI * n) / 48));
    for (const format of ['S16_LE', 'S32_BE', 'U24_3LE', 'FLOAT_LE', 'FLOAT64_BE'] as const) {
      const meter = new LevelMeter(format, 1);
      meter.measure(encodeLevels(format, levels), frames);
      const [level] = meter.take();
      expect(level!.peakDb, format).toBeCloseTo(0, 3);
      expect(level!.rmsDb, format).toBeCloseTo(-3.0103, 3);
    }
  });

  it('reads silence as −Infinity and starts afresh after take', () => {
    const meter = new LevelMeter('S16_LE', 2);
    const silence = { peak: 0, rms: 0, peakDb: -Infinity, rmsDb: -Infinity, clippedSamples: 0 };
    expect(meter.take()).toEqual([silence, silence]);
    meter.measure(encodeLevels('S16_LE', [0.5, 0.25]), 1);
    const [left, right] = meter.take();
    expect(left!.peak).toBe(0.5);
    expect(right!.peakDb).toBeCloseTo(-12.04, 2);
    meter.measure(new Uint8Array(400), 100);
    expect(meter.take()).toEqual([silence, silence]);
  });

  it('counts each sample at full scale, in every format', () => {
    for (const format of formats) {
      const { fullScale, maximum } = createSampleCodec(format);
      const top = Number.isFinite(maximum) ? maximum / fullScale : 1;
      const meter = new LevelMeter(format, 2);
      // Left: both ends of the scale, twice. Right: well below.
      meter.measure(encodeLevels(format, [top, 0.5, -1, -0.5, top, 0, 0.1, 0.9]), 4);
      const [left, right] = meter.take();
      expect([left!.clippedSamples, left!.peak, right!.clippedSamples], format).toEqual([3, 1, 0]);
    }
  });

  it('lets floats go beyond full scale and keeps NaN and infinities out of the levels', () => {
    const meter = new LevelMeter('FLOAT_LE', 1);
    meter.measure(encodeLevels('FLOAT_LE', [2, -2, 2, -2]), 4);
    expect(meter.take()[0]).toMatchObject({ peak: 2, rms: 2, clippedSamples: 4 });
    meter.measure(encodeLevels('FLOAT_LE', [Number.NaN, 0.5, Number.POSITIVE_INFINITY, -0.5]), 4);
    expect(meter.take()[0]).toMatchObject({ peak: 0.5, rms: 0.5, clippedSamples: 2 });
  });

  it.each(formats)('%s agrees with a naive meter over blocks of any length and offset', (format) => {
    const random = seededRandom(7);
    for (const channels of [1, 2, 5]) {
      const { bytesPerSample } = createSampleCodec(format);
      const frameBytes = bytesPerSample * channels;
      const frames = 1500;
      const bytes = format.startsWith('FLOAT')
        ? encodeLevels(
            format,
            Float64Array.from({ length: frames * channels }, () => random() * 2.2 - 1.1),
          )
        : randomBytes(random, frames * frameBytes);
      const meter = new LevelMeter(format, channels);
      for (let done = 0; done < frames; ) {
        const count = Math.min(frames - done, 1 + Math.floor(random() * 1400));
        meter.measure(atOddOffset(bytes.subarray(done * frameBytes), done % 4), count);
        done += count;
      }
      const levels = decodeLevels(format, bytes);
      meter.take().forEach((level, channel) => {
        const mine = levels.filter((_, i) => i % channels === channel);
        const peak = mine.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
        const rms = Math.sqrt(mine.reduce((sum, value) => sum + value * value, 0) / frames);
        // The largest positive integer is one step short of 1, but reads as 1; the laws end a little earlier.
        expect(level.peak).toBeGreaterThanOrEqual(peak);
        expect(level.peak - peak).toBeLessThanOrEqual(format.endsWith('LAW') ? 0.02 : 1 / 128);
        expect(level.rms).toBeCloseTo(rms, 9);
      });
    }
  });

  it('refuses a buffer that is too short', () => {
    expect(() => new LevelMeter('S16_LE', 2).measure(new Uint8Array(7), 2)).toThrow(RangeError);
  });
});
