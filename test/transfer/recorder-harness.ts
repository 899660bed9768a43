/** Runs a recorder on a fake device, with files in memory whose writes a test can hold up or fail. */

import { expect } from 'vitest';
import type { AudioSpec, AudioWriter } from '../../src/audio/writer.js';
import { AlsatsError } from '../../src/error.js';
import { Recorder } from '../../src/transfer/recorder.js';
import type { RecorderOptions } from '../../src/transfer/recorder-options.js';
import type { RecordingEvent, RecordingReport } from '../../src/transfer/recording-events.js';
import type { RecordingFile, RecordingPart, RecordingTargets } from '../../src/transfer/recording-target.js';
import { FakeCapturePcm } from './fake-capture-pcm.js';

/** A file that keeps what it is given. */
export class FakeWriter implements AudioWriter {
  readonly frames: number[] = [];
  readonly storedFormat = 'S32_LE';
  readonly frameBytes = 4;
  readonly maxFrames = Number.POSITIVE_INFINITY;
  updates = 0;
  finishes = 0;
  constructor(
    readonly spec: AudioSpec,
    readonly targets: FakeTargets,
  ) {}

  get framesWritten(): number {
    return this.frames.length;
  }

  get bytesWritten(): number {
    return 44 + this.frames.length * 4;
  }

  async write(bytes: Uint8Array): Promise<void> {
    expect(bytes.length % 4).toBe(0);
    await this.targets.gate;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let i = 0; i < bytes.length; i += 4) {
      if (this.targets.roomFrames === 0) throw new AlsatsError('write-failed', 'no space left on device');
      this.targets.roomFrames -= 1;
      this.frames.push(view.getInt32(i, true));
    }
  }

  async update(): Promise<void> {
    this.updates += 1;
  }

  async finish(): Promise<void> {
    this.finishes += 1;
    if (this.targets.finishFailure !== null) throw this.targets.finishFailure;
  }
}

export class FakeTargets implements RecordingTargets {
  canSplit = true;
  isLive = true;
  readonly writers: FakeWriter[] = [];
  readonly parts: RecordingPart[] = [];
  readonly nextParts: (RecordingPart | null)[] = [];
  limitFrames: number | null = null;
  /** Frames the disk takes before it is full. */
  roomFrames = Number.POSITIVE_INFINITY;
  openFailure: Error | null = null;
  checkFailure: Error | null = null;
  /** Called while targets are checked. */
  whileChecked: () => void = () => {};
  finishFailure: Error | null = null;
  renameFailure: Error | null = null;
  /** Writes wait for it. */
  gate: Promise<void> = Promise.resolve();
  #openGate: () => void = () => {};
  #opening: Promise<void> = Promise.resolve();

  stall(): void {
    this.gate = new Promise((resolve) => {
      this.#openGate = resolve;
    });
  }

  flow(): void {
    this.#openGate();
    this.gate = Promise.resolve();
  }

  /** Lets no file be opened until what it gives is called. */
  holdOpening(): () => void {
    let open = () => {};
    this.#opening = new Promise((resolve) => {
      open = resolve;
    });
    return open;
  }

  async check(): Promise<void> {
    await Promise.resolve();
    this.whileChecked();
    if (this.checkFailure !== null) throw this.checkFailure;
  }

  async open(spec: AudioSpec, part: RecordingPart): Promise<RecordingFile> {
    await this.#opening;
    if (this.openFailure !== null) throw this.openFailure;
    const writer = new FakeWriter(spec, this);
    this.writers.push(writer);
    this.parts.push(part);
    return { name: `file ${this.writers.length}`, writer, limitFrames: this.limitFrames };
  }

  async completed(file: RecordingFile, _part: RecordingPart, next: RecordingPart | null): Promise<string> {
    expect((file.writer as FakeWriter).finishes).toBe(1);
    this.nextParts.push(next);
    if (this.renameFailure !== null) throw this.renameFailure;
    return `${file.name} done`;
  }
}

export interface RecorderHarnessOptions extends Partial<RecorderOptions> {
  readonly pcm?: FakeCapturePcm;
}

export class RecorderHarness {
  readonly pcm: FakeCapturePcm;
  readonly targets = new FakeTargets();
  readonly recorder: Recorder;
  readonly events: RecordingEvent[] = [];
  report: RecordingReport | null = null;
  error: unknown = null;
  #done: Promise<void> | null = null;

  constructor({ pcm = new FakeCapturePcm(), ...options }: RecorderHarnessOptions = {}) {
    this.pcm = pcm;
    this.recorder = new Recorder({
      device: 'fake',
      open: {},
      buffer: {},
      backend: pcm,
      clock: pcm,
      wishes: { canStore: () => true },
      targets: this.targets,
      queue: { bytes: 40_000 },
      ...options,
      onEvent: (event) => {
        this.events.push(event);
        options.onEvent?.(event);
      },
    });
  }

  /** Starts the recording and waits until the device runs, or it has ended. */
  async start(): Promise<void> {
    this.#done = this.recorder.run().then(
      (report) => {
        this.report = report;
      },
      (error) => {
        this.error = error;
      },
    );
    let ended = false;
    void this.#done.then(() => {
      ended = true;
    });
    await this.until(() => ended || this.pcm.state === 'RUNNING' || this.pcm.log.includes('start'));
  }

  /** Lets sound come in, period by period, and everything due run in between. */
  async play(frames: number, stepFrames = 250): Promise<void> {
    for (let left = frames; left > 0; left -= stepFrames) {
      this.pcm.advance(Math.min(left, stepFrames));
      await turns(3);
    }
  }

  /** Waits for the end. */
  async end(): Promise<void> {
    await this.#done;
  }

  async stop(): Promise<void> {
    this.recorder.stop();
    await this.end();
  }

  async until(condition: () => boolean): Promise<void> {
    const deadline = performance.now() + 8000;
    while (!condition()) {
      if (performance.now() > deadline) {
        const seen = this.events.map(({ type }) => type).join(' ');
        throw new Error(`waited too long; device ${this.pcm.state}, events ${seen}`, { cause: this.error });
      }
      await turns(1);
    }
  }

  /** What each file holds: the moments in it as `from-to`, silence as `silence×count`. */
  get recorded(): string[][] {
    return this.targets.writers.map(({ frames }) => partsOf(frames));
  }

  get eventTypes(): string[] {
    return this.events.map(({ type }) => type);
  }

  event<T extends RecordingEvent['type']>(type: T): Extract<RecordingEvent, { type: T }> {
    const found = this.events.find((event) => event.type === type);
    if (found === undefined) throw new Error(`no ${type} among ${this.eventTypes.join(' ')}`);
    return found as Extract<RecordingEvent, { type: T }>;
  }
}

function partsOf(frames: readonly number[]): string[] {
  const parts: { from: number; to: number; silent: boolean }[] = [];
  for (const frame of frames) {
    const last = parts.at(-1);
    if (frame === 0 && last?.silent) last.to += 1;
    else if (frame === 0) parts.push({ from: 0, to: 1, silent: true });
    else if (last !== undefined && !last.silent && last.to === frame - 1) last.to += 1;
    else parts.push({ from: frame - 1, to: frame, silent: false });
  }
  return parts.map(({ from, to, silent }) => (silent ? `silence×${to}` : `${from}-${to}`));
}

export async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
}
