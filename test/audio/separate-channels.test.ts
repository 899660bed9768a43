import { describe, expect, it } from 'vitest';
import { openAudioFile } from '../../src/audio/file/open.js';
import type { AudioReader } from '../../src/audio/reader.js';
import type { SampleFormat } from '../../src/audio/sample-format.js';
import { SeparateChannels } from '../../src/audio/separate-channels.js';
import { type ByteSource, memorySource } from '../../src/file/byte-source.js';
import { patternBytes } from './file/header-bytes.js';
import { flowing, readAll } from './file/read-all.js';
import { seededRandom } from './random.js';

function open(
  source: ByteSource,
  { format = 'S16_LE' as SampleFormat, channels = 1, framesPerSecond = 8000 } = {},
) {
  return openAudioFile(source, { type: 'raw', raw: { format, channels, framesPerSecond } });
}

/** One frame after the other, one sample of each channel. */
function woven(channels: readonly Uint8Array[], sampleBytes: number, frames: number): Buffer {
  const parts: Uint8Array[] = [];
  for (let frame = 0; frame < frames; frame++)
    for (const channel of channels)
      parts.push(channel.subarray(frame * sampleBytes, (frame + 1) * sampleBytes));
  return Buffer.concat(parts);
}

describe.each([1, 2, 3, 8])('%i channels', (count) => {
  const lengths = Array.from({ length: count }, (_, i) => 40_000 + ((i * 7) % 5) * 100);
  const data = lengths.map((frames, i) => patternBytes(frames * 2, i + 1));
  const expected = woven(data, 2, Math.min(...lengths));

  it('of files end with the shortest, and go to any frame', async () => {
    const channels = await Promise.all(data.map((bytes) => open(memorySource(bytes))));
    const reader = new SeparateChannels(channels);
    expect(reader.info).toMatchObject({ channels: count, frames: 40_000, channelMap: null });
    expect(reader).toMatchObject({ frameBytes: 2 * count, seekable: true });
    expect(Buffer.from(await readAll(reader, 20_011)).equals(expected)).toBe(true);
    const random = seededRandom(count);
    for (let i = 0; i < 20; i++) {
      const frame = Math.floor(random() * 40_500);
      reader.seek(frame);
      const target = new Uint8Array(101 * reader.frameBytes);
      const frames = reader.readSync(target);
      expect(frames).toBe(Math.max(0, Math.min(101, 40_000 - frame)));
      const from = frame * reader.frameBytes;
      expect(
        Buffer.from(target.subarray(0, frames * reader.frameBytes)).equals(
          expected.subarray(from, from + frames * reader.frameBytes),
        ),
      ).toBe(true);
    }
  });

  it('of pipes that deliver as they like stay together', async () => {
    const channels = await Promise.all(data.map((bytes, i) => open(flowing(bytes, 501 + 977 * i))));
    const reader = new SeparateChannels(channels);
    expect(reader.info.frames).toBeNull();
    expect(reader.seekable).toBe(false);
    expect(Buffer.from(await readAll(reader, 5003)).equals(expected)).toBe(true);
  });
});

it('refuses channels that do not belong together', async () => {
  const bytes = patternBytes(240);
  const first = await open(memorySource(bytes));
  const pairWith = async (kind: Parameters<typeof open>[1]): Promise<AudioReader[]> => [
    first,
    await open(memorySource(bytes), kind),
  ];
  const cases = [
    [{ channels: 2 }, 'the file of channel 1 has 2 channels itself'],
    [{ format: 'S24_3LE' as const }, 'the file of channel 1 is S24_3LE, but the first one S16_LE'],
    [{ framesPerSecond: 16_000 }, 'the file of channel 1 has a rate of 16000 Hz, but the first one 8000 Hz'],
  ] as const;
  for (const [kind, message] of cases) {
    const channels = await pairWith(kind);
    expect(() => new SeparateChannels(channels)).toThrow(message);
  }
});

it('gathers warnings and closes every channel', async () => {
  const channels = await Promise.all([9, 8].map((length) => open(memorySource(patternBytes(length)))));
  const reader = new SeparateChannels(channels);
  expect(reader.warnings).toHaveLength(1);
  await reader.close();
  for (const channel of channels) expect(() => channel.readSync(new Uint8Array(2))).toThrow(/closed/);
});
