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

import { AlsatsError } from '../../error.js';
import { MAX_FRAMES, MAX_INT, requireInteger, requireOneOf } from '../arguments.js';
import type { Config } from '../config/config.js';
import { requireDefinitionName } from '../config/definition-name.js';
import { withTree } from '../config/local-trees.js';
import { AlsaError, check } from '../error.js';
import { pcmApi } from '../native/api/pcm.js';
import { LongCell, PointerCell, TimespecCell, UlongCell, UshortCell } from '../native/memory.js';
import { addressOf, internal, own } from '../native-object.js';
import { type Pollable, PollDescriptors, pollfdsOf } from '../poll.js';
import { type WaitOptions, waitFor } from '../waiter.js';
import {
  arrayFitsFormat,
  type OverAnyMemory,
  PcmIo,
  type SampleArray,
  type SampleArrayConstructor,
} from './io.js';
import { type MmapRegion, withMmapRegion } from './mmap-region.js';
import { type PcmStream, pcmStreams } from './names.js';
import { PcmHandle, requireSetup } from './pcm-handle.js';
import { type PcmStatus, type PcmStatusOptions, readPcmStatus } from './status.js';

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

function modeOf(options: PcmOpenOptions): number {
  let mode = 0;
  for (const flag of Object.keys(openFlags) as (keyof PcmOpenOptions)[])
    if (options?.[flag]) mode |= openFlags[flag];
  return mode;
}

const longCell = new LongCell();
const secondLongCell = new LongCell();
const ulongCell = new UlongCell();
const reventsCell = new UshortCell();
const timespecCell = new TimespecCell();

/** A PCM stream. Opened by {@link Pcm.open}, freed by `close()` or by `using`. */
export class Pcm extends PcmHandle implements Pollable {
  /**
   * Opens a PCM by any name ALSA's configuration knows. `snd_pcm_open`
   *
   * @throws AlsaError of kind `not-found`, `busy`, `permission` …
   */
  static open(name: string, stream: PcmStream, options: PcmOpenOptions = {}): Pcm {
    requireDefinitionName('name', name);
    const direction = requireOneOf('stream', pcmStreams, stream);
    const cell = new PointerCell();
    check('snd_pcm_open', pcmApi.snd_pcm_open(cell.cell, name, direction, modeOf(options)), {
      action: `cannot open "${name}" for ${stream}`,
    });
    return new Pcm(own(cell.value!), name, stream);
  }

  /**
   * Opens a PCM of a configuration that no file holds, and that nobody else sees: for tests, and for set-ups made by a
   * program. `snd_pcm_open_lconf`
   *
   * ```ts
   * Pcm.openWithConfig('pcm.quiet { type plug slave.pcm { type null } }', 'quiet', 'playback');
   * ```
   *
   * @param config a text, which then is all there is: names of the usual configuration (`hw`, `default`) are not in it;
   * or a {@link Config}, `Config.update()` with something loaded into it, say. It may be closed as soon as the PCM is open
   * @throws ConfigSyntaxError where the text is broken; AlsaError as {@link open}
   */
  static openWithConfig(
    config: string | Config,
    name: string,
    stream: PcmStream,
    options: PcmOpenOptions = {},
  ): Pcm {
    requireDefinitionName('name', name);
    const direction = requireOneOf('stream', pcmStreams, stream);
    const cell = new PointerCell();
    const result = withTree(config, (tree) =>
      pcmApi.snd_pcm_open_lconf(cell.cell, name, direction, modeOf(options), tree),
    );
    check('snd_pcm_open_lconf', result, { action: `cannot open "${name}" for ${stream}` });
    return new Pcm(own(cell.value!), name, stream);
  }

  // --- running ---

  /** Makes the stream ready to start. `snd_pcm_prepare` */
  prepare(): void {
    check('snd_pcm_prepare', pcmApi.snd_pcm_prepare(requireSetup(this)));
  }

  /** `snd_pcm_start` */
  start(): void {
    check('snd_pcm_start', pcmApi.snd_pcm_start(requireSetup(this)));
  }

  /** Stops at once; what is in the buffer is lost. `snd_pcm_drop` */
  drop(): void {
    check('snd_pcm_drop', pcmApi.snd_pcm_drop(requireSetup(this)));
  }

  /**
   * Stops once everything in the buffer was played. `snd_pcm_drain`
   *
   * A blocking PCM holds the thread until then. A non-blocking one gives false while it still plays: wait, ask
   * {@link state}, and call again until it is SETUP.
   */
  drain(): boolean {
    const result = pcmApi.snd_pcm_drain(requireSetup(this));
    if (result === -EAGAIN) return false;
    check('snd_pcm_drain', result);
    return true;
  }

  /** Holds or continues a running stream, where the hardware can. `snd_pcm_pause` */
  pause(hold: boolean): void {
    check('snd_pcm_pause', pcmApi.snd_pcm_pause(requireSetup(this), hold ? 1 : 0));
  }

  /**
   * Continues after a suspend. `snd_pcm_resume`
   *
   * @returns false while the hardware is not awake yet: try again later
   * @throws AlsaError of kind `unsupported` where the device must be prepared instead
   */
  resume(): boolean {
    const result = pcmApi.snd_pcm_resume(requireSetup(this));
    if (result === -EAGAIN) return false;
    check('snd_pcm_resume', result);
    return true;
  }

  /** Sets positions to zero without stopping. `snd_pcm_reset` */
  reset(): void {
    check('snd_pcm_reset', pcmApi.snd_pcm_reset(requireSetup(this)));
  }

  /** Gets over an xrun, a suspend or an interrupt that `error` tells of; throws it again if it is none. `snd_pcm_recover` */
  recover(error: AlsaError): void {
    const address = requireSetup(this);
    if (!(error instanceof AlsaError))
      throw new AlsatsError('invalid', 'recover needs the AlsaError that was thrown');
    check('snd_pcm_recover', pcmApi.snd_pcm_recover(address, -error.errno, 1));
  }

  // --- positions, all in frames ---

  /** Frames that can be transferred, read from the hardware now. `snd_pcm_avail` */
  avail(): number {
    return check('snd_pcm_avail', pcmApi.snd_pcm_avail(requireSetup(this)));
  }

  /** The same by the last known position: cheap. `snd_pcm_avail_update` */
  availUpdate(): number {
    return check('snd_pcm_avail_update', pcmApi.snd_pcm_avail_update(requireSetup(this)));
  }

  /** Frames until one written now is heard, or since one read now was captured. `snd_pcm_delay` */
  delay(): number {
    check('snd_pcm_delay', pcmApi.snd_pcm_delay(requireSetup(this), longCell.cell));
    return Number(longCell.value);
  }

  /** Both at one moment. `snd_pcm_avail_delay` */
  availDelay(): { availFrames: number; delayFrames: number } {
    const result = pcmApi.snd_pcm_avail_delay(requireSetup(this), longCell.cell, secondLongCell.cell);
    check('snd_pcm_avail_delay', result);
    return { availFrames: Number(longCell.value), delayFrames: Number(secondLongCell.value) };
  }

  /** `snd_pcm_hwsync` */
  hwsync(): void {
    check('snd_pcm_hwsync', pcmApi.snd_pcm_hwsync(requireSetup(this)));
  }

  /** `snd_pcm_rewindable` */
  rewindable(): number {
    return check('snd_pcm_rewindable', pcmApi.snd_pcm_rewindable(requireSetup(this)));
  }

  /** Moves the application's position back; gives the frames really moved. `snd_pcm_rewind` */
  rewind(frames: number): number {
    requireInteger('frames', frames, 0, MAX_FRAMES);
    return check('snd_pcm_rewind', pcmApi.snd_pcm_rewind(requireSetup(this), frames));
  }

  /** `snd_pcm_forwardable` */
  forwardable(): number {
    return check('snd_pcm_forwardable', pcmApi.snd_pcm_forwardable(requireSetup(this)));
  }

  /** Moves the application's position ahead; gives the frames really moved. `snd_pcm_forward` */
  forward(frames: number): number {
    requireInteger('frames', frames, 0, MAX_FRAMES);
    return check('snd_pcm_forward', pcmApi.snd_pcm_forward(requireSetup(this), frames));
  }

  /** Frames that can be transferred, with the time that was so. `snd_pcm_htimestamp` */
  htimestamp(): { availFrames: number; timeNs: bigint } {
    const address = requireSetup(this);
    check('snd_pcm_htimestamp', pcmApi.snd_pcm_htimestamp(address, ulongCell.cell, timespecCell.cell));
    return { availFrames: Number(ulongCell.value), timeNs: timespecCell.nanoseconds };
  }

  /**
   * A snapshot with all counts and time stamps; before hardware parameters are installed, of a PCM that is a device of the
   * kernel only. `snd_pcm_status`
   */
  status(options?: PcmStatusOptions): PcmStatus {
    // A plug-in for capture divides by the length of the buffer it does not have yet.
    const canTell = this.type === 'HW' || this.type === 'NULL';
    return readPcmStatus(canTell ? addressOf(this) : requireSetup(this), options);
  }

  // --- transfer ---

  /**
   * Reads and writes in elements of `kind`, which must be how the samples lie in memory: Int16Array for S16 in the
   * machine's byte order, and so on. @throws AlsatsError of kind `invalid` where it is not
   */
  io<T extends SampleArray>(kind: SampleArrayConstructor<T>): PcmIo<OverAnyMemory<T>> {
    requireSetup(this);
    const setup = this.setup!;
    if (!arrayFitsFormat(kind.name, setup.format)) {
      throw new AlsatsError('invalid', `samples of ${setup.format} are no elements of a ${kind.name}`, {
        hint: 'use ioBytes()',
      });
    }
    return new PcmIo<OverAnyMemory<T>>(internal, this, setup, setup.channels);
  }

  /** Reads and writes whole frames as bytes, whatever the format. */
  ioBytes(): PcmIo<Uint8Array> {
    requireSetup(this);
    const setup = this.setup!;
    if (setup.frameBytes === null)
      throw new AlsatsError('unsupported', `frames of ${setup.format} do not end on a byte`);
    return new PcmIo<Uint8Array>(internal, this, setup, setup.frameBytes);
  }

  /**
   * Lets `use` copy samples into or out of the mapped buffer, and commits as many frames as it returns.
   * `snd_pcm_mmap_begin`, `snd_pcm_mmap_commit`. A playback PCM does not start by itself this way: call {@link start}.
   *
   * @param frames how many are wanted; the region may hold fewer, or none
   * @returns the frames committed
   */
  mmap(frames: number, use: (region: MmapRegion) => number): number {
    requireSetup(this);
    return withMmapRegion(this, this.setup!, requireInteger('frames', frames, 0, MAX_FRAMES), use);
  }

  /** Frames that so many bytes hold, by the setup. `snd_pcm_bytes_to_frames` */
  bytesToFrames(bytes: number): number {
    requireInteger('bytes', bytes, 0, Number.MAX_SAFE_INTEGER);
    return check('snd_pcm_bytes_to_frames', pcmApi.snd_pcm_bytes_to_frames(requireSetup(this), bytes));
  }

  /** Bytes that so many frames take, by the setup. `snd_pcm_frames_to_bytes` */
  framesToBytes(frames: number): number {
    requireInteger('frames', frames, 0, MAX_FRAMES);
    return check('snd_pcm_frames_to_bytes', pcmApi.snd_pcm_frames_to_bytes(requireSetup(this), frames));
  }

  // --- waiting ---

  /** `snd_pcm_poll_descriptors` */
  pollDescriptors(): PollDescriptors {
    const address = addressOf(this);
    const count = check('snd_pcm_poll_descriptors_count', pcmApi.snd_pcm_poll_descriptors_count(address));
    const descriptors = new PollDescriptors(internal, count, this, this.setup);
    check(
      'snd_pcm_poll_descriptors',
      pcmApi.snd_pcm_poll_descriptors(address, pollfdsOf(descriptors), count),
    );
    return descriptors;
  }

  /** `snd_pcm_poll_descriptors_revents` */
  pollRevents(descriptors: PollDescriptors): number {
    PollDescriptors.requireFrom(descriptors, this, this.setup);
    const func = 'snd_pcm_poll_descriptors_revents';
    check(func, pcmApi[func](addressOf(this), pollfdsOf(descriptors), descriptors.length, reventsCell.cell));
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
    return check('snd_pcm_wait', pcmApi.snd_pcm_wait(requireSetup(this), timeout)) > 0;
  }

  /** The same on the event loop: resolves with the poll bits, with 0 after the timeout. */
  ready(options?: WaitOptions): Promise<number> {
    requireSetup(this);
    return waitFor(this, options);
  }

  // --- several streams ---

  /** Starts and stops `other` together with this stream. `snd_pcm_link` */
  link(other: Pcm): void {
    check('snd_pcm_link', pcmApi.snd_pcm_link(addressOf(this), addressOf(other)));
  }

  /** `snd_pcm_unlink` */
  unlink(): void {
    check('snd_pcm_unlink', pcmApi.snd_pcm_unlink(addressOf(this)));
  }
}

const EAGAIN = 11;
