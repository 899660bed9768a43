/**
 * PCM: digital sound in and out (`snd_pcm_t`). Method names are alsa-lib's without the prefix, so its documentation
 * serves.
 *
 * @example
 * ```ts
 * using pcm = Pcm.open('default', 'playback');
 * pcm.setParams({ format: 'S16_LE', channels: 1, framesPerSecond: 48000, latencyUs: 200_000 });
 * pcm.io(Int16Array).writei(new Int16Array(48000));
 * pcm.drain();
 * ```
 */

import { type SampleFormat, sampleFormats } from '../../audio/sample-format.js';
import { AlsatsError } from '../../error.js';
import { MAX_FRAMES, MAX_INT, MAX_UINT, requireInteger, requireOneOf, requireString } from '../arguments.js';
import { AlsaError, check } from '../error.js';
import { pcmApi } from '../native/api/pcm.js';
import { LongCell, PointerCell, TimespecCell, UlongCell, UshortCell } from '../native/memory.js';
import type { Address } from '../native/types.js';
import { addressOf, NativeObject } from '../native-object.js';
import { dumpToString } from '../output.js';
import { type Pollable, PollDescriptors } from '../poll.js';
import { type WaitOptions, waitFor } from '../waiter.js';
import {
  type ChannelMap,
  type ChannelMapOffer,
  encodeChannelMap,
  takeChannelMap,
  takeChannelMapOffers,
} from './channel-map.js';
import { HwParams } from './hw-params.js';
import { type PcmInfo, readPcmInfo } from './info.js';
import { arrayFitsFormat, PcmIo, type SampleArray, type SampleArrayConstructor } from './io.js';
import { type MmapRegion, withMmapRegion } from './mmap-region.js';
import {
  nameOf,
  type PcmAccess,
  type PcmState,
  type PcmStream,
  type PcmType,
  pcmAccesses,
  pcmStates,
  pcmStreams,
  pcmTypes,
} from './names.js';
import { type PcmSetup, setupOf } from './setup.js';
import { type PcmStatus, type PcmStatusOptions, readPcmStatus } from './status.js';
import { SwParams } from './sw-params.js';

/** How a PCM is opened. Each flag is a `SND_PCM_*` bit of `snd_pcm_open`'s mode. */
export interface PcmOpenOptions {
  /** No call blocks; a busy device is an error at once. */
  readonly nonblock?: boolean;
  /** The plug layer must not convert the rate. */
  readonly noAutoResample?: boolean;
  /** The plug layer must not convert the channels. */
  readonly noAutoChannels?: boolean;
  /** The plug layer must not convert the sample format. */
  readonly noAutoFormat?: boolean;
  /** No software volume. */
  readonly noSoftvol?: boolean;
}

const openFlags: Readonly<Record<keyof PcmOpenOptions, number>> = {
  nonblock: 0x1,
  noAutoResample: 0x10000,
  noAutoChannels: 0x20000,
  noAutoFormat: 0x40000,
  noSoftvol: 0x80000,
};

/** A setup in one call, see {@link Pcm.setParams}. */
export interface SimpleParams {
  readonly format: SampleFormat;
  /** RW_INTERLEAVED by default. */
  readonly access?: PcmAccess;
  readonly channels: number;
  readonly framesPerSecond: number;
  /** Whether the library may convert the rate; true by default. */
  readonly softResample?: boolean;
  /** Wanted length of the buffer in microseconds. */
  readonly latencyUs: number;
}

const longCell = new LongCell();
const secondLongCell = new LongCell();
const ulongCell = new UlongCell();
const reventsCell = new UshortCell();
const timespecCell = new TimespecCell();

/** A PCM stream. Opened by {@link Pcm.open}, freed by `close()` or by `using`. */
export class Pcm extends NativeObject implements Pollable {
  readonly name: string;
  readonly stream: PcmStream;
  #setup: PcmSetup | null = null;

  private constructor(address: Address, name: string, stream: PcmStream) {
    super(address, `PCM "${name}"`);
    this.name = name;
    this.stream = stream;
  }

  /**
   * Opens a PCM by any name ALSA's configuration knows. `snd_pcm_open`
   *
   * @throws AlsaError of kind `not-found`, `busy`, `permission` …
   */
  static open(name: string, stream: PcmStream, options: PcmOpenOptions = {}): Pcm {
    requireString('name', name);
    const direction = requireOneOf('stream', pcmStreams, stream);
    let mode = 0;
    for (const flag of Object.keys(openFlags) as (keyof PcmOpenOptions)[])
      if (options[flag]) mode |= openFlags[flag];
    const cell = new PointerCell();
    check('snd_pcm_open', pcmApi.snd_pcm_open(cell.cell, name, direction, mode), {
      action: `cannot open "${name}" for ${stream}`,
    });
    return new Pcm(cell.value!, name, stream);
  }

  protected override release(address: Address): void {
    this.#setup = null;
    check('snd_pcm_close', pcmApi.snd_pcm_close(address));
  }

  /** The plug-in this PCM is made of, null for one this library does not know. `snd_pcm_type` */
  get type(): PcmType | null {
    return pcmTypes[pcmApi.snd_pcm_type(addressOf(this))] ?? null;
  }

  /** What is installed, or null before {@link setHwParams} and after {@link hwFree}. */
  get setup(): PcmSetup | null {
    return this.#setup;
  }

  /** `snd_pcm_state` */
  get state(): PcmState {
    return nameOf(pcmStates, pcmApi.snd_pcm_state(addressOf(this))) ?? 'PRIVATE1';
  }

  /** `snd_pcm_info` */
  info(): PcmInfo {
    return readPcmInfo('snd_pcm_info', (info) => pcmApi.snd_pcm_info(addressOf(this), info));
  }

  /** Switches between blocking and non-blocking calls. `snd_pcm_nonblock` */
  setNonblock(enabled: boolean): void {
    check('snd_pcm_nonblock', pcmApi.snd_pcm_nonblock(addressOf(this), enabled ? 1 : 0));
  }

  // --- parameters ---

  /** Everything the device can do. `snd_pcm_hw_params_any` */
  hwParamsAny(): HwParams {
    const params = new HwParams(this);
    check('snd_pcm_hw_params_any', pcmApi.snd_pcm_hw_params_any(addressOf(this), params.memory));
    return params;
  }

  /** What is installed. `snd_pcm_hw_params_current` @throws AlsatsError `invalid` before anything is */
  hwParamsCurrent(): HwParams {
    this.#requireSetup();
    const params = new HwParams(this);
    check('snd_pcm_hw_params_current', pcmApi.snd_pcm_hw_params_current(addressOf(this), params.memory));
    return params.markInstalled();
  }

  /**
   * Installs one configuration out of `params` (narrowed to what was chosen) and prepares the stream. `snd_pcm_hw_params`
   *
   * @throws AlsaError of kind `unsupported`, `busy`, …
   */
  setHwParams(params: HwParams): PcmSetup {
    addressOf(this);
    if (!(params instanceof HwParams) || params.pcm !== this) {
      throw new AlsatsError('invalid', 'these hardware parameters belong to another PCM');
    }
    const address = params.pcmAddress;
    this.#setup = null;
    params.narrow('snd_pcm_hw_params', () => pcmApi.snd_pcm_hw_params(address, params.memory));
    this.#setup = setupOf(params.markInstalled());
    return this.#setup;
  }

  /** Takes the configuration away and frees the buffer. `snd_pcm_hw_free` */
  hwFree(): void {
    const address = addressOf(this);
    this.#setup = null;
    check('snd_pcm_hw_free', pcmApi.snd_pcm_hw_free(address));
  }

  /** `snd_pcm_sw_params_current` */
  swParamsCurrent(): SwParams {
    this.#requireSetup();
    const params = new SwParams(this);
    check('snd_pcm_sw_params_current', pcmApi.snd_pcm_sw_params_current(addressOf(this), params.memory));
    return params;
  }

  /** `snd_pcm_sw_params` */
  setSwParams(params: SwParams): void {
    const address = this.#requireSetup();
    if (!(params instanceof SwParams) || params.pcm !== this) {
      throw new AlsatsError('invalid', 'these software parameters belong to another PCM');
    }
    check('snd_pcm_sw_params', pcmApi.snd_pcm_sw_params(address, params.memory));
  }

  /** A whole setup in one call, hardware and software parameters. `snd_pcm_set_params` */
  setParams(wanted: SimpleParams): PcmSetup {
    const address = addressOf(this);
    const format = sampleFormats[wanted.format]?.value;
    if (format === undefined)
      throw new AlsatsError('invalid', `${String(wanted.format)} is no sample format`);
    const access = requireOneOf('access', pcmAccesses, wanted.access ?? 'RW_INTERLEAVED');
    const channels = requireInteger('channels', wanted.channels, 1, MAX_INT);
    const rate = requireInteger('framesPerSecond', wanted.framesPerSecond, 1, MAX_INT);
    const latency = requireInteger('latencyUs', wanted.latencyUs, 1, MAX_UINT);
    this.#setup = null;
    check(
      'snd_pcm_set_params',
      pcmApi.snd_pcm_set_params(
        address,
        format,
        access,
        channels,
        rate,
        wanted.softResample === false ? 0 : 1,
        latency,
      ),
    );
    const params = new HwParams(this);
    check('snd_pcm_hw_params_current', pcmApi.snd_pcm_hw_params_current(address, params.memory));
    this.#setup = setupOf(params);
    return this.#setup;
  }

  // --- running ---

  /** Makes the stream ready to start. `snd_pcm_prepare` */
  prepare(): void {
    check('snd_pcm_prepare', pcmApi.snd_pcm_prepare(this.#requireSetup()));
  }

  /** `snd_pcm_start` */
  start(): void {
    check('snd_pcm_start', pcmApi.snd_pcm_start(this.#requireSetup()));
  }

  /** Stops at once; what is in the buffer is lost. `snd_pcm_drop` */
  drop(): void {
    check('snd_pcm_drop', pcmApi.snd_pcm_drop(this.#requireSetup()));
  }

  /**
   * Stops once everything in the buffer was played. `snd_pcm_drain`
   *
   * A blocking PCM holds the thread until then. A non-blocking one gives false while it still plays: wait, ask
   * {@link state}, and call again until it is SETUP.
   */
  drain(): boolean {
    const result = pcmApi.snd_pcm_drain(this.#requireSetup());
    if (result === -EAGAIN) return false;
    check('snd_pcm_drain', result);
    return true;
  }

  /** Holds or continues a running stream, where the hardware can. `snd_pcm_pause` */
  pause(hold: boolean): void {
    check('snd_pcm_pause', pcmApi.snd_pcm_pause(this.#requireSetup(), hold ? 1 : 0));
  }

  /**
   * Continues after a suspend. `snd_pcm_resume`
   *
   * @returns false while the hardware is not awake yet: try again later
   * @throws AlsaError of kind `unsupported` where the device must be prepared instead
   */
  resume(): boolean {
    const result = pcmApi.snd_pcm_resume(this.#requireSetup());
    if (result === -EAGAIN) return false;
    check('snd_pcm_resume', result);
    return true;
  }

  /** Sets positions to zero without stopping. `snd_pcm_reset` */
  reset(): void {
    check('snd_pcm_reset', pcmApi.snd_pcm_reset(this.#requireSetup()));
  }

  /** Gets over an xrun, a suspend or an interrupt that `error` tells of; throws it again if it is none. `snd_pcm_recover` */
  recover(error: AlsaError): void {
    const address = this.#requireSetup();
    if (!(error instanceof AlsaError))
      throw new AlsatsError('invalid', 'recover needs the AlsaError that was thrown');
    check('snd_pcm_recover', pcmApi.snd_pcm_recover(address, -error.errno, 1));
  }

  // --- positions, all in frames ---

  /** Frames that can be transferred, read from the hardware now. `snd_pcm_avail` */
  avail(): number {
    return check('snd_pcm_avail', pcmApi.snd_pcm_avail(this.#requireSetup()));
  }

  /** The same by the last known position: cheap. `snd_pcm_avail_update` */
  availUpdate(): number {
    return check('snd_pcm_avail_update', pcmApi.snd_pcm_avail_update(this.#requireSetup()));
  }

  /** Frames until one written now is heard, or since one read now was captured. `snd_pcm_delay` */
  delay(): number {
    check('snd_pcm_delay', pcmApi.snd_pcm_delay(this.#requireSetup(), longCell.cell));
    return Number(longCell.value);
  }

  /** Both at one moment. `snd_pcm_avail_delay` */
  availDelay(): { availFrames: number; delayFrames: number } {
    const result = pcmApi.snd_pcm_avail_delay(this.#requireSetup(), longCell.cell, secondLongCell.cell);
    check('snd_pcm_avail_delay', result);
    return { availFrames: Number(longCell.value), delayFrames: Number(secondLongCell.value) };
  }

  /** `snd_pcm_hwsync` */
  hwsync(): void {
    check('snd_pcm_hwsync', pcmApi.snd_pcm_hwsync(this.#requireSetup()));
  }

  /** `snd_pcm_rewindable` */
  rewindable(): number {
    return check('snd_pcm_rewindable', pcmApi.snd_pcm_rewindable(this.#requireSetup()));
  }

  /** Moves the application's position back; gives the frames really moved. `snd_pcm_rewind` */
  rewind(frames: number): number {
    requireInteger('frames', frames, 0, MAX_FRAMES);
    return check('snd_pcm_rewind', pcmApi.snd_pcm_rewind(this.#requireSetup(), frames));
  }

  /** `snd_pcm_forwardable` */
  forwardable(): number {
    return check('snd_pcm_forwardable', pcmApi.snd_pcm_forwardable(this.#requireSetup()));
  }

  /** Moves the application's position ahead; gives the frames really moved. `snd_pcm_forward` */
  forward(frames: number): number {
    requireInteger('frames', frames, 0, MAX_FRAMES);
    return check('snd_pcm_forward', pcmApi.snd_pcm_forward(this.#requireSetup(), frames));
  }

  /** Frames that can be transferred, with the time that was so. `snd_pcm_htimestamp` */
  htimestamp(): { availFrames: number; timeNs: bigint } {
    const address = this.#requireSetup();
    check('snd_pcm_htimestamp', pcmApi.snd_pcm_htimestamp(address, ulongCell.cell, timespecCell.cell));
    return { availFrames: Number(ulongCell.value), timeNs: timespecCell.nanoseconds };
  }

  /** A snapshot with all counts and time stamps. `snd_pcm_status` */
  status(options?: PcmStatusOptions): PcmStatus {
    return readPcmStatus(addressOf(this), options);
  }

  // --- transfer ---

  /**
   * Reads and writes in elements of `kind`, which must be how the samples lie in memory: Int16Array for S16 in the
   * machine's byte order, and so on. @throws AlsatsError of kind `invalid` where it is not
   */
  io<T extends SampleArray>(kind: SampleArrayConstructor<T>): PcmIo<T> {
    this.#requireSetup();
    const setup = this.#setup!;
    if (!arrayFitsFormat(kind.name, setup.format)) {
      throw new AlsatsError('invalid', `samples of ${setup.format} are no elements of a ${kind.name}`, {
        hint: 'use ioBytes()',
      });
    }
    return new PcmIo<T>(this, setup, setup.channels);
  }

  /** Reads and writes whole frames as bytes, whatever the format. */
  ioBytes(): PcmIo<Uint8Array> {
    this.#requireSetup();
    const setup = this.#setup!;
    if (setup.frameBytes === null)
      throw new AlsatsError('unsupported', `frames of ${setup.format} do not end on a byte`);
    return new PcmIo<Uint8Array>(this, setup, setup.frameBytes);
  }

  /**
   * Lets `use` copy samples into or out of the mapped buffer, and commits as many frames as it returns.
   * `snd_pcm_mmap_begin`, `snd_pcm_mmap_commit`. A playback PCM does not start by itself this way: call {@link start}.
   *
   * @param frames how many are wanted; the region may hold fewer, or none
   * @returns the frames committed
   */
  mmap(frames: number, use: (region: MmapRegion) => number): number {
    this.#requireSetup();
    return withMmapRegion(this, this.#setup!, requireInteger('frames', frames, 0, MAX_FRAMES), use);
  }

  // --- waiting ---

  /** `snd_pcm_poll_descriptors` */
  pollDescriptors(): PollDescriptors {
    const address = addressOf(this);
    const count = check('snd_pcm_poll_descriptors_count', pcmApi.snd_pcm_poll_descriptors_count(address));
    const descriptors = new PollDescriptors(count, this, this.#setup);
    check('snd_pcm_poll_descriptors', pcmApi.snd_pcm_poll_descriptors(address, descriptors.memory, count));
    return descriptors;
  }

  /** `snd_pcm_poll_descriptors_revents` */
  pollRevents(descriptors: PollDescriptors): number {
    PollDescriptors.requireFrom(descriptors, this, this.#setup);
    const func = 'snd_pcm_poll_descriptors_revents';
    check(func, pcmApi[func](addressOf(this), descriptors.memory, descriptors.length, reventsCell.cell));
    return reventsCell.value;
  }

  /**
   * Blocks the thread until frames can be transferred. `snd_pcm_wait`
   *
   * @param timeoutMs null waits for ever
   * @returns false when the time was over
   */
  wait(timeoutMs: number | null): boolean {
    const timeout = timeoutMs === null ? -1 : requireInteger('timeoutMs', timeoutMs, 0, MAX_INT);
    return check('snd_pcm_wait', pcmApi.snd_pcm_wait(this.#requireSetup(), timeout)) > 0;
  }

  /** The same on the event loop: resolves with the poll bits, with 0 after the timeout. */
  ready(options?: WaitOptions): Promise<number> {
    this.#requireSetup();
    return waitFor(this, options);
  }

  // --- several streams, channel maps, text ---

  /** Starts and stops `other` together with this stream. `snd_pcm_link` */
  link(other: Pcm): void {
    check('snd_pcm_link', pcmApi.snd_pcm_link(addressOf(this), addressOf(other)));
  }

  /** `snd_pcm_unlink` */
  unlink(): void {
    check('snd_pcm_unlink', pcmApi.snd_pcm_unlink(addressOf(this)));
  }

  /** All channel maps the device offers; none where it does not say. `snd_pcm_query_chmaps` */
  queryChmaps(): ChannelMapOffer[] {
    return takeChannelMapOffers(pcmApi.snd_pcm_query_chmaps(addressOf(this)));
  }

  /** The map in use, or null where the device does not say. `snd_pcm_get_chmap` */
  getChmap(): ChannelMap | null {
    return takeChannelMap(pcmApi.snd_pcm_get_chmap(this.#requireSetup()));
  }

  /** `snd_pcm_set_chmap` @throws AlsaError of kind `unsupported` where the device cannot */
  setChmap(map: ChannelMap): void {
    const address = this.#requireSetup();
    if (map.length !== this.#setup!.channels) {
      throw new AlsatsError(
        'invalid',
        `the map has ${map.length} positions for ${this.#setup!.channels} channels`,
      );
    }
    check('snd_pcm_set_chmap', pcmApi.snd_pcm_set_chmap(address, encodeChannelMap(map)));
  }

  /** The stream and its whole chain of plug-ins as alsa-lib prints them. `snd_pcm_dump` */
  dump(): string {
    return dumpToString('snd_pcm_dump', (output) => pcmApi.snd_pcm_dump(addressOf(this), output));
  }

  /** Its parameters alone. `snd_pcm_dump_setup` */
  dumpSetup(): string {
    const address = this.#requireSetup();
    return dumpToString('snd_pcm_dump_setup', (output) => pcmApi.snd_pcm_dump_setup(address, output));
  }

  /** Alsa-lib has sanity checks for most calls before a setup, not for all: none of them gets that far. */
  #requireSetup(): Address {
    const address = addressOf(this);
    if (this.#setup === null)
      throw new AlsatsError('invalid', `PCM "${this.name}" has no hardware parameters yet`);
    return address;
  }
}

const EAGAIN = 11;
