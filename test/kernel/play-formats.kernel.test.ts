// Every sample format and channel count of the Loopback, bit for bit.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bytesOfFrames, parseSampleFormat, type SampleFormat } from '../../src/audio/sample-format.js';
import { kernelTest, runAlsats } from './rig/index.js';
import { folder, heardOf, patternOf } from './rig/played.js';

/** What of a format's bytes reaches the other side: padding bits need not. */
function meaningful(format: SampleFormat, bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  const pad = { S24_LE: 3, S24_BE: 0, U24_LE: 3, U24_BE: 0 }[format as string];
  if (pad !== undefined) for (let i = pad; i < copy.length; i += 4) copy[i] = 0;
  return copy;
}

kernelTest(
  'every format and channel count reaches arecord bit for bit',
  { timeoutMs: 400_000 },
  async (t) => {
    const { stdout } = await runAlsats(['play', '--dump-hw-params', '-D', 'hw:Loopback,0,0']);
    const listed = /^FORMAT: *(.*)$/m.exec(stdout.toString())?.[1]?.trim().split(/\s+/) ?? [];
    // DSD is no sound that could be told from silence by its bytes; it has no silent frame of zeros.
    const formats = listed.flatMap((name) => (name.startsWith('DSD') ? [] : (parseSampleFormat(name) ?? [])));
    assert.ok(formats.includes('S16_LE') && formats.length >= 6, `the Loopback offers ${listed.join(' ')}`);
    const cases = formats.flatMap((format) =>
      Array.from({ length: 8 }, (_, i) => ({ format, rateHz: 48_000, channels: i + 1 })),
    );
    // Each worker has a subdevice of its own; more of them than processors would disturb each other.
    await Promise.all(
      [0, 1].map(async (subdevice) => {
        for (let shape = cases.shift(); shape !== undefined; shape = cases.shift()) {
          const frames = 4801;
          const bytes = patternOf(
            frames * (bytesOfFrames(shape.format, shape.channels) ?? 0),
            shape.channels,
          );
          // Full-range floats would be NaN and the like, which is the point: nothing may touch the bytes.
          const path = join(folder, `${subdevice}.raw`);
          writeFileSync(path, bytes);
          const heard = await heardOf(shape, [path], subdevice);
          const name = `${shape.format}, ${shape.channels} channels`;
          assert.equal(heard.length, bytes.length, name);
          assert.ok(
            meaningful(shape.format, heard).equals(meaningful(shape.format, bytes)),
            `${name}: bytes differ`,
          );
        }
      }),
    );
    t.diagnostic(`formats: ${formats.join(' ')}`);
  },
);
