import { describe, expect, it } from 'vitest';
import {
  bytesOfFrames,
  parseSampleFormat,
  sampleFormatFromValue,
  sampleFormatNames,
  sampleFormats,
  silencePattern,
} from '../../src/audio/sample-format.js';

const rows = sampleFormatNames.map((name) => [name, sampleFormats[name]] as const);
const isLittle = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

describe('the table of sample formats', () => {
  it('has every number of snd_pcm_format_t once, in order', () => {
    const values = rows.map(([, { value }]) => value);
    const range = (from: number, to: number) =>
      Array.from({ length: to - from + 1 }, (_, index) => from + index);
    // 29 and 30 are unused.
    expect(values).toEqual([...range(0, 28), ...range(31, 52)]);
  });

  it.each(rows)('agrees with itself in %s', (name, info) => {
    expect(sampleFormatFromValue(info.value)).toBe(name);
    expect(parseSampleFormat(name.toLowerCase())).toBe(name);
    const { widthBits, physicalBits, endian, encoding } = info;
    expect(widthBits === null).toBe(physicalBits === null);
    if (widthBits !== null && physicalBits !== null) expect(widthBits).toBeLessThanOrEqual(physicalBits);
    const suffix = /(LE|BE)$/.exec(name)?.[1];
    expect(endian).toBe(suffix === undefined ? null : suffix === 'LE' ? 'little' : 'big');
    if (endian !== null) expect(physicalBits).toBeGreaterThanOrEqual(16);
    const [, letters, bits, bytes] = /^([SU])(\d+)(?:_(3))?/.exec(name) ?? [];
    if (letters !== undefined) {
      expect(encoding).toBe(letters === 'S' ? 'signed' : 'unsigned');
      expect(widthBits).toBe(Number(bits));
      expect(physicalBits).toBe(bytes === '3' ? 24 : 2 ** Math.ceil(Math.log2(Number(bits))));
    }
  });

  it.each(rows.filter(([, { endian }]) => endian === 'little'))('has the twin of %s', (name, info) => {
    const twin = parseSampleFormat(name.replace(/LE$/, 'BE'));
    expect(twin).not.toBeNull();
    expect({ ...sampleFormats[twin!], value: 0, description: '' }).toEqual({
      ...info,
      value: 0,
      description: '',
      endian: 'big',
    });
  });
});

describe('a format by name', () => {
  it.each([
    ['s16', isLittle ? 'S16_LE' : 'S16_BE'],
    ['Float', isLittle ? 'FLOAT_LE' : 'FLOAT_BE'],
    ['float64', isLittle ? 'FLOAT64_LE' : 'FLOAT64_BE'],
    ['S24_3le', 'S24_3LE'],
    ['mu_law', 'MU_LAW'],
    ['dsd_u8', 'DSD_U8'],
  ])('%s is %s', (text, name) => {
    expect(parseSampleFormat(text)).toBe(name);
  });

  it.each(['', 'S17', 'cd', 'constructor', '__proto__', 'S16_LE ', 'S16_'])('%o is none', (text) => {
    expect(parseSampleFormat(text)).toBeNull();
  });

  it('has no number outside of the table', () => {
    for (const value of [-1, 29, 30, 53, 0.5]) expect(sampleFormatFromValue(value)).toBeNull();
  });
});

describe('the bytes of frames', () => {
  it.each([
    ['S16_LE', 2, 1, 4],
    ['S24_3BE', 2, 10, 60],
    ['S24_LE', 2, 10, 80],
    ['FLOAT64_LE', 3, 1, 24],
    ['IMA_ADPCM', 2, 1, 1],
    ['IMA_ADPCM', 1, 2, 1],
    ['IMA_ADPCM', 1, 1, null],
    ['G723_24', 1, 8, null],
    ['MPEG', 2, 1, null],
    ['U8', 1, 2 ** 40, 2 ** 40],
  ] as const)('%s, %d channels, %d frames: %o', (format, channels, frames, bytes) => {
    expect(bytesOfFrames(format, channels, frames)).toBe(bytes);
  });
});

describe('silence', () => {
  it.each([
    ['S8', [0]],
    ['U8', [0x80]],
    ['S16_LE', [0, 0]],
    ['U16_LE', [0, 0x80]],
    ['U16_BE', [0x80, 0]],
    ['U24_LE', [0, 0, 0x80, 0]],
    ['U24_BE', [0, 0x80, 0, 0]],
    ['U32_BE', [0x80, 0, 0, 0]],
    ['U20_LE', [0, 0, 0x08, 0]],
    ['U20_3LE', [0, 0, 0x08]],
    ['U20_3BE', [0x08, 0, 0]],
    ['U18_3LE', [0, 0, 0x02]],
    ['FLOAT_LE', [0, 0, 0, 0]],
    ['MU_LAW', [0x7f]],
    ['A_LAW', [0x55]],
    ['DSD_U16_LE', [0x69, 0x69]],
  ] as const)('of %s is %o', (format, bytes) => {
    expect(silencePattern(format)).toEqual(Uint8Array.from(bytes));
  });

  it.each(['IMA_ADPCM', 'MPEG', 'GSM', 'SPECIAL', 'G723_24', 'G723_24_1B'] as const)(
    'there is none of %s',
    (format) => {
      expect(silencePattern(format)).toBeNull();
    },
  );

  it.each(rows)('of %s is as long as a sample', (_, info) => {
    const pattern = silencePattern(sampleFormatFromValue(info.value)!);
    if (pattern !== null) expect(pattern).toHaveLength(info.physicalBits! / 8);
  });
});
