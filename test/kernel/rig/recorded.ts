// Sound for recorders on the Loopback, and what is in their files. Apart from the rig's index, since the program is
// bundled with it.
//
// The Loopback zeroes the start of the last piece it copies when a stream drains, so that silence is played after
// whatever is to be compared.
import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bytesOfFrames, type SampleFormat } from '../../../src/audio/sample-format.js';
import { type Outside, processOutside } from '../../../src/commands/outside.js';
import { runProgram } from '../../../src/commands/program.js';
import { eventsOf } from './alsats.js';
import { type LoopbackFormat, trimSilence } from './loopback.js';
import { type Peer, runPeer, startPeer } from './peer.js';
import { type Substream, waitForState } from './substream.js';
import { until } from './until.js';

export const folder = mkdtempSync(join(tmpdir(), 'alsats-record-'));
export const stereo = { format: 'S16_LE', rateHz: 48_000, channels: 2 } as const;
export const FRAME_BYTES = 4;
/** Silence that is played behind each sound. */
const SILENT_FRAMES = 33_600;
const TRIES = 4;

/** The end of the Loopback that records what is played to the same subdevice of the other one. */
export function loopbackIn(subdevice = 0): Substream {
  return { card: 'Loopback', device: 1, subdevice, direction: 'capture' };
}

/** Bytes without silent frames and without a period: loss, doubling and shift all show. */
export function patternOf(bytes: number, seed = 1): Buffer {
  const pattern = Buffer.alloc(bytes);
  for (let i = 0, state = seed; i < bytes; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    pattern[i] = (state >>> 24) | 1;
  }
  return pattern;
}

export const rawArgs = ({ format, rateHz, channels }: LoopbackFormat) => [
  ...['-f', format, '-r', String(rateHz), '-c', String(channels)],
];

/** A raw file with `sound`, and so much silence behind it that the driver's last copy is of that alone. */
export function soundFile(name: string, sound: Buffer, shape: LoopbackFormat): string {
  const path = join(folder, name);
  const frameBytes = bytesOfFrames(shape.format as SampleFormat, shape.channels) ?? 0;
  writeFileSync(path, Buffer.concat([sound, Buffer.alloc(SILENT_FRAMES * frameBytes)]));
  return path;
}

/** aplay on the far side. Where the sound is short, all of it is in the buffer before it starts. */
export function startFarSide(path: string, shape: LoopbackFormat, subdevice = 0): Peer {
  const device = ['-D', `hw:Loopback,0,${subdevice}`, '--buffer-time=4000000'];
  return startPeer('aplay', ['-q', ...device, '-t', 'raw', ...rawArgs(shape), path]);
}

export async function farSideEnds(peer: Peer): Promise<void> {
  const { status, stderr } = await peer.result;
  assert.equal(status, 0, stderr);
  // A far side that was late itself says nothing about what was recorded.
  assert.doesNotMatch(stderr, /underrun/, 'the player itself was late');
}

/** Records in this process, as a command, until stopped. A start of Node takes longer than the sound lasts. */
export class RecordingHere {
  readonly status: Promise<number>;
  readonly #signals = new EventEmitter();
  #said = '';

  constructor(args: readonly string[]) {
    const quiet = { isTTY: false, on: () => {}, off: () => {} };
    const write = (text: string, done?: () => void) => {
      this.#said += text;
      done?.();
    };
    const sink = { ...quiet, write };
    const outside = { ...processOutside(), stdout: sink, stderr: sink, signals: this.#signals };
    this.status = runProgram(['record', '--json', ...args], '0', outside as unknown as Outside);
  }

  get said(): string {
    return this.#said;
  }

  async stop(): Promise<void> {
    this.#signals.emit('SIGINT');
    assert.equal(await this.status, 0, this.#said);
    const end = eventsOf(this.#said).at(-1);
    if (end?.overruns !== 0) throw new Error(`the recorder itself was late: ${JSON.stringify(end)}`);
  }

  split(): void {
    this.#signals.emit('SIGUSR1');
  }
}

export interface FarSideOptions {
  readonly subdevice?: number;
  /** Called before each try: what one that came late has written must not be taken for another's. */
  readonly before?: () => void | Promise<void>;
  readonly meanwhile?: (recording: RecordingHere) => Promise<void>;
}

/** Records what aplay plays on the far side, into files by `args`. */
export async function recordFarSide(
  shape: LoopbackFormat,
  sound: Buffer,
  args: readonly string[],
  { subdevice = 0, before = () => {}, meanwhile = async () => {} }: FarSideOptions = {},
): Promise<void> {
  for (let tries = 1; ; tries++) {
    await before();
    const recording = new RecordingHere([
      ...['-D', `hw:Loopback,1,${subdevice}`, '--period-time', '50000'],
      ...[...rawArgs(shape), ...args],
    ]);
    await Promise.race([waitForState(loopbackIn(subdevice), 'RUNNING'), recording.status]);
    try {
      try {
        const far = startFarSide(soundFile(`far-${subdevice}.raw`, sound, shape), shape, subdevice);
        await meanwhile(recording);
        await farSideEnds(far);
      } finally {
        await recording.stop();
      }
      return;
    } catch (error) {
      if (tries === TRIES || !/itself was late/.test(String(error))) throw error;
    }
  }
}

/**
 * What was recorded is silence, what was played, and silence again. Behind that the driver may go on in what the
 * player's buffer held before, where its timer is late.
 */
export function assertHeard(recorded: Buffer, sound: Buffer, frameBytes: number, what: string): void {
  const fromStart = trimSilence(recorded, frameBytes);
  const heard = fromStart.subarray(0, sound.length);
  const behind = fromStart.subarray(sound.length, sound.length + 1000 * frameBytes);
  const isSilent = behind.every((byte) => byte === 0);
  if (heard.equals(sound) && isSilent) return;
  const differs = heard.findIndex((byte, i) => byte !== sound[i]);
  const later = differs < 0 ? -1 : sound.indexOf(heard.subarray(differs + 4096, differs + 4160));
  assert.fail(
    `${what}: ${recorded.length} bytes, ${fromStart.length} of them sound, where ${sound.length} were played` +
      `${isSilent ? '' : ' and silence'}; the first difference is at byte ${differs}; 4096 behind it is what was at ${later}`,
  );
}

/** Samples of a WAVE file with the short header. */
export function waveData(path: string): Buffer {
  const bytes = readFileSync(path);
  const at = bytes.indexOf('data', 12);
  assert.equal(bytes.readUInt32LE(at + 4), bytes.length - at - 8, `the header of ${path} is not up to date`);
  return bytes.subarray(at + 8);
}

export async function soxFrames(path: string, { isComplete = true } = {}): Promise<number> {
  const { status, stdout, stderr } = await runPeer('sox', ['--i', '-s', path]);
  assert.equal(status, 0, stderr);
  if (isComplete) assert.equal(stderr, '');
  return Number(stdout.toString());
}

/** Waits until so much is recorded. */
export async function waitForSeconds(recorder: Peer, seconds: number, timeoutMs = 20_000): Promise<void> {
  const isRecorded = () =>
    eventsOf(recorder.stdout).some(({ positionSeconds }) => Number(positionSeconds) >= seconds);
  await until(`${seconds} s to be recorded`, isRecorded, timeoutMs);
}
