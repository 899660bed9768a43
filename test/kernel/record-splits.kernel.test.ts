// Recordings in several files: put together, the pieces are what was played.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { kernelTest } from './rig/index.js';
import {
  assertHeard,
  type FarSideOptions,
  FRAME_BYTES,
  folder,
  patternOf,
  recordFarSide,
  stereo,
  waveData,
} from './rig/recorded.js';

const sound = patternOf(3 * 48_000 * FRAME_BYTES, 13);

/** Records `played` in pieces, looks that they are the whole, and gives their samples. */
async function piecesOf(
  name: string,
  args: readonly string[],
  { played = sound, ...options }: FarSideOptions & { played?: Buffer } = {},
): Promise<Buffer[]> {
  const path = join(folder, `${name}.wav`);
  const written = () => readdirSync(folder).filter((file) => file.startsWith(`${name}-`));
  const before = () => {
    for (const file of written()) rmSync(join(folder, file));
  };
  await recordFarSide(stereo, played, [...args, path], { ...options, before });
  assert.ok(!existsSync(path), 'the first piece has a number');
  const names = written();
  const expected = names.map((_, i) => `${name}-${String(i + 1).padStart(2, '0')}.wav`);
  assert.deepEqual(names.sort(), expected);
  const pieces = names.map((file) => waveData(join(folder, file)));
  assertHeard(Buffer.concat(pieces), played, FRAME_BYTES, name);
  return pieces;
}

kernelTest('pieces by time and by size are as long as they are to be, and the whole', {}, async () => {
  const byTime = piecesOf('timed', ['--max-file-time', '700ms'], { subdevice: 0 });
  const bySize = piecesOf('sized', ['--max-file-size', '200k'], { subdevice: 1 });
  const timed = await byTime;
  assert.ok(timed.length >= 4, `${timed.length} pieces`);
  for (const piece of timed.slice(0, -1)) assert.equal(piece.length, 33_600 * FRAME_BYTES);
  const sized = await bySize;
  assert.ok(sized.length >= 3, `${sized.length} pieces`);
  for (const [index, piece] of sized.slice(0, -1).entries()) {
    const bytes = statSync(join(folder, `sized-0${index + 1}.wav`)).size;
    assert.ok(bytes <= 200_000 && piece.length > 199_000, `${bytes} bytes, ${piece.length} of sound`);
  }
});

kernelTest('pieces by signal and by silence are the whole', {}, async () => {
  const bySignal = piecesOf('signalled', [], {
    subdevice: 0,
    meanwhile: async (recording) => {
      for (let i = 0; i < 3; i++) {
        await pause(700);
        recording.split();
      }
    },
  });
  // Two sounds with half a second of silence between; that before and behind them cuts once, too.
  const silence = Buffer.alloc(24_000 * FRAME_BYTES);
  const part = patternOf(24_000 * FRAME_BYTES, 23);
  const played = Buffer.concat([part, silence, part]);
  const bySilence = piecesOf('silent', ['--split-on-silence', '300ms'], { played, subdevice: 1 });
  assert.ok((await bySignal).length >= 4);
  const pieces = await bySilence;
  const [first, second, ...rest] = pieces;
  const frames = pieces.map(({ length }) => length / FRAME_BYTES);
  assert.ok(first !== undefined && second !== undefined && rest.length <= 1, `frames: ${frames.join(', ')}`);
  // A piece ends when it was silent for so long.
  assert.ok(first.subarray(-14_400 * FRAME_BYTES).every((byte) => byte === 0));
  assert.notEqual(first.at(-14_400 * FRAME_BYTES - 1), 0);
  assert.ok(second.subarray(0, 9600 * FRAME_BYTES).every((byte) => byte === 0));
  assert.ok(
    second
      .subarray(9600 * FRAME_BYTES)
      .subarray(0, part.length)
      .equals(part),
  );
});
