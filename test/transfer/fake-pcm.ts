/**
 * A playback device made of numbers, for players: its clock is advanced by the test, it falls into xruns, sleeps and
 * goes away on command, and keeps everything it has played. States and errors are those of alsa-lib 1.2.8 on a kernel.
 */

import { AlsaError } from '../../src/alsa/error.js';
import type { PcmState } from '../../src/alsa/pcm/names.js';
import type { PcmSetup } from '../../src/alsa/pcm/setup.js';
import { POLLERR, POLLOUT } from '../../src/alsa/poll.js';
import { bytesOfFrames } from '../../src/audio/sample-format.js';
import type { ConfiguredStream, PlaybackBackend, PlaybackPcm } from '../../src/transfer/playback-backend.js';
import type { StreamSpec } from '../../src/transfer/stream-parameters.js';

export const errno = { EPIPE: 32, ESTRPIPE: 86, EBADFD: 77, ENODEV: 19, ENOSYS: 38, EBUSY: 16, EINVAL: 22 };

type Call = 'write' | 'prepare' | 'drop' | 'drain' | 'pause' | 'resume' | 'delay' | 'avail' | 'open';

export interface FakePcmOptions {
  readonly bufferFrames?: number;
  readonly periodFrames?: number;
  readonly canPause?: boolean;
  /** What `resume` does: goes on, after so many "not yet", or cannot at all. */
  readonly resume?: number | 'unsupported';
  /** Refuses a stream by throwing. */
  readonly refuses?: (spec: StreamSpec) => Error | null;
}

/** Both the device and the way to open it. Only one can be open at a time. */
export class FakePcm implements PlaybackPcm, PlaybackBackend<FakePcm> {
  readonly type = 'HW';
  readonly name = 'fake';
  setup: PcmSetup | null = null;
  state: PcmState = 'OPEN';
  isOpen = false;
  /** Every frame that was heard, as bytes. */
  readonly heard: Uint8Array[] = [];
  /** Calls in their order, with what they were about. */
  readonly log: string[] = [];
  readonly specs: StreamSpec[] = [];
  canPause: boolean;
  resumes: number | 'unsupported';
  /** Errors that the next calls of a function fail with; `null` lets one through. */
  readonly failures = new Map<Call, (number | null)[]>();
  /** Every write fails with this. */
  writeAlwaysFails: number | null = null;
  /** Wakes whoever waits at once and always, with these bits. */
  storm = 0;
  neverDrains = false;
  /** Frames taken by a write at most. */
  writeLimit = Number.POSITIVE_INFINITY;
  writes = 0;
  waits = 0;
  readonly #options: FakePcmOptions;
  readonly #bufferFrames: number;
  readonly #periodFrames: number;
  #buffer: Uint8Array[] = [];
  #asleepIn: PcmState = 'RUNNING';
  #ready: ((events: number) => void) | null = null;

  constructor(options: FakePcmOptions = {}) {
    this.#options = options;
    this.#bufferFrames = options.bufferFrames ?? 1000;
    this.#periodFrames = options.periodFrames ?? 250;
    this.canPause = options.canPause ?? true;
    this.resumes = options.resume ?? 0;
  }

  // --- what a test does to it ---

  get bufferedFrames(): number {
    return this.#buffer.length;
  }

  /** Frames heard as one piece of bytes. */
  get heardBytes(): Uint8Array {
    return new Uint8Array(Buffer.concat(this.heard));
  }

  /** Lets so many frames' time pass. */
  advance(frames: number, { unnoticed = false } = {}): void {
    if (this.state !== 'RUNNING' && this.state !== 'DRAINING') return;
    this.heard.push(...this.#buffer.splice(0, frames));
    if (this.#buffer.length === 0 && this.state === 'DRAINING') {
      if (!this.neverDrains) this.state = 'SETUP';
    } else if (this.#buffer.length === 0) this.state = 'XRUN';
    if (!unnoticed) this.#wakeIfReady();
  }

  /** An xrun on command; what is in the buffer is heard to the end, as by a real one. */
  underrun(): void {
    if (this.state === 'RUNNING') this.advance(this.#bufferFrames);
  }

  sleep(): void {
    if (this.state !== 'RUNNING' && this.state !== 'DRAINING' && this.state !== 'PREPARED') return;
    this.#asleepIn = this.state;
    this.state = 'SUSPENDED';
    this.#wakeIfReady();
  }

  unplug(): void {
    this.state = 'DISCONNECTED';
    this.#wakeIfReady();
  }

  /** Makes the next calls of a function fail. */
  fail(call: Call, ...errnos: (number | null)[]): void {
    this.failures.set(call, errnos);
  }

  // --- the backend ---

  open(): FakePcm {
    this.#step('open');
    this.#failAsTold('open', 'snd_pcm_open');
    if (this.isOpen) throw new AlsaError('snd_pcm_open', errno.EBUSY);
    this.isOpen = true;
    this.state = 'OPEN';
    return this;
  }

  configure(_pcm: FakePcm, spec: StreamSpec): ConfiguredStream {
    const refusal = this.#options.refuses?.(spec) ?? null;
    if (refusal !== null) throw refusal;
    this.#step('configure');
    this.specs.push(spec);
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
    this.#buffer = [];
    return {
      setup: this.setup,
      canPause: this.canPause,
      write: (bytes, frames, firstFrame) => this.#write(bytes, frames, firstFrame, frameBytes),
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
    this.#step('close');
    this.isOpen = false;
    this.setup = null;
    this.#buffer = [];
    this.state = 'OPEN';
  }

  hwFree(): void {
    this.#step('hwFree');
    this.setup = null;
    this.state = 'OPEN';
  }

  prepare(): void {
    this.#step('prepare');
    this.#failAsTold('prepare', 'snd_pcm_prepare');
    this.#refuseIn('snd_pcm_prepare', { OPEN: errno.EBADFD, DISCONNECTED: errno.ENODEV });
    this.#refuseIn('snd_pcm_prepare', { RUNNING: errno.EBUSY, DRAINING: errno.EBUSY });
    this.#buffer = [];
    this.state = 'PREPARED';
  }

  drop(): void {
    this.#step('drop');
    this.#failAsTold('drop', 'snd_pcm_drop');
    this.#refuseIn('snd_pcm_drop', { OPEN: errno.EBADFD, DISCONNECTED: errno.ENODEV });
    this.#buffer = [];
    this.state = 'SETUP';
  }

  drain(): boolean {
    this.#step('drain');
    this.#failAsTold('drain', 'snd_pcm_drain');
    this.#refuseIn('snd_pcm_drain', { OPEN: errno.EBADFD, DISCONNECTED: errno.ENODEV });
    this.#refuseIn('snd_pcm_drain', { SUSPENDED: errno.ESTRPIPE });
    if (this.state === 'SETUP' || this.state === 'XRUN') return true;
    if (this.#buffer.length === 0 && !this.neverDrains) {
      this.state = 'SETUP';
      return true;
    }
    this.state = 'DRAINING';
    return false;
  }

  pause(hold: boolean): void {
    this.#step(hold ? 'pause' : 'unpause');
    this.#failAsTold('pause', 'snd_pcm_pause');
    if (!this.canPause) throw new AlsaError('snd_pcm_pause', errno.ENOSYS);
    if (this.state === 'DISCONNECTED') throw new AlsaError('snd_pcm_pause', errno.ENODEV);
    if (this.state !== (hold ? 'RUNNING' : 'PAUSED')) throw new AlsaError('snd_pcm_pause', errno.EBADFD);
    this.state = hold ? 'PAUSED' : 'RUNNING';
  }

  resume(): boolean {
    this.#step('resume');
    this.#failAsTold('resume', 'snd_pcm_resume');
    if (this.state === 'DISCONNECTED') throw new AlsaError('snd_pcm_resume', errno.ENODEV);
    if (this.resumes === 'unsupported') throw new AlsaError('snd_pcm_resume', errno.ENOSYS);
    if (this.resumes > 0) {
      this.resumes -= 1;
      return false;
    }
    this.state = this.#asleepIn;
    return true;
  }

  avail(): number {
    this.#failAsTold('avail', 'snd_pcm_avail');
    this.#refuseStopped('snd_pcm_avail');
    return this.#bufferFrames - this.#buffer.length;
  }

  availUpdate(): number {
    return this.avail();
  }

  delay(): number {
    this.#failAsTold('delay', 'snd_pcm_delay');
    this.#refuseStopped('snd_pcm_delay');
    return this.#buffer.length;
  }

  availDelay(): { availFrames: number; delayFrames: number } {
    return { availFrames: this.avail(), delayFrames: this.delay() };
  }

  status(): { availFrames: number; timeNs: bigint; triggerTimeNs: bigint } {
    if (this.state === 'DISCONNECTED') throw new AlsaError('snd_pcm_status', errno.ENODEV);
    const availFrames = this.#bufferFrames - this.#buffer.length;
    return { availFrames, timeNs: 5_250_000_000n, triggerTimeNs: 5_000_000_000n };
  }

  getChmap(): null {
    return null;
  }

  setChmap(): void {
    throw new AlsaError('snd_pcm_set_chmap', errno.ENOSYS);
  }

  #write(bytes: Uint8Array, frames: number, firstFrame: number, frameBytes: number): number {
    this.writes += 1;
    if (this.writeAlwaysFails !== null) throw new AlsaError('snd_pcm_writei', this.writeAlwaysFails);
    this.#failAsTold('write', 'snd_pcm_writei');
    this.#refuseStopped('snd_pcm_writei');
    this.#refuseIn('snd_pcm_writei', { DRAINING: errno.EBADFD });
    const room = this.#bufferFrames - this.#buffer.length;
    // A short write leaves room that wakes the writer again.
    const limit = room - this.writeLimit < this.#periodFrames ? room : this.writeLimit;
    const count = Math.min(frames, limit);
    for (let i = 0; i < count; i++) {
      const start = (firstFrame + i) * frameBytes;
      this.#buffer.push(new Uint8Array(bytes.subarray(start, start + frameBytes)));
    }
    if (this.state === 'PREPARED' && this.#buffer.length >= this.#bufferFrames) this.state = 'RUNNING';
    return count;
  }

  #arm(ready: (events: number) => void): void {
    if (this.#ready !== null) throw new Error('armed twice');
    this.waits += 1;
    this.#ready = ready;
    if (this.#events() !== 0) setImmediate(() => this.#wakeIfReady());
  }

  #events(): number {
    if (this.storm !== 0) return this.storm;
    switch (this.state) {
      case 'RUNNING':
      case 'PREPARED':
        return this.#bufferFrames - this.#buffer.length >= this.#periodFrames ? POLLOUT : 0;
      case 'PAUSED':
      case 'DRAINING':
        return 0;
      default:
        return POLLOUT | POLLERR;
    }
  }

  #wakeIfReady(): void {
    const ready = this.#ready;
    const events = this.#events();
    if (ready === null || events === 0) return;
    this.#ready = null;
    ready(events);
  }

  #step(name: string): void {
    this.log.push(name);
  }

  #failAsTold(call: Call, func: string): void {
    const failure = this.failures.get(call)?.shift();
    if (failure === undefined || failure === null) return;
    // A device that says so has stopped: left running, it would refuse to be prepared.
    if (failure === errno.EPIPE && this.state === 'RUNNING') this.state = 'XRUN';
    throw new AlsaError(func, failure);
  }

  #refuseStopped(func: string): void {
    this.#refuseIn(func, { OPEN: errno.EBADFD, SETUP: errno.EBADFD, XRUN: errno.EPIPE });
    this.#refuseIn(func, { SUSPENDED: errno.ESTRPIPE, DISCONNECTED: errno.ENODEV });
  }

  #refuseIn(func: string, states: Partial<Record<PcmState, number>>): void {
    const refusal = states[this.state];
    if (refusal !== undefined) throw new AlsaError(func, refusal);
  }
}
