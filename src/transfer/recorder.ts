/**
 * Records from one device to one file after the other. Capture is driven by the device's wake-ups and writing goes on
 * at its own pace behind a queue, so that neither ever waits for the other.
 */

import { AlsaError } from '../alsa/error.js';
import { LevelMeter } from '../audio/levels.js';
import { CaptureDevice } from './capture-device.js';
import { type IsCurrent, Phases } from './phases.js';
import type { RecorderOptions } from './recorder-options.js';
import type { RecordingEvent, RecordingProgress, RecordingReport } from './recording-events.js';
import { createRecordingParts, type RecordingParts } from './recording-parts.js';
import { progressOf, reportOf } from './recording-status.js';
import { SilentDeviceWatch } from './silent-device-watch.js';
import { goneError } from './stream-trouble.js';

/**
 * - `capturing`: the pump runs; `recovering`: from an overrun or a suspend, or the device is being taken again;
 * - `released`: others may have the device; `over`: nothing more is captured, files may still be written.
 */
type Phase = 'idle' | 'capturing' | 'recovering' | 'released' | 'over';

const TICK_MS = 100;

/** One recording. All commands may be given at any time and none throws. */
export class Recorder {
  readonly #options: RecorderOptions;
  readonly #device: CaptureDevice;
  readonly #stopping = new AbortController();
  #parts: RecordingParts | null = null;
  readonly #phases = new Phases<Phase>('idle');
  #endCapture: () => void = () => {};
  #failure: { error: unknown } | null = null;
  #endedBy: RecordingReport['endedBy'] = null;
  #paused = false;
  #isTold = false;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#device = new CaptureDevice(options);
  }

  /**
   * Records until its length is reached, there is silence, or {@link stop}; resolves once everything is in its files.
   * Call it once. No file is opened before the device has accepted what is to be recorded.
   *
   * @throws AlsatsError what ended it; what was captured until then is in complete files, see {@link report}
   */
  async run(): Promise<RecordingReport> {
    try {
      await this.#openDevice();
      if (this.#stopping.signal.aborted) return this.report();
      const warnings = this.#device.configure();
      const parts = this.#createParts();
      await this.#options.targets.check?.(parts.drain.spec);
      this.#tellStart(warnings);
      if (parts.gate?.waitsForSound !== true) await parts.drain.openFirst();
      await this.#record(parts);
    } catch (error) {
      this.#failure ??= { error };
    } finally {
      this.#phases.enter('over');
      this.#releaseDevice();
    }
    if (this.#failure !== null) throw this.#failure.error;
    return this.report();
  }

  get isPaused(): boolean {
    return this.#paused;
  }

  /** Measures what is captured; null without `meter`, or where the format has no samples. */
  get levelMeter(): LevelMeter | null {
    return this.#parts?.intake.meter ?? null;
  }

  /** Where the recording stands; null before its start was told. */
  progress(): RecordingProgress | null {
    return this.#parts === null || !this.#isTold ? null : progressOf(this.#parts, this.#device.setup);
  }

  /** What is in the files so far. */
  report(): RecordingReport {
    return reportOf(this.#parts, this.#parts === null ? null : this.#device.setup, this.#endedBy);
  }

  /** Ends the recording: what was captured up to now is written, then {@link run} resolves. */
  stop(): void {
    this.#stopping.abort();
    if (this.#phases.now !== 'idle' && this.#phases.now !== 'over') this.#stopNow();
  }

  /**
   * What comes from here on goes to another file, without a frame lost between; nothing where there is no sound yet to
   * be cut. False where there can be no other file.
   */
  split(): boolean {
    if (!this.#options.targets.canSplit) return false;
    const parts = this.#parts;
    if (parts === null || this.#phases.now === 'over' || parts.intake.isWaiting) return true;
    parts.queue.markSplit(parts.queue.totalPut);
    this.#emit({ type: 'split', cause: 'user', ...parts.tally.place() });
    return true;
  }

  /** Leaves out what is captured until it is called again. */
  togglePause(): void {
    this.#paused = !this.#paused;
    const parts = this.#parts;
    if (parts === null || this.#phases.now === 'over') return;
    parts.intake.isPaused = this.#paused;
    this.#emit({ type: this.#paused ? 'pause' : 'continue', ...parts.tally.place() });
    parts.pump.onRoom();
  }

  /** Gives the device back, for the time the process is stopped. */
  releaseDevice(): void {
    if (this.#parts === null || this.#phases.now === 'over' || this.#phases.now === 'released') return;
    const { pump, tally } = this.#parts;
    pump.finish();
    this.#phases.enter('released');
    try {
      this.#device.release();
      this.#emit({ type: 'release', ...tally.place() });
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Takes the device again and goes on. */
  reacquireDevice(): void {
    if (this.#phases.now !== 'released') return;
    void this.#recoverBy(async (isCurrent) => {
      await this.#openDevice();
      // Nobody may want it any more by now.
      if (!isCurrent()) return this.#device.release();
      this.#device.configure();
      const lostFrames = this.#device.framesSinceReadOnWall();
      this.#device.start();
      this.#emit({ type: 'reacquire', ...this.#parts!.tally.loss(lostFrames) });
    });
  }

  #createParts(): RecordingParts {
    const parts = createRecordingParts(this.#options, this.#device, {
      emit: (event) => this.#emit(event),
      onEnd: () => this.#end(),
      onTrouble: (error) => this.#recover(error),
    });
    parts.intake.isPaused = this.#paused;
    this.#parts = parts;
    return parts;
  }

  #tellStart(warnings: readonly string[]): void {
    const { setup, channelMap } = this.#device;
    const waiting = this.#parts!.intake.isWaiting;
    this.#isTold = true;
    this.#emit({ type: 'start', device: this.#options.device, setup, channelMap, waiting });
    const { gainDb = 0, meter = false } = this.#options;
    for (const message of warnings) this.#emit({ type: 'warning', message });
    if (LevelMeter.supports(setup.format)) return;
    if (gainDb !== 0) this.#emit({ type: 'warning', message: `the gain has no effect on ${setup.format}` });
    if (meter) this.#emit({ type: 'warning', message: `${setup.format} has no levels` });
  }

  /** Captures and writes, side by side. */
  async #record({ drain, pump }: RecordingParts): Promise<void> {
    const captured = new Promise<void>((resolve) => {
      this.#endCapture = resolve;
    });
    const written = drain.run().catch((error) => this.#fail(error));
    const watch = new SilentDeviceWatch(pump, TICK_MS);
    const timer = setInterval(() => this.#tick(watch), TICK_MS);
    try {
      if (this.#stopping.signal.aborted) this.#stopNow();
      else if (this.#phases.now === 'idle') this.#guard(() => this.#proceed());
      // The device was given away before it began, and all may be over by now.
      else if (this.#phases.now === 'over') this.#endCapture();
      await captured;
      this.#releaseDevice();
      drain.end();
      await written;
    } finally {
      clearInterval(timer);
      pump.halt();
    }
  }

  async #openDevice(): Promise<void> {
    if (this.#device.isOpen) return;
    const open = () => this.#device.open();
    const { openDevice } = this.#options;
    if (openDevice === undefined) open();
    else {
      try {
        await openDevice(open, this.#stopping.signal);
      } catch (error) {
        if (!this.#stopping.signal.aborted) throw error;
      }
    }
  }

  /** One that went away may not even be closed without an error. The files come first. */
  #releaseDevice(): void {
    try {
      this.#device.release();
    } catch (error) {
      this.#failure ??= { error };
    }
  }

  #proceed(): void {
    this.#device.start();
    this.#phases.enter('capturing');
    this.#parts!.pump.start();
  }

  #stopNow(): void {
    this.#endedBy ??= 'stop';
    this.#end();
  }

  /** Nothing more is captured; what the device has by now still is. */
  #end(): void {
    if (this.#phases.now === 'over') return;
    const { pump, intake } = this.#parts!;
    if (this.#phases.now === 'capturing') pump.finish();
    pump.halt();
    pump.endLoss();
    this.#endedBy ??= intake.endedBy;
    this.#phases.enter('over');
    this.#endCapture();
  }

  /** Ends the recording with an error. */
  #fail(error: unknown): void {
    const isGone = error instanceof AlsaError && error.kind === 'disconnected';
    this.#failure ??= { error: isGone ? goneError(this.#options.device, error) : error };
    if (this.#phases.now === 'over') return;
    this.#parts?.pump.halt();
    this.#parts?.pump.endLoss();
    this.#phases.enter('over');
    this.#endCapture();
  }

  /** Runs a step; what the device throws is recovered from, or ends the recording. */
  #guard(step: () => void): void {
    try {
      step();
    } catch (error) {
      this.#recover(error);
    }
  }

  #recover(error: unknown): void {
    void this.#recoverBy((isCurrent) => this.#parts!.recovery.of(error, isCurrent));
  }

  async #recoverBy(way: (isCurrent: IsCurrent) => Promise<void>): Promise<void> {
    if (this.#phases.now === 'over') return;
    this.#parts!.pump.halt();
    const isCurrent = this.#phases.enter('recovering');
    try {
      await way(isCurrent);
      if (!isCurrent()) return;
      // What was lost may have been the end of it.
      if (this.#parts!.intake.endedBy !== null) this.#end();
      else this.#guard(() => this.#proceed());
    } catch (error) {
      if (isCurrent()) this.#fail(error);
    }
  }

  #emit(event: RecordingEvent): void {
    try {
      this.#options.onEvent(event);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Looks after what no wake-up tells. */
  #tick(watch: SilentDeviceWatch): void {
    this.#parts!.drain.tick();
    if (this.#phases.now !== 'capturing') return;
    this.#guard(() => {
      const { pcm } = this.#device;
      if (pcm.state === 'DISCONNECTED') throw goneError(pcm.name);
      const message = watch.look();
      if (message !== null) this.#emit({ type: 'warning', message });
    });
  }
}
