/** The device side of a recorder: a PCM set up for capture, and what is known of the time its frames were taken. */

import { AlsaError } from '../alsa/error.js';
import type { PcmOpenOptions } from '../alsa/pcm/open.js';
import type { PcmSetup } from '../alsa/pcm/setup.js';
import type { ChannelRemap } from '../audio/channel-remap.js';
import type { ChannelPosition } from '../audio/reader.js';
import { AlsatsError } from '../error.js';
import {
  alsaCaptureBackend,
  type CaptureBackend,
  type CapturePcm,
  type ConfiguredCapture,
} from './capture-backend.js';
import { type CaptureClock, systemCaptureClock } from './capture-clock.js';
import type { CaptureWishes } from './capture-parameters.js';
import { chooseChannelOrder } from './channel-order.js';
import type { BufferWishes, StreamSpec } from './stream-parameters.js';

export interface CaptureDeviceOptions {
  readonly device: string;
  readonly open?: PcmOpenOptions | undefined;
  /** As the device likes it by default. */
  readonly buffer?: BufferWishes | undefined;
  readonly wishes: CaptureWishes;
  /** Order of speakers the channels are to be recorded in, where it is not the device's own. */
  readonly channelMap?: readonly ChannelPosition[] | undefined;
  /** Where the PCM comes from; the installed libasound by default. */
  readonly backend?: CaptureBackend | undefined;
  readonly clock?: CaptureClock | undefined;
}

/** Positions of channels that say nothing. */
const NO_POSITIONS: ReadonlySet<ChannelPosition> = new Set(['UNKNOWN', 'NA']);

export class CaptureDevice {
  readonly #options: CaptureDeviceOptions;
  readonly #backend: CaptureBackend;
  readonly #clock: CaptureClock;
  #pcm: CapturePcm | null = null;
  #stream: ConfiguredCapture | null = null;
  #spec: StreamSpec | null = null;
  #setup: PcmSetup | null = null;
  #remap: ChannelRemap | null = null;
  #channelMap: readonly ChannelPosition[] | null = null;
  /** When the last read was, by either clock; null before the first start. */
  #readMonotonicMs: number | null = null;
  #readWallMs: number | null = null;

  constructor(options: CaptureDeviceOptions) {
    this.#options = options;
    this.#backend = options.backend ?? (alsaCaptureBackend as CaptureBackend);
    this.#clock = options.clock ?? systemCaptureClock;
  }

  get pcm(): CapturePcm {
    if (this.#pcm === null) throw new AlsatsError('closed', 'the capture device is not open');
    return this.#pcm;
  }

  /** What was installed last; it outlives {@link release}. */
  get setup(): PcmSetup {
    if (this.#setup === null) throw new AlsatsError('closed', 'the capture device is not set up');
    return this.#setup;
  }

  get isOpen(): boolean {
    return this.#pcm !== null;
  }

  /** What is left for software to exchange; null for nothing. */
  get remap(): ChannelRemap | null {
    return this.#remap;
  }

  /** Where each channel of the recording belongs; null where nobody says. */
  get channelMap(): readonly ChannelPosition[] | null {
    return this.#channelMap;
  }

  /** Opens the PCM if it is not open. Never blocks: a busy device is an error of kind `busy`. */
  open(): CapturePcm {
    this.#pcm ??= this.#backend.open(this.#options.device, this.#options.open ?? {});
    return this.#pcm;
  }

  /**
   * Sets the PCM up: by the wishes the first time, as it was before after that.
   *
   * @returns sentences on what could not be done and does not matter
   */
  configure(): string[] {
    const { wishes, buffer = {}, channelMap } = this.#options;
    const pcm = this.open();
    this.#spec ??= this.#backend.choose(pcm, wishes, buffer);
    // Nothing may be touched for a recording that could not be stored.
    if (!wishes.canStore(this.#spec.format)) {
      throw new AlsatsError('unsupported', `this kind of file cannot hold ${this.#spec.format}`);
    }
    const spec = this.#spec;
    this.#stream = this.#tell('set up', () => this.#backend.configure(pcm, spec, buffer));
    this.#setup = this.#stream.setup;
    const { remap, warnings } = chooseChannelOrder(pcm, this.#setup, channelMap, null);
    // What is right for channels on their way out is turned round for those that come in.
    this.#remap = remap?.inverse() ?? null;
    const present = channelMap ?? pcm.getChmap();
    this.#channelMap = present?.some((position) => NO_POSITIONS.has(position)) === false ? present : null;
    return warnings;
  }

  /** Makes the stream ready to be started once more. What it holds is lost. */
  prepare(): void {
    const { pcm } = this;
    this.#tell('made ready', () => pcm.prepare());
  }

  /** Starts the stream, if it does not run. */
  start(): void {
    const { pcm } = this;
    if (pcm.state !== 'RUNNING') this.#tell('started', () => pcm.start());
    this.#noteRead();
  }

  /** Closes the PCM; {@link open} and {@link configure} take it again. */
  release(): void {
    this.#stream?.close();
    this.#stream = null;
    const pcm = this.#pcm;
    this.#pcm = null;
    pcm?.close();
  }

  /** Reads as many frames as there are, up to `frames`. */
  read(bytes: Uint8Array, frames: number, firstFrame: number): number {
    const read = this.#stream!.read(bytes, frames, firstFrame);
    if (read > 0) this.#noteRead();
    return read;
  }

  /** Calls `ready` once when there is something to read, or something happened. */
  arm(ready: (events: number) => void): void {
    this.#stream!.arm(ready);
  }

  disarm(): void {
    this.#stream?.disarm();
  }

  /** Sound that came in since the last read, in frames, by the clock that stands still while the machine sleeps. */
  framesSinceRead(): number {
    return this.#framesSince(this.#readMonotonicMs, this.#clock.monotonicMs());
  }

  /** The same by the clock on the wall. */
  framesSinceReadOnWall(): number {
    return this.#framesSince(this.#readWallMs, this.#clock.wallMs());
  }

  /** Time stamps of the stream; null where the PCM tells none. */
  stamps(): { availFrames: number; triggerTimeNs: bigint } | null {
    try {
      const { availFrames, triggerTimeNs } = this.pcm.status();
      return triggerTimeNs > 0n ? { availFrames, triggerTimeNs } : null;
    } catch (error) {
      if (error instanceof AlsatsError) return null;
      throw error;
    }
  }

  /** Says of which device, and in words, what the driver answered. */
  #tell<T>(done: string, step: () => T): T {
    try {
      return step();
    } catch (error) {
      if (!(error instanceof AlsaError) || !['EINVAL', 'EBUSY'].includes(error.code)) throw error;
      const reason = error.code === 'EBUSY' ? 'the device is in use' : 'its driver refuses';
      // The user has said nothing invalid where nothing was left to be said.
      const kind = error.kind === 'invalid' ? 'failed' : error.kind;
      throw new AlsatsError(kind, `"${this.pcm.name}" cannot be ${done}: ${reason}`, { cause: error });
    }
  }

  #framesSince(thenMs: number | null, nowMs: number): number {
    if (thenMs === null) return 0;
    return Math.max(0, Math.round(((nowMs - thenMs) * this.setup.framesPerSecond) / 1000));
  }

  /** A read that takes all there is makes this the time of the frame that comes next. */
  #noteRead(): void {
    this.#readMonotonicMs = this.#clock.monotonicMs();
    this.#readWallMs = this.#clock.wallMs();
  }
}
