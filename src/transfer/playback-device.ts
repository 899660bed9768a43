/** The device side of a player: a PCM set up for one kind of stream, fed from a ring of frames. */

import { AlsaError } from '../alsa/error.js';
import type { PcmOpenOptions } from '../alsa/pcm/open.js';
import type { PcmSetup } from '../alsa/pcm/setup.js';
import type { LevelMeter } from '../audio/levels.js';
import type { ChannelPosition } from '../audio/reader.js';
import { AlsatsError } from '../error.js';
import { chooseChannelOrder } from './channel-order.js';
import type { FrameRing } from './frame-ring.js';
import {
  alsaBackend,
  type ConfiguredStream,
  type PlaybackBackend,
  type PlaybackPcm,
} from './playback-backend.js';
import { SampleProcessor } from './sample-processor.js';
import type { BufferWishes, StreamSpec } from './stream-parameters.js';

export interface PlaybackDeviceOptions {
  readonly device: string;
  readonly open?: PcmOpenOptions | undefined;
  /** As the device likes it by default. */
  readonly buffer?: BufferWishes | undefined;
  /** Order of speakers the sound comes in, where it is not the file's own. */
  readonly channelMap?: readonly ChannelPosition[] | undefined;
  readonly meter?: boolean | undefined;
  /** Where the PCM comes from; the installed libasound by default. */
  readonly backend?: PlaybackBackend | undefined;
}

/** Time a device takes at most to answer a plausible xrun; longer ones are a clock nobody set. */
const PLAUSIBLE_XRUN_SECONDS = 3600;

export class PlaybackDevice {
  readonly #options: PlaybackDeviceOptions;
  readonly #backend: PlaybackBackend;
  #pcm: PlaybackPcm | null = null;
  #stream: ConfiguredStream | null = null;
  #spec: StreamSpec | null = null;
  #setup: PcmSetup | null = null;
  #gainDb: number;
  #processor: SampleProcessor | null = null;

  constructor(options: PlaybackDeviceOptions, gainDb = 0) {
    this.#options = options;
    this.#backend = options.backend ?? (alsaBackend as PlaybackBackend);
    this.#gainDb = gainDb;
  }

  get pcm(): PlaybackPcm {
    if (this.#pcm === null) throw new AlsatsError('closed', 'the playback device is not open');
    return this.#pcm;
  }

  /** What was installed last; it outlives {@link release}. */
  get setup(): PcmSetup {
    if (this.#setup === null) throw new AlsatsError('closed', 'the playback device is not set up');
    return this.#setup;
  }

  get isOpen(): boolean {
    return this.#pcm !== null;
  }

  get levelMeter(): LevelMeter | null {
    return this.#processor?.meter ?? null;
  }

  get gainDb(): number {
    return this.#gainDb;
  }

  /** Opens the PCM if it is not open. Never blocks: a busy device is an error of kind `busy`. */
  open(): PlaybackPcm {
    this.#pcm ??= this.#backend.open(this.#options.device, this.#options.open ?? {});
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
      // With a map of the user's own that of the file says nothing.
      (this.#options.channelMap !== undefined || String(now.channelMap) === String(spec.channelMap))
    );
  }

  /** Opens and sets up for `spec`. @returns sentences on what could not be done and does not matter */
  configure(spec: StreamSpec): string[] {
    const pcm = this.open();
    this.#spec = null;
    this.#stream?.close();
    this.#stream = null;
    if (pcm.setup !== null) pcm.hwFree();
    this.#stream = this.#backend.configure(pcm, spec, this.#options.buffer ?? {});
    const { setup } = this.#stream;
    this.#setup = setup;
    const { remap, warnings } = chooseChannelOrder(pcm, setup, this.#options.channelMap, spec.channelMap);
    this.#processor = new SampleProcessor(setup, { remap, meter: this.#options.meter ?? false });
    this.#processor.setGainDb(this.#gainDb, 0);
    if (this.#gainDb !== 0 && !this.#processor.canScale) {
      warnings.push(`the gain has no effect on ${setup.format}`);
    }
    this.#spec = spec;
    return warnings;
  }

  /** Releases the PCM, for the time the process is stopped; {@link configure} takes it again. */
  release(): void {
    this.#spec = null;
    this.#stream?.close();
    this.#stream = null;
    const pcm = this.#pcm;
    this.#pcm = null;
    pcm?.close();
  }

  /** Gives the device as many frames as it takes now. @returns their number, fewer than there are once it is full */
  write(ring: FrameRing): number {
    const stream = this.#stream!;
    const processor = this.#processor!;
    const frames = ring.takeFrames;
    const firstFrame = ring.takeIndex;
    if (processor.isTransparent) {
      const written = stream.write(ring.bytes, frames, firstFrame);
      if (processor.meter !== null && written > 0) processor.measure(ring.bytes, firstFrame, written);
      return written;
    }
    return this.#writeProcessed(stream, processor, ring.bytes, frames, firstFrame);
  }

  /** Calls `ready` once when there is room again, or something happened. */
  arm(ready: (events: number) => void): void {
    this.#stream!.arm(ready);
  }

  disarm(): void {
    this.#stream?.disarm();
  }

  /** Frames that were written and are not heard yet; once the device is gone, as good as can be told. */
  unheardFrames(): number {
    const pcm = this.#pcm;
    if (pcm === null || pcm.setup === null) return 0;
    try {
      return Math.max(0, pcm.delay());
    } catch (error) {
      if (!(error instanceof AlsatsError)) throw error;
      // Asleep the device still holds what it has not played, but tells only its room.
      if (error.kind === 'suspended') return this.#heldFrames(pcm);
      // We keep it full, so that is what went with it.
      if (error.kind === 'disconnected') return pcm.setup.bufferFrames;
      // After an xrun, or when stopped, there is nothing left to be heard.
      return 0;
    }
  }

  /** Holds the stream by hardware, or lets it go on. False where it cannot. @throws AlsaError if the device is gone */
  tryPause(hold: boolean): boolean {
    if (this.#stream?.canPause !== true || (hold && this.pcm.state !== 'RUNNING')) return false;
    try {
      this.pcm.pause(hold);
      return true;
    } catch (error) {
      if (error instanceof AlsaError && error.kind !== 'disconnected') return false;
      throw error;
    }
  }

  setGainDb(gainDb: number): void {
    this.#gainDb = gainDb;
    this.#processor?.setGainDb(gainDb);
  }

  /** How long the xrun that the PCM is in has lasted, in seconds; null where the device does not tell. */
  xrunSeconds(): number | null {
    // alsa-lib's plug-ins stamp only starts and stops.
    if (this.pcm.type === 'IOPLUG') return null;
    try {
      const { timeNs, triggerTimeNs } = this.pcm.status();
      const seconds = Number(timeNs - triggerTimeNs) / 1e9;
      return triggerTimeNs > 0n && seconds >= 0 && seconds < PLAUSIBLE_XRUN_SECONDS ? seconds : null;
    } catch (error) {
      if (error instanceof AlsatsError) return null;
      throw error;
    }
  }

  #heldFrames(pcm: PlaybackPcm): number {
    try {
      return Math.max(0, this.setup.bufferFrames - pcm.status().availFrames);
    } catch (error) {
      if (error instanceof AlsatsError) return 0;
      throw error;
    }
  }

  #writeProcessed(
    stream: ConfiguredStream,
    processor: SampleProcessor,
    bytes: Uint8Array,
    frames: number,
    firstFrame: number,
  ): number {
    for (let done = 0; done < frames; ) {
      // Ask first: what is processed must also be taken, or a ramp would run ahead of the sound.
      let room = this.pcm.availUpdate();
      if (room === 0) room = this.pcm.avail();
      const count = Math.min(frames - done, room, processor.blockFrames);
      if (count === 0) return done;
      const written = stream.write(processor.process(bytes, firstFrame + done, count), count, 0);
      done += written;
      if (written < count) return done;
    }
    return frames;
  }
}
