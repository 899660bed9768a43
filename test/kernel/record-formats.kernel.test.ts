// Every sample format and channel count of the Loopback, recorded bit for bit, together and channel by channel.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bytesOfFrames, parseSampleFormat, type SampleFormat } from '../../src/audio/sample-format.js';
import { kernelTest, runAlsats } from './rig/index.js';
import { assertHeard, folder, patternOf, recordFarSide } from './rig/recorded.js';

/** Two recorders share a thread here, and an emulated processor. */
const longBuffer = ['--buffer-time', '2000000'];

/** What of a format's bytes reaches the other side: padding bits need not. */
function meaningful(format: SampleFormat, bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  const pad = { S24_LE: 3, S24_BE: 0 }[format as string];
  if (pad !== undefined) for (let i = pad; i < copy.length; i += 4) copy[i] = 0;
  return copy;
}

kernelTest(
  'every format and channel count that aplay plays is recorded bit for bit',
  { timeoutMs: 400_000 },
  async (t) => {
    const { stdout } = await runAlsats(['record', '--dump-hw-params', '-D', 'hw:Loopback,1,0']);
    const listed = /^FORMAT: *(.*)$/m.exec(stdout.toString())?.[1]?.trim().split(/\s+/) ?? [];
    const formats = listed.flatMap((name) => (name.startsWith('DSD') ? [] : (parseSampleFormat(name) ?? [])));
    assert.ok(formats.includes('S16_LE') && formats.length >= 6, `the Loopback offers ${listed.join(' ')}`);
    const cases = formats.flatMap((format) =>
      Array.from({ length: 8 }, (_, i) => ({ format, rateHz: 48_000, channels: i + 1 })),
    );
    // Each worker has a subdevice of its own; more of them than processors would disturb each other.
    await Promise.all(
      [0, 1].map(async (subdevice) => {
        for (let shape = cases.shift(); shape !== undefined; shape = cases.shift()) {
          const frameBytes = bytesOfFrames(shape.format, shape.channels) ?? 0;
          const sound = patternOf(4801 * frameBytes, shape.channels);
          const path = join(folder, `grid-${subdevice}.raw`);
          await recordFarSide(shape, sound, [...longBuffer, path], { subdevice });
          // The Loopback never copies a sound during all of which the emulated machine stood still.
          for (let tries = 1; tries < 4 && readFileSync(path).every((byte) => byte === 0); tries++) {
            await recordFarSide(shape, sound, [...longBuffer, path], { subdevice });
          }
          const name = `${shape.format}, ${shape.channels} channels`;
          const [heard, played] = [readFileSync(path), sound].map((bytes) => meaningful(shape.format, bytes));
          assertHeard(heard!, played!, frameBytes, name);
        }
      }),
    );
    t.diagnostic(`formats: ${formats.join(' ')}`);
  },
);

kernelTest('channels are recorded to files of their own', {}, async () => {
  for (const channels of [1, 2, 5]) {
    const shape = { format: 'S32_LE', rateHz: 48_000, channels };
    const sound = patternOf(4801 * 4 * channels, 7);
    const base = join(folder, `channel-${channels}`);
    const names = Array.from({ length: channels }, (_, i) => (channels === 1 ? base : `${base}.${i}`));
    await recordFarSide(shape, sound, ['-I', base]);
    const files = names.map((name) => readFileSync(name));
    const frames = files[0]!.length / 4;
    const joined = Buffer.alloc(frames * 4 * channels);
    files.forEach((file, channel) => {
      assert.equal(file.length, frames * 4);
      for (let i = 0; i < frames; i++) file.copy(joined, (i * channels + channel) * 4, i * 4, i * 4 + 4);
    });
    assertHeard(joined, sound, 4 * channels, `${channels} channels`);
  }
});
