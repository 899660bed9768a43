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
import { MAX_FRAMES, MAX_INT, requireInteger } from '../arguments.js';
import type { Config } from '../config/config.js';
import { withTree } from '../config/local-trees.js';
import { AlsaError, check } from '../error.js';
import { pcmApi } from '../native/api/pcm.js';
import { UshortCell } from '../native/memory.js';
import { addressOf, internal } from '../native-object.js';
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
import type { PcmStream } from './names.js';
import { openPcm, type PcmOpenOptions } from './open.js';
import { requireSetup } from './pcm-handle.js';
import { PcmPositions } from './pcm-positions.js';

const reventsCell = new UshortCell();

/** A PCM stream. Opened by {@link Pcm.open}, freed by `close()` or by `using`. */
export class Pcm extends PcmPositions implements Pollable {
  /**
   * Opens a PCM by any name ALSA's configuration knows. `snd_pcm_open`
   *
   * @throws AlsaError of kind `not-found`, `busy`, `permission` …
   */
  static open(name: string, stream: PcmStream, options: PcmOpenOptions = {}): Pcm {
    const address = openPcm(
      'snd_pcm_open',
      (cell, direction, mode) => pcmApi.snd_pcm_open(cell, name, direction, mode),
      name,
      stream,
      options,
    );
    return new Pcm(address, name, stream);
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
    const address = openPcm(
      'snd_pcm_open_lconf',
      (cell, direction, mode) =>
        withTree(config, (tree) => pcmApi.snd_pcm_open_lconf(cell, name, direction, mode, tree)),
      name,
      stream,
      options,
    );
    return new Pcm(address, name, stream);
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
