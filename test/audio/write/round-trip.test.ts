/** Every kind of file with every format it can hold and 1 to 8 channels, read back by our own reader. */

import { describe, expect, it } from 'vitest';
import { bytesOfFrames, type SampleFormat, sampleFormatNames } from '../../../src/audio/sample-format.js';
import { carriesSamples } from '../../../src/audio/samples.js';
import { type WritableFileType, writableFileTypes } from '../../../src/audio/write/file-type.js';
import { storedFormatOf } from '../../../src/audio/write/stored-format.js';
import { readBytes, readFlowing } from '../file/read-all.js';
import { fileOf, levelsOf, noise, specOf, storableFormats } from './sound.js';

const frames = 51;

const containers: Readonly<Record<WritableFileType, readonly string[]>> = {
  wav: ['wave'],
  rf64: ['rf64'],
  w64: ['w64'],
  au: ['au'],
  aiff: ['aiff', 'aifc'],
  raw: ['raw'],
};

async function expectRoundTrip(
  type: WritableFileType,
  format: SampleFormat,
  channels: number,
): Promise<void> {
  const spec = specOf(format, channels);
  const sound = noise(format, frames * channels, channels);
  const bytes = await fileOf(spec, sound, { type });
  const stored = storedFormatOf(type, format);
  const raw = { format: stored.format, channels, framesPerSecond: 48_000 };
  const options = type === 'raw' ? { type, raw } : undefined;
  for (const read of [readBytes, readFlowing]) {
    const { info, data, warnings } = await read(bytes, options);
    expect(warnings).toEqual([]);
    expect(containers[type]).toContain(info.container);
    expect(info).toMatchObject({ ...raw, channelMap: null, validBits: stored.validBits });
    if (read === readBytes) expect(info.frames).toBe(frames);
    expect(Buffer.compare(asBytes(levelsOf(info.format, data)), asBytes(levelsOf(format, sound)))).toBe(0);
  }
}

function asBytes(levels: Float64Array): Uint8Array {
  return new Uint8Array(levels.buffer);
}

describe.each(writableFileTypes)('a file of type %s', (type) => {
  it.each(storableFormats)('gives back %s in 1 to 8 channels', async (format) => {
    for (let channels = 1; channels <= 8; channels++) await expectRoundTrip(type, format, channels);
  });

  it('holds 256 channels and any rate', async () => {
    const spec = specOf('S16_LE', 256, { framesPerSecond: 768_000 });
    const sound = noise('S16_LE', 256 * 3);
    const bytes = await fileOf(spec, sound, { type });
    const raw = { format: 'S16_LE', channels: 256, framesPerSecond: 768_000 } as const;
    const { info, data } = await readBytes(bytes, type === 'raw' ? { type, raw } : undefined);
    expect(info).toMatchObject({ channels: 256, framesPerSecond: 768_000, frames: 3 });
    expect(levelsOf(info.format, data)).toEqual(levelsOf('S16_LE', sound));
  });
});

describe('what carries no single samples', () => {
  const others = sampleFormatNames.filter((format) => !carriesSamples(format));

  it.each(writableFileTypes.filter((type) => type !== 'raw'))('is refused for %s', (type) => {
    for (const format of others) {
      expect(() => storedFormatOf(type, format)).toThrowError(
        expect.objectContaining({
          kind: 'unsupported',
          message: expect.stringContaining(`cannot hold ${format}`),
        }),
      );
    }
  });

  it('is kept as it is in raw files, if it has a size', async () => {
    for (const format of others) {
      const bytes = Uint8Array.from({ length: 8 }, (_, index) => index * 31);
      const spec = specOf(format, 2);
      if (bytesOfFrames(format, 2) === null) {
        await expect(fileOf(spec, bytes, { type: 'raw' })).rejects.toMatchObject({ kind: 'unsupported' });
      } else {
        expect(await fileOf(spec, bytes, { type: 'raw' })).toEqual(bytes);
      }
    }
  });
});
