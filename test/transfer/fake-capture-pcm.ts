/**
 * A capture device made of numbers, for recorders: its clock is advanced by the test, and each frame is the moment it
 * was captured at, so that what was recorded tells what is missing. States and errors are those of alsa-lib 1.2.8.
 */

import { AlsaError } from '../../src/alsa/error.js';
import type { PcmState } from '../../src/alsa/pcm/names.js';
import type { PcmSetup } from '../../src/alsa/pcm/setup.js';
import { POLLERR, POLLIN } from '../../src/alsa/poll.js';
import { bytesOfFrames } from '../../src/audio/sample-format.js';
import type { CaptureBackend, CapturePcm, ConfiguredCapture } from '../../src/transfer/capture-backend.js';
import type { CaptureClock } from '../../src/transfer/capture-clock.js';
import type { CaptureWishes } from '../../src/transfer/capture-parameters.js';
import type { StreamSpec } from '../../src/transfer/stream-parameters.js';
import { errno } from './fake-pcm.js';

type Call = 'close' | 'open' | 'configure' | 'read' | 'start' | 'prepare' | 'resume' | 'avail' | 'status';

export interface FakeCaptureOptions {
  readonly bufferFrames?: number;
  readonly periodFrames?: number;
  /** What `resume` does: goes on, after so many "not yet", or cannot at all. */
  readonly resume?: number | 'unsupported';
  /** Whether frames are there as soon as they are asked for. */
  readonly unpaced?: boolean;
  /** What frame `moment` holds; its number and 1 by default. */
  readonly sample?: (moment: number) => number;
}

const MS_PER_FRAME = 1 / 8;

/** Both the device, the way to open it, and its clock: 8 frames a millisecond. */
export class FakeCapturePcm implements CapturePcm, CaptureBackend<FakeCapturePcm>, CaptureClock {
  readonly name = 'fake';
  setup: PcmSetup | null = null;
  state: PcmState = 'OPEN';
  isOpen = false;
  readonly log: string[] = [];
  /** Errors that the next calls of a function fail with; `null` lets one through. */
  readonly failures = new Map<Call, (number | null)[]>();
  /** What every read fails with. */
  readAlwaysFails: number | null = null;
  stampsTime = true;
  /** Its clock goes on in the machine's sleep: the first look at it afterwards finds an overrun. */
  runsOverAsleep = false;
  resumes: number | 'unsupported';
  reads = 0;
  waits = 0;
  /** Wakes whoever waits at once and always, with these bits. */
  storm = 0;
  /** Frames since the beginning of time. */
  moment = 0;
  /** Frames the machine slept. */
  sleptFrames = 0;
  readonly #bufferFrames: number;
  readonly #periodFrames: number;
  readonly #unpaced: boolean;
  readonly #sample: (moment: number) => number;
  #buffer: number[] = [];
  #triggerMoment = 0;
  #ready: ((events: number) => void) | null = null;

  constructor(options: FakeCaptureOptions = {}) {
    this.#bufferFrames = options.bufferFrames ?? 1000;
    this.#periodFrames = options.periodFrames ?? 250;
    this.#unpaced = options.unpaced ?? false;
    this.#sample = options.sample ?? ((moment) => moment + 1);
    this.resumes = options.resume ?? 0;
  }

  // --- what a test does to it ---

  /** Lets so many frames' time pass. */
  advance(frames: number, { unnoticed = false } = {}): void {
    for (let i = 0; i < frames; i++) {
      if (this.state === 'RUNNING') this.#capture();
      this.moment += 1;
    }
    if (!unnoticed) this.#wakeIfReady();
  }

  /** The machine sleeps for so long. */
  sleep(frames: number): void {
    this.state = 'SUSPENDED';
    this.sleptFrames += frames;
    this.moment += frames;
    this.#wakeIfReady();
  }

  unplug(): void {
    this.state = 'DISCONNECTED';
    this.#wakeIfReady();
  }

  fail(call: Call, ...errnos: (number | null)[]): void {
    this.failures.set(call, errnos);
  }

  get bufferedFrames(): number {
    return this.#buffer.length;
  }

  // --- the clock ---

  monotonicMs(): number {
    return (this.moment - this.sleptFrames) * MS_PER_FRAME;
  }

  wallMs(): number {
    return this.moment * MS_PER_FRAME;
  }

  // --- the backend ---

  open(): FakeCapturePcm {
    this.#step('open');
    if (this.isOpen) throw new AlsaError('snd_pcm_open', errno.EBUSY);
    this.isOpen = true;
    this.state = 'OPEN';
    return this;
  }

  choose(_pcm: FakeCapturePcm, { format, channels, framesPerSecond }: CaptureWishes): StreamSpec {
    return {
      format: format ?? 'S32_LE',
      channels: channels ?? 1,
      framesPerSecond: framesPerSecond ?? 8000,
      channelMap: null,
    };
  }

  configure(_pcm: FakeCapturePcm, spec: StreamSpec): ConfiguredCapture {
    this.#step('configure');
    const frameBytes = bytesOfFrames(spec.format, spec.channels)!;
    this.setup = {
      access: 'RW_INTERLEAVED',
      format: spec.format,
      channels: spec.channels,
      framesPerSecond: spec.framesPerSecond,
      periodFrames: this.#periodFrames,
      bufferFrames: this.#bufferFrames,
      frameBytes,
    };
    this.state = 'PREPARED';
    return {
      setup: this.setup,
      read: (bytes, frames, firstFrame) => this.#read(bytes, frames, firstFrame, spec.channels),
      arm: (ready) => this.#arm(ready),
      disarm: () => {
        this.#ready = null;
      },
      close: () => {
        this.#ready = null;
      },
    };
  }

  // --- the PCM ---

  close(): void {
    this.isOpen = false;
    this.#step('close');
    this.setup = null;
    this.#buffer = [];
    this.state = 'OPEN';
  }

  hwFree(): void {
    this.setup = null;
  }

  prepare(): void {
    this.#step('prepare');
    if (this.state === 'DISCONNECTED') throw new AlsaError('snd_pcm_prepare', errno.ENODEV);
    this.#buffer = [];
    this.state = 'PREPARED';
  }

  start(): void {
    this.#step('start');
    if (this.state === 'DISCONNECTED') throw new AlsaError('snd_pcm_start', errno.ENODEV);
    if (this.state !== 'PREPARED') throw new AlsaError('snd_pcm_start', errno.EBADFD);
    this.state = 'RUNNING';
    this.#triggerMoment = this.moment;
  }

  drop(): void {
    this.state = 'SETUP';
  }

  resume(): boolean {
    this.#step('resume');
    if (this.state === 'DISCONNECTED') throw new AlsaError('snd_pcm_resume', errno.ENODEV);
    if (this.resumes === 'unsupported') throw new AlsaError('snd_pcm_resume', errno.ENOSYS);
    if (this.resumes > 0) {
      this.resumes -= 1;
      return false;
    }
    this.state = 'RUNNING';
    return true;
  }

  avail(): number {
    this.#step('avail');
    if (this.runsOverAsleep) {
      this.state = 'XRUN';
      throw new AlsaError('snd_pcm_avail', errno.EPIPE);
    }
    return this.#buffer.length;
  }

  status(): { availFrames: number; timeNs: bigint; triggerTimeNs: bigint } {
    this.#step('status');
    if (this.state === 'DISCONNECTED') throw new AlsaError('snd_pcm_status', errno.ENODEV);
    const toNs = (moment: number) => (this.stampsTime ? BigInt(moment * 125_000 + 1_000_000) : 0n);
    return {
      availFrames: this.#buffer.length,
      timeNs: toNs(this.moment),
      triggerTimeNs: toNs(this.#triggerMoment),
    };
  }

  getChmap(): null {
    return null;
  }

  setChmap(): void {
    throw new AlsaError('snd_pcm_set_chmap', errno.ENOSYS);
  }

  #capture(): void {
    this.#buffer.push(this.moment);
    if (this.#buffer.length < this.#bufferFrames) return;
    this.state = 'XRUN';
    this.#triggerMoment = this.moment + 1;
  }

  #read(bytes: Uint8Array, frames: number, firstFrame: number, channels: number): number {
    this.reads += 1;
    if (this.readAlwaysFails !== null) throw new AlsaError('snd_pcm_readi', this.readAlwaysFails);
    this.#failAsTold('read', 'snd_pcm_readi');
    const refusals: Partial<Record<PcmState, number>> = {
      OPEN: errno.EBADFD,
      SETUP: errno.EBADFD,
      XRUN: errno.EPIPE,
      SUSPENDED: errno.ESTRPIPE,
      DISCONNECTED: errno.ENODEV,
    };
    const refusal = refusals[this.state];
    if (refusal !== undefined) throw new AlsaError('snd_pcm_readi', refusal);
    if (this.#unpaced) {
      this.#buffer = Array.from({ length: frames }, (_, i) => this.moment + i);
      this.moment += frames;
    }
    const moments = this.#buffer.splice(0, frames);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    moments.forEach((moment, frame) => {
      for (let channel = 0; channel < channels; channel++) {
        view.setInt32(((firstFrame + frame) * channels + channel) * 4, this.#sample(moment), true);
      }
    });
    return moments.length;
  }

  #arm(ready: (events: number) => void): void {
    if (this.#ready !== null) throw new Error('armed twice');
    this.waits += 1;
    this.#ready = ready;
    if (this.#events() !== 0) setImmediate(() => this.#wakeIfReady());
  }

  #events(): number {
    if (this.storm !== 0) return this.storm;
    if (this.state === 'RUNNING') return this.#buffer.length >= this.#periodFrames ? POLLIN : 0;
    return this.state === 'PREPARED' ? 0 : POLLIN | POLLERR;
  }

  #wakeIfReady(): void {
    const ready = this.#ready;
    const events = this.#events();
    if (ready === null || events === 0) return;
    this.#ready = null;
    ready(events);
  }

  #step(name: Call): void {
    this.log.push(name);
    this.#failAsTold(name, `snd_pcm_${name}`);
  }

  #failAsTold(call: Call, func: string): void {
    const failure = this.failures.get(call)?.shift();
    if (failure !== undefined && failure !== null) throw new AlsaError(func, failure);
  }
}
