import { describe, expect, it } from 'vitest';
import { Excerpt, type ExcerptRange } from '../../src/audio/excerpt.js';
import { openAudioFile } from '../../src/audio/file/open.js';
import type { AudioReader } from '../../src/audio/reader.js';
import { type ByteSource, memorySource } from '../../src/file/byte-source.js';
import { streamSource } from '../../src/file/stream-source.js';
import { patternBytes } from './file/header-bytes.js';
import { flowing, readAll } from './file/read-all.js';
import { seededRandom } from './random.js';

const FRAME_BYTES = 3;
const FRAMES = 100;
const sound = patternBytes(FRAME_BYTES * FRAMES);
const part = (from: number, to: number) => sound.subarray(from * FRAME_BYTES, to * FRAME_BYTES);

function open(source: ByteSource): Promise<AudioReader> {
  return openAudioFile(source, {
    type: 'raw',
    raw: { format: 'S24_3LE', channels: 1, framesPerSecond: 8000 },
  });
}

/** What the excerpt must hold, by the plainest way to say it. */
function expected({ startFrame = 0, endFrame = FRAMES, times = 1 }: ExcerptRange): Uint8Array {
  return Buffer.concat(Array.from({ length: times }, () => part(startFrame, Math.min(endFrame, FRAMES))));
}

function readAllSync(reader: AudioReader, targetFrames: number): Uint8Array {
  const parts: Uint8Array[] = [];
  for (;;) {
    const target = new Uint8Array(targetFrames * FRAME_BYTES);
    const frames = reader.readSync(target);
    if (frames === 0) return Buffer.concat(parts);
    parts.push(target.subarray(0, frames * FRAME_BYTES));
  }
}

const ranges: ExcerptRange[] = [
  {},
  { startFrame: 10 },
  { endFrame: 10 },
  { startFrame: 10, endFrame: 11 },
  { startFrame: 90, endFrame: 1000 },
  { startFrame: FRAMES },
  { times: 3 },
  { startFrame: 99, times: 7 },
  { startFrame: 20, endFrame: 60, times: 2 },
  { startFrame: FRAMES, times: 5 },
];

describe.each(ranges)('an excerpt %j', (range) => {
  it('of a file is these frames, read either way', async () => {
    for (const targetFrames of [1, 7, 1000]) {
      const excerpt = new Excerpt(await open(memorySource(sound)), range);
      const wanted = expected(range);
      expect(excerpt.info.frames).toBe(wanted.length / FRAME_BYTES);
      expect(Buffer.from(await readAll(excerpt, targetFrames)).equals(wanted)).toBe(true);
      excerpt.seek(0);
      expect(Buffer.from(readAllSync(excerpt, targetFrames)).equals(wanted)).toBe(true);
    }
  });

  it('of a pipe is the same', async () => {
    if ((range.times ?? 1) > 1) return;
    const excerpt = new Excerpt(await open(flowing(sound)), range);
    expect(excerpt.info.frames).toBeNull();
    expect(Buffer.from(await readAll(excerpt, 7)).equals(expected(range))).toBe(true);
  });
});

it('finds its way to any frame of any repetition', async () => {
  const random = seededRandom(5);
  const range = { startFrame: 13, endFrame: 57, times: 4 };
  const wanted = expected(range);
  const total = wanted.length / FRAME_BYTES;
  const excerpt = new Excerpt(await open(memorySource(sound)), range);
  for (let i = 0; i < 300; i++) {
    const frame = Math.floor(random() * (total + 20));
    excerpt.seek(frame);
    expect(excerpt.positionFrames).toBe(Math.min(frame, total));
    const target = new Uint8Array((1 + Math.floor(random() * 70)) * FRAME_BYTES);
    const frames = i % 2 === 0 ? await excerpt.read(target) : excerpt.readSync(target);
    const from = Math.min(frame, total) * FRAME_BYTES;
    expect(frames).toBeGreaterThan(frame >= total ? -1 : 0);
    expect(Buffer.from(target.subarray(0, frames * FRAME_BYTES))).toEqual(
      Buffer.from(wanted.subarray(from, from + frames * FRAME_BYTES)),
    );
  }
});

it('may go on for ever', async () => {
  const excerpt = new Excerpt(await open(memorySource(sound)), {
    startFrame: 98,
    times: Number.POSITIVE_INFINITY,
  });
  expect(excerpt.info.frames).toBeNull();
  const target = new Uint8Array(FRAME_BYTES);
  for (let i = 0; i < 1001; i++) {
    expect(await excerpt.read(target)).toBe(1);
    expect(target).toEqual(part(98 + (i % 2), 99 + (i % 2)));
  }
  expect(excerpt.positionFrames).toBe(1001);
  const nothing = new Excerpt(await open(memorySource(sound)), {
    startFrame: 100,
    times: Number.POSITIVE_INFINITY,
  });
  expect(await nothing.read(target)).toBe(0);
});

it('goes on with a skip that was aborted', async () => {
  let more = () => {};
  const source = streamSource(
    (async function* () {
      yield part(0, 30);
      await new Promise<void>((resolve) => {
        more = resolve;
      });
      yield part(30, 100);
    })(),
  );
  const excerpt = new Excerpt(await open(source), { startFrame: 50 });
  const abort = new AbortController();
  const target = new Uint8Array(FRAME_BYTES * 10);
  const reading = excerpt.read(target, abort.signal);
  await new Promise((resolve) => setImmediate(resolve));
  abort.abort();
  await expect(reading).rejects.toMatchObject({ kind: 'interrupted' });
  more();
  expect(await excerpt.read(target)).toBe(10);
  expect(target).toEqual(part(50, 60));
});

it('refuses what cannot be', async () => {
  const file = await open(memorySource(sound));
  expect(() => new Excerpt(file, { startFrame: 5, endFrame: 5 })).toThrow(/does not lie behind/);
  const pipe = await open(flowing(sound));
  expect(() => new Excerpt(pipe, { times: 2 })).toThrow(/a pipe cannot be played more than once/);
});

it('passes on what its reader says, and closes it', async () => {
  const reader = await open(memorySource(sound.subarray(0, 100)));
  const excerpt = new Excerpt(reader, { endFrame: 4 });
  expect(excerpt.warnings).toEqual(['the last 1 bytes are no whole frame and are left out']);
  expect(excerpt).toMatchObject({ frameBytes: 3, seekable: true, info: { format: 'S24_3LE', frames: 4 } });
  await excerpt.close();
  expect(() => reader.readSync(new Uint8Array(3))).toThrow(/closed/);
});
