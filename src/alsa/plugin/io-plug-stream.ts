/** What a plug-in sees of the stream it carries: the struct it shares with alsa-lib. */

import { bytesOfFrames, type SampleFormat, sampleFormatFromValue } from '../../audio/sample-format.js';
import { AlsatsError } from '../../error.js';
import { requireOneOf } from '../arguments.js';
import { check } from '../error.js';
import { pcmPluginApi } from '../native/api/pcm-plugin.js';
import { abi } from '../native/layout.js';
import { ioPlugLayout } from '../native/plugin-layout.js';
import type { Address } from '../native/types.js';
import { nameOf, type PcmState, pcmAccesses, pcmStates } from '../pcm/names.js';
import type { PcmSetup } from '../pcm/setup.js';
import type { WakeTimer } from './wake-timer.js';

const { offsets } = ioPlugLayout(abi);

/** The name of a `snd_pcm_format_t`. Internal. @throws AlsatsError of kind `unsupported` */
export function formatOfNumber(number: number): SampleFormat {
  const format = sampleFormatFromValue(number);
  if (format === null) throw new AlsatsError('unsupported', `a sample format of no name (${number})`);
  return format;
}

export class IoPlugStream {
  readonly #view: DataView;
  readonly #address: Address;
  readonly #wake: WakeTimer;
  #setup: PcmSetup | null = null;
  #availMinFrames = 1;
  #isOpen = true;

  /** @internal */
  constructor(address: Address, view: DataView, wake: WakeTimer) {
    this.#address = address;
    this.#view = view;
    this.#wake = wake;
  }

  /** What the PCM was set up with, null before. */
  get setup(): PcmSetup | null {
    return this.#setup;
  }

  get state(): PcmState {
    return nameOf(pcmStates, this.#uint(offsets.state)) ?? 'PRIVATE1';
  }

  /**
   * Puts the stream into a state, as an event of the hardware does: `DISCONNECTED`, `SUSPENDED`, back to `RUNNING`.
   * `snd_pcm_ioplug_set_state`
   */
  setState(state: PcmState): void {
    this.#requireOpen();
    const value = requireOneOf('state', pcmStates, state);
    check('snd_pcm_ioplug_set_state', pcmPluginApi.snd_pcm_ioplug_set_state(this.#address, value));
  }

  /** Frames the program has written or read since `prepare`; less on 32-bit machines after 2^30 frames. */
  get applFrames(): number {
    return this.#word(offsets.appl_ptr);
  }

  /** Frames alsa-lib last heard of from `pointer`. */
  get hwFrames(): number {
    return this.#word(offsets.hw_ptr);
  }

  /** Frames that must be free, or there, for the program to be woken. */
  get availMinFrames(): number {
    return this.#availMinFrames;
  }

  /** Whether the program wants calls not to block. */
  get isNonblock(): boolean {
    return this.#uint(offsets.nonblock) !== 0;
  }

  /** Lets the program's wait look again at a moment of the monotonic clock, in seconds, or right after it. */
  wakeAt(seconds: number): void {
    this.#wake.wakeAt(seconds);
  }

  /** Lets the program's wait look again at once. */
  wakeNow(): void {
    this.#wake.wakeNow();
  }

  /** Takes back the last wake-up. */
  sleep(): void {
    this.#wake.sleep();
  }

  /** @internal Reads what hw_params has put into the struct. */
  takeSetup(): PcmSetup {
    const format = formatOfNumber(this.#uint(offsets.format));
    const channels = this.#uint(offsets.channels);
    this.#setup = Object.freeze({
      access: nameOf(pcmAccesses, this.#uint(offsets.access)) ?? 'RW_INTERLEAVED',
      format,
      channels,
      framesPerSecond: this.#uint(offsets.rate),
      periodFrames: this.#word(offsets.period_size),
      bufferFrames: this.#word(offsets.buffer_size),
      frameBytes: bytesOfFrames(format, channels),
    });
    this.#availMinFrames = this.#setup.periodFrames;
    return this.#setup;
  }

  /** @internal */
  dropSetup(): void {
    this.#setup = null;
  }

  /** @internal */
  takeAvailMin(frames: number): void {
    this.#availMinFrames = Math.max(1, frames);
  }

  /** @internal The struct is about to be freed. */
  end(): void {
    this.#isOpen = false;
  }

  #uint(offset: number): number {
    this.#requireOpen();
    return this.#view.getUint32(offset, true);
  }

  #word(offset: number): number {
    this.#requireOpen();
    return abi.wordBytes === 8
      ? Number(this.#view.getBigUint64(offset, true))
      : this.#view.getUint32(offset, true);
  }

  #requireOpen(): void {
    if (!this.#isOpen) throw new AlsatsError('closed', 'the stream of this plug-in is closed');
  }
}
