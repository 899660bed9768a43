// Sound for the Loopback, and what is heard of it. Apart from the rig's index, since the program is bundled with it.
import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bytesOfFrames, type SampleFormat } from '../../../src/audio/sample-format.js';
import { type Outside, processOutside } from '../../../src/commands/outside.js';
import { runProgram } from '../../../src/commands/program.js';
import { LoopbackCapture, type LoopbackFormat, trimSilence } from './loopback.js';

export const folder = mkdtempSync(join(tmpdir(), 'alsats-play-'));
// Where the exact end matters, the buffer is much longer than the sound (rig/loopback.ts).
export const LONG_BUFFER = ['--buffer-time', '4000000'];
const RECORDER_TRIES = 4;

/** Bytes without two equal neighbours and without silent frames: loss, doubling and shift all show. */
export function patternOf(bytes: number, seed = 1): Buffer {
  const pattern = Buffer.alloc(bytes);
  for (let i = 0, state = seed; i < bytes; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    pattern[i] = (state >>> 24) | 1;
  }
  return pattern;
}

/** Silence to play after a sound: what the Loopback spoils when a stream drains is then silent already. */
export function silenceFile(shape: LoopbackFormat): string {
  const path = join(folder, `silence-${shape.format}-${shape.channels}.raw`);
  const bytes = bytesOfFrames(shape.format as SampleFormat, shape.channels, shape.rateHz / 2) ?? 0;
  writeFileSync(path, Buffer.alloc(bytes));
  return path;
}

/**
 * Plays raw files and silence after them into one subdevice of the Loopback, and gives what arecord heard without the
 * silence around it. Whatever came between the files, or was added to one, would show.
 */
export async function heardOf(
  shape: LoopbackFormat,
  args: readonly string[],
  subdevice = 0,
): Promise<Buffer> {
  for (let tries = 1; ; tries++) {
    try {
      return await heardOnce(shape, args, subdevice);
    } catch (error) {
      // A recorder that was late itself says nothing about what was played.
      if (tries === RECORDER_TRIES || !/recorder itself/.test(String(error))) throw error;
    }
  }
}

async function heardOnce(shape: LoopbackFormat, args: readonly string[], subdevice: number): Promise<Buffer> {
  const capture = await LoopbackCapture.start(shape, subdevice);
  const device = ['-q', '-D', `hw:Loopback,0,${subdevice}`, ...LONG_BUFFER];
  await playHere([...device, ...rawArgs(shape), ...args, silenceFile(shape)]);
  const heard = await capture.finish();
  const frameBytes = bytesOfFrames(shape.format as SampleFormat, shape.channels) ?? 0;
  return trimSilence(heard, frameBytes);
}

/** Runs the command in this process: under emulation a start of Node costs more than the sound lasts. */
async function playHere(args: readonly string[]): Promise<void> {
  let said = '';
  const sink = { ...quietStream, write: (text: string) => (said += text) };
  const outside = { ...processOutside(), stdout: sink, stderr: sink } as unknown as Outside;
  const status = await runProgram(['play', ...args], '0', outside);
  assert.equal(status, 0, said);
}

const quietStream = { isTTY: false, on: () => {}, off: () => {} };

export const rawArgs = ({ format, rateHz, channels }: LoopbackFormat) => [
  // Without -t, what is no WAVE file is taken as raw samples of this format.
  ...['-f', format, '-r', String(rateHz), '-c', String(channels)],
];
