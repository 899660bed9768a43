/** The device side of a player: a PCM set up for one kind of stream, fed from a ring of frames. */

import { AlsaError } from '../alsa/error.js';
import type { PcmIo } from '../alsa/pcm/io.js';
import { Pcm, type PcmOpenOptions } from '../alsa/pcm/pcm.js';
import type { PcmSetup } from '../alsa/pcm/setup.js';
import { Waiter } from '../alsa/waiter.js';
import { ChannelRemap } from '../audio/channel-remap.js';
import { Gain } from '../audio/gain.js';
import { LevelMeter } from '../audio/levels.js';
import type { ChannelPosition } from '../audio/reader.js';
import { sampleFormats } from '../audio/sample-format.js';
import { AlsatsError } from '../error.js';
import type { FrameRing } from './frame-ring.js';
import { type BufferWishes, configureStream, type StreamSpec } from './stream-parameters.js';

export interface PlaybackDeviceOptions {
  readonly device: string;
  readonly open: PcmOpenOptions;
  readonly buffer: BufferWishes;
  /** Order of speakers the sound comes in, where it is not the file's own. */
  readonly channelMap?: readonly ChannelPosition[] | undefined;
  readonly meter?: boolean | undefined;
}

/** A gain change takes this long, so that it does not click. */
const GAIN_RAMP_SECONDS = 0.02;
/** Time a device takes at most to answer a plausible xrun; longer ones are a clock nobody set. */
const PLAUSIBLE_XRUN_SECONDS = 3600;

export class PlaybackDevice {
  readonly #options: PlaybackDeviceOptions;
  #pcm: Pcm | null = null;
  #io: PcmIo<Uint8Array> | null = null;
  #waiter: Waiter | null = null;
  #spec: StreamSpec | null = null;
  #setup: PcmSetup | null = null;
  #canPause = false;
  #gain: Gain | null = null;
  #gainDb = 0;
  #remap: ChannelRemap | null = null;
  #meter: LevelMeter | null = null;
  #scratch = new Uint8Array(0);
  #scratchFrames = 0;

  constructor(options: PlaybackDeviceOptions) {
    this.#options = options;
  }

  get pcm(): Pcm {
    if (this.#pcm === null) throw new AlsatsError('closed', 'the playback device is not open');
    return this.#pcm;
  }

  get setup(): PcmSetup {
    if (this.#setup === null) throw new AlsatsError('closed', 'the playback device is not set up');
    return this.#setup;
  }

  get isOpen(): boolean {
    return this.#pcm !== null;
  }

  get levelMeter(): LevelMeter | null {
    return this.#meter;
  }

  get gainDb(): number {
    return this.#gainDb;
  }

  /** Opens the PCM if it is not open. Never blocks: a busy device is an error of kind `busy`. */
  open(): Pcm {
    this.#pcm ??= Pcm.open(this.#options.device, 'playback', { ...this.#options.open, nonblock: true });
    return this.#pcm;
  }

  /** Whether a stream can follow the present one without a new setup. */
  fits(spec: StreamSpec): boolean {
    const now = this.#spec;
    return (
      now !== null &&
      now.format === spec.format &&
      now.channels === spec.channels &&
      now.framesPerSecond === spec.framesPerSecond &&
      String(now.channelMap) === String(spec.channelMap)
    );
  }

  /** Opens and sets up for `spec`. @returns sentences on what could not be done and does not matter */
  configure(spec: StreamSpec): string[] {
    const pcm = this.open();
    this.#waiter?.close();
    if (pcm.setup !== null) pcm.hwFree();
    const setup = configureStream(pcm, spec, this.#options.buffer);
    this.#spec = spec;
    this.#setup = setup;
    this.#canPause = pcm.hwParamsCurrent().canPause;
    this.#io = pcm.ioBytes();
    this.#waiter = new Waiter(pcm);
    const warnings = this.#applyChannelMap(pcm, spec, setup);
    const samples = LevelMeter.supports(setup.format);
    this.#gain = samples ? new Gain(setup.format, setup.channels) : null;
    this.#gain?.setGainDb(this.#gainDb);
    this.#meter = samples && this.#options.meter ? new LevelMeter(setup.format, setup.channels) : null;
    this.#scratchFrames = Math.max(1, setup.periodFrames);
    this.#scratch = new Uint8Array(this.#scratchFrames * setup.frameBytes!);
    return warnings;
  }

  /** Releases the PCM, for the time the process is stopped; {@link configure} takes it again. */
  release(): void {
    this.#waiter = null;
    this.#io = null;
    const pcm = this.#pcm;
    this.#pcm = null;
    pcm?.close();
  }

  /** Gives the device as many frames as it takes now. @returns their number, fewer than there are once it is full */
  write(ring: FrameRing): number {
    const io = this.#io!;
    const frames = ring.takeFrames;
    const firstFrame = ring.takeIndex;
    const written =
      this.#remap === null && (this.#gain === null || this.#gainDb === 0)
        ? io.writei(ring.bytes, frames, firstFrame)
        : this.#writeProcessed(io, ring, frames, firstFrame);
    if (this.#meter !== null && written > 0) {
      const start = firstFrame * ring.frameBytes;
      this.#meter.measure(ring.bytes.subarray(start, start + written * ring.frameBytes), written);
    }
    return written;
  }

  /** Calls `ready` once when there is room again, or something happened. */
  arm(ready: (events: number) => void): void {
    this.#waiter!.arm(ready);
  }

  disarm(): void {
    this.#waiter?.disarm();
  }

  /** Frames that were written and are not heard yet. */
  delayFrames(): number {
    if (this.#pcm === null || this.#pcm.setup === null) return 0;
    try {
      return Math.max(0, this.#pcm.delay());
    } catch (error) {
      // After an xrun, a suspend or an unplug there is nothing left to be heard.
      if (error instanceof AlsatsError) return 0;
      throw error;
    }
  }

  /** Holds the stream by hardware. False where it cannot. */
  tryPause(hold: boolean): boolean {
    if (!this.#canPause || (hold && this.pcm.state !== 'RUNNING')) return false;
    try {
      this.pcm.pause(hold);
      return true;
    } catch (error) {
      if (error instanceof AlsaError && error.kind !== 'disconnected') return false;
      throw error;
    }
  }

  setGainDb(gainDb: number): void {
    if (this.#gain === null) return;
    // The ramp back to 0 dB needs the slow path for one more moment; a jump of the last step is inaudible there.
    this.#gain.setGainDb(gainDb, Math.round(GAIN_RAMP_SECONDS * this.setup.framesPerSecond));
    this.#gainDb = gainDb;
  }

  /** Sets the gain before the first setup. */
  presetGainDb(gainDb: number): void {
    this.#gainDb = gainDb;
  }

  /** How long the xrun that the PCM is in has lasted, in seconds; null where the device does not tell. */
  xrunSeconds(): number | null {
    try {
      const { timeNs, triggerTimeNs } = this.pcm.status();
      const seconds = Number(timeNs - triggerTimeNs) / 1e9;
      return triggerTimeNs > 0n && seconds >= 0 && seconds < PLAUSIBLE_XRUN_SECONDS ? seconds : null;
    } catch (error) {
      if (error instanceof AlsatsError) return null;
      throw error;
    }
  }

  #writeProcessed(io: PcmIo<Uint8Array>, ring: FrameRing, frames: number, firstFrame: number): number {
    // Ask first: what is processed must also be taken, or a ramp would run ahead of the sound.
    let room = this.pcm.availUpdate();
    if (room === 0) room = this.pcm.avail();
    const count = Math.min(frames, room, this.#scratchFrames);
    if (count === 0) return 0;
    const start = firstFrame * ring.frameBytes;
    this.#scratch.set(ring.bytes.subarray(start, start + count * ring.frameBytes));
    this.#remap?.apply(this.#scratch, count);
    this.#gain?.apply(this.#scratch, count);
    return io.writei(this.#scratch, count);
  }

  /** Puts channels where they belong: by the device where it can, else by exchanging them in software. */
  #applyChannelMap(pcm: Pcm, spec: StreamSpec, setup: PcmSetup): string[] {
    this.#remap = null;
    const asked = this.#options.channelMap;
    const wanted = asked ?? spec.channelMap;
    if (wanted === null || wanted === undefined) return [];
    if (wanted.length !== setup.channels) {
      throw new AlsatsError(
        'invalid',
        `the channel map has ${wanted.length} positions for ${setup.channels} channels`,
      );
    }
    const present = pcm.getChmap();
    if (String(present) === String(wanted)) return [];
    try {
      pcm.setChmap(wanted);
      return [];
    } catch (error) {
      if (!(error instanceof AlsatsError)) throw error;
    }
    if (present === null) {
      return asked === undefined
        ? []
        : ['the device does not tell its channel map; channels are played as they come'];
    }
    const sources = present.map((position) => wanted.indexOf(position));
    if (sources.includes(-1) || new Set(sources).size !== sources.length) {
      const message = `channels ${wanted.join(',')} do not fit the device's ${present.join(',')}`;
      if (asked !== undefined) throw new AlsatsError('unsupported', message);
      return [`${message}; they are played as they come`];
    }
    this.#remap = new ChannelRemap(sampleFormats[setup.format].physicalBits! / 8, sources);
    return [];
  }
}
