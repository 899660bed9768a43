/**
 * A sound card that lives in this process: what is played on it can be captured from it, in real time or as fast as can
 * be, and it has accidents when it is told to. It needs no sound hardware, no kernel module and no rights.
 *
 * Everything of it goes through libasound, so a program meets the same calls, states and errors as on a real card. It
 * is there for this process alone.
 *
 * @example
 * ```ts
 * await using card = new VirtualCard({ pace: 'none' });
 * const pcm = card.openPcm('playback', { nonblock: true });
 * const player = new Player({ device: 'virtual', backend: playbackOn(card), … });
 * card.unplug();
 * ```
 */

import type { Ctl } from '../alsa/ctl/ctl.js';
import { AlsaError } from '../alsa/error.js';
import type { HCtl } from '../alsa/hctl.js';
import type { Mixer } from '../alsa/mixer/mixer.js';
import type { PcmStream } from '../alsa/pcm/names.js';
import type { Pcm } from '../alsa/pcm/pcm.js';
import type { PcmSetup } from '../alsa/pcm/setup.js';
import { IoPlug } from '../alsa/plugin/io-plug.js';
import type { IoPlugConstraints } from '../alsa/plugin/io-plug-options.js';
import { type SampleFormat, sampleFormats } from '../audio/sample-format.js';
import { AlsatsError } from '../error.js';
import { monotonicMs } from '../monotonic-clock.js';
import { Cable } from './cable.js';
import { type Fault, Faults } from './faults.js';
import { type MixerEffect, VirtualMixer } from './mixer.js';
import type { VirtualCardOptions } from './options.js';
import { PlayedFile } from './played-file.js';
import type { Side } from './side.js';
import { SideHandlers, type SideOwner } from './side-handlers.js';
import type { SoundFile } from './sound-file.js';

const EBUSY = 16;
const ENODEV = 19;

const MAX_CHANNELS = 64;
const MAX_FRAMES_PER_SECOND = 768_000;
const MAX_BUFFER_BYTES = 4 * 1024 * 1024;

/** Formats whose samples are whole bytes; of compressed ones nobody can say what a frame is. */
const formats = (Object.keys(sampleFormats) as SampleFormat[]).filter((format) => {
  // alsa-lib's plug-ins cannot have this one, whatever they say.
  if (format === 'IEC958_SUBFRAME_BE') return false;
  const { physicalBits, encoding } = sampleFormats[format];
  return physicalBits !== null && physicalBits % 8 === 0 && encoding !== 'packed';
});

const nowSeconds = () => monotonicMs() / 1000;

export class VirtualCard implements AsyncDisposable {
  readonly #options: VirtualCardOptions;
  readonly #cable: Cable;
  readonly #faults: Faults;
  readonly #out: PlayedFile | null;
  readonly #source: SoundFile | null;
  readonly #open = new Map<PcmStream, SideHandlers>();
  #isPluggedIn = true;
  readonly #mixer = new VirtualMixer((effect) => this.#changeSound(effect));
  #sound: MixerEffect = { playbackDb: 0, captureDb: 0, isLooped: true };

  /** @param source what is captured while nothing is played; see {@link openVirtualCard} for a file */
  constructor(options: VirtualCardOptions = {}, source: SoundFile | null = null) {
    this.#options = options;
    this.#source = source;
    this.#faults = new Faults(options);
    this.#out = options.out === undefined ? null : new PlayedFile(options.out, () => this.#moved());
    this.#cable = new Cable({
      now: this.#isPaced ? nowSeconds : null,
      source,
      onPlayed: (bytes) => this.#out?.write(bytes),
      canPlay: () => this.#out?.isBehind !== true,
      isLooped: () => this.#sound.isLooped,
      isDraining: () => this.#open.get('playback')?.stream?.state === 'DRAINING',
      isPlaybackOpen: () => this.#open.has('playback'),
    });
  }

  /** False once it was unplugged. */
  get isPluggedIn(): boolean {
    return this.#isPluggedIn;
  }

  /**
   * Its control elements: `Master`, `PCM` and `Capture` levels with decibels, switches, `Loopback Mode`, a jack. What they
   * are set to is heard from the next frame on.
   */
  openCtl(options: { readonly nonblock?: boolean } = {}): Ctl {
    return this.#mixer.plug.openCtl(options);
  }

  /** The same, with its elements kept up to date once they are loaded. */
  openHCtl(options: { readonly nonblock?: boolean } = {}): HCtl {
    return this.#mixer.plug.openHCtl(options);
  }

  /** The same as a mixer, loaded. */
  openMixer(): Mixer {
    return this.#mixer.plug.openMixer();
  }

  /** Plugs something into the `Headphone Jack`, or out. */
  setJack(isPlugged: boolean): void {
    this.#mixer.setJack(isPlugged);
  }

  /**
   * Opens one of its two streams, of which there is one each.
   *
   * @throws AlsaError of kind `busy` where it is open already, `not-found` where the card is unplugged
   */
  openPcm(stream: PcmStream, options: { readonly nonblock?: boolean | undefined } = {}): Pcm {
    const action = `cannot open "virtual" for ${stream}`;
    if (!this.#isPluggedIn) throw new AlsaError('snd_pcm_open', ENODEV, { action });
    if (this.#options.busy === true || this.#open.has(stream))
      throw new AlsaError('snd_pcm_open', EBUSY, { action });
    const side = stream === 'playback' ? this.#cable.playback : this.#cable.capture;
    const handlers = new SideHandlers(this.#ownerOf(stream), side, stream === 'playback');
    this.#open.set(stream, handlers);
    try {
      return IoPlug.open({
        name: 'virtual',
        stream,
        constraints: this.#constraintsFor(stream),
        handlers,
        nonblock: options.nonblock ?? false,
      });
    } catch (error) {
      this.#open.delete(stream);
      throw error;
    }
  }

  /** Takes the card away in the middle of whatever it does. */
  unplug(): void {
    this.#cable.advance();
    this.#isPluggedIn = false;
    for (const [stream, handlers] of this.#open) {
      this.#sideOf(stream).isRunning = false;
      this.#enter(handlers, 'DISCONNECTED');
    }
  }

  /** Brings it back; streams that were open at the time stay lost. */
  plugIn(): void {
    this.#isPluggedIn = true;
  }

  /** Puts running streams to sleep, as the system does before it sleeps itself. They can be resumed at once. */
  suspend(): void {
    this.#cable.advance();
    for (const [stream, handlers] of this.#open) {
      const side = this.#sideOf(stream);
      if (!side.isRunning) continue;
      side.isRunning = false;
      this.#enter(handlers, 'SUSPENDED');
    }
  }

  /** Lets running streams stumble: what is in their buffers is lost. */
  xrun(): void {
    this.#cable.advance();
    for (const [stream, handlers] of this.#open) {
      const side = this.#sideOf(stream);
      if (!side.isRunning) continue;
      side.isRunning = false;
      side.hasXrun = true;
      handlers.stream?.wakeNow();
    }
  }

  /** Completes the file that was played into. @throws AlsatsError where it could not be written */
  async close(): Promise<void> {
    await this.#out?.close();
    await this.#source?.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #changeSound(sound: MixerEffect): void {
    this.#cable.advance();
    this.#sound = sound;
    this.#cable.playback.setGainDb(sound.playbackDb);
    this.#cable.capture.setGainDb(sound.captureDb);
  }

  get #isPaced(): boolean {
    return this.#options.pace !== 'none';
  }

  #sideOf(stream: PcmStream): Side {
    return stream === 'playback' ? this.#cable.playback : this.#cable.capture;
  }

  #enter(handlers: SideHandlers, state: 'DISCONNECTED' | 'SUSPENDED'): void {
    handlers.stream?.setState(state);
    handlers.stream?.wakeNow();
  }

  #ownerOf(stream: PcmStream): SideOwner {
    return {
      cable: this.#cable,
      isPaced: this.#isPaced,
      checkFaults: () => {
        for (const fault of this.#faults.take(nowSeconds())) this.#happen(fault);
      },
      nextFaultSeconds: () => this.#faults.nextSeconds,
      configured: (side) => this.#configured(stream, side),
      started: () => this.#faults.begin(nowSeconds()),
      moved: () => this.#moved(),
      closed: () => this.#open.delete(stream),
    };
  }

  /** Whoever waits looks again. With a clock every side has a wake-up of its own. */
  #moved(): void {
    if (this.#isPaced) return;
    for (const handlers of this.#open.values())
      if (handlers.stream !== null) handlers.schedule(handlers.stream);
  }

  #happen(fault: Fault): void {
    if (fault === 'xrun') this.xrun();
    else if (fault === 'suspend') this.suspend();
    else this.unplug();
  }

  #configured(stream: PcmStream, side: Side): void {
    const other = this.#sideOf(stream === 'playback' ? 'capture' : 'playback').setup;
    if (other !== null && !isSameSound(other, side.setup!)) {
      side.free();
      throw new AlsatsError('busy', 'the other direction of the virtual card runs with other parameters');
    }
    side.setGainDb(stream === 'playback' ? this.#sound.playbackDb : this.#sound.captureDb);
    if (stream === 'playback') this.#out?.begin(side.setup!);
  }

  /** Whatever fits the other direction, or the file. */
  #constraintsFor(stream: PcmStream): IoPlugConstraints {
    const other = this.#sideOf(stream === 'playback' ? 'capture' : 'playback').setup;
    const fixed = other ?? (stream === 'capture' ? (this.#source?.info ?? null) : (this.#out?.spec ?? null));
    return {
      formats: fixed === null ? formats : [fixed.format],
      channels: fixed === null ? { min: 1, max: MAX_CHANNELS } : [fixed.channels],
      framesPerSecond: fixed === null ? { min: 1, max: MAX_FRAMES_PER_SECOND } : [fixed.framesPerSecond],
      periodBytes: { min: 16, max: MAX_BUFFER_BYTES / 2 },
      bufferBytes: { min: 32, max: MAX_BUFFER_BYTES },
      periods: { min: 2, max: 1024 },
    };
  }
}

function isSameSound(one: PcmSetup, other: PcmSetup): boolean {
  return (
    one.format === other.format &&
    one.channels === other.channels &&
    one.framesPerSecond === other.framesPerSecond
  );
}
