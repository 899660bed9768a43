/** Transfer of frames between a PCM and typed arrays, checked against what is installed on the PCM. */

import type { SampleFormat } from '../../audio/sample-format.js';
import { AlsatsError } from '../../error.js';
import { requireInteger } from '../arguments.js';
import { AlsaError } from '../error.js';
import { pcmApi } from '../native/api/pcm.js';
import { addressOfMemory, PointerCell } from '../native/memory.js';
import type { LongResult, Pointer } from '../native/types.js';
import { addressOf, type Internal, requireInternal } from '../native-object.js';
import type { PcmAccess } from './names.js';
import type { Pcm } from './pcm.js';
import type { PcmSetup } from './setup.js';

/** The typed arrays samples come in. */
export type SampleArray =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array;

export interface SampleArrayConstructor<T extends SampleArray> {
  readonly BYTES_PER_ELEMENT: number;
  readonly name: string;
  new (length: number): T;
}

/** Arrays of a kind over any memory. Their constructors name those over an ArrayBuffer alone, not over a Buffer's. */
export type OverAnyMemory<T extends SampleArray> = T extends Int8Array
  ? Int8Array
  : T extends Uint8Array
    ? Uint8Array
    : T extends Int16Array
      ? Int16Array
      : T extends Uint16Array
        ? Uint16Array
        : T extends Int32Array
          ? Int32Array
          : T extends Uint32Array
            ? Uint32Array
            : T extends Float32Array
              ? Float32Array
              : Float64Array;

const suffix = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 'LE' : 'BE';

/** Formats whose samples are elements of each kind of array, in the machine's byte order. */
const formatsOfArray: Readonly<Record<string, readonly string[]>> = {
  Int8Array: ['S8'],
  Uint8Array: ['U8', 'MU_LAW', 'A_LAW', 'DSD_U8'],
  Int16Array: [`S16_${suffix}`],
  Uint16Array: [`U16_${suffix}`, `DSD_U16_${suffix}`],
  Int32Array: [`S32_${suffix}`, `S24_${suffix}`, `S20_${suffix}`],
  Uint32Array: [
    `U32_${suffix}`,
    `U24_${suffix}`,
    `U20_${suffix}`,
    `DSD_U32_${suffix}`,
    `IEC958_SUBFRAME_${suffix}`,
  ],
  Float32Array: [`FLOAT_${suffix}`],
  Float64Array: [`FLOAT64_${suffix}`],
};

/** Whether elements of this kind of array are samples of `format` as they lie in memory. */
export function arrayFitsFormat(arrayName: string, format: SampleFormat): boolean {
  return formatsOfArray[arrayName]?.includes(format) ?? false;
}

const EAGAIN = 11;

type Transfer = 'writei' | 'readi' | 'writen' | 'readn';

const interleaved: readonly PcmAccess[] = ['RW_INTERLEAVED', 'MMAP_INTERLEAVED'];
const perChannel: readonly PcmAccess[] = ['RW_NONINTERLEAVED', 'MMAP_NONINTERLEAVED'];

/**
 * Reads and writes frames in elements of one kind of typed array, made by {@link Pcm.io} or {@link Pcm.ioBytes}.
 *
 * It holds for the setup it was made with: after new hardware parameters, make a new one. All calls give the frames
 * transferred, which may be fewer than asked for, and 0 where a non-blocking PCM had no room or no data. An xrun, a
 * suspend, a device gone are an AlsaError of kind `xrun`, `suspended`, `disconnected`.
 */
export class PcmIo<T extends SampleArray> {
  readonly #pcm: Pcm;
  readonly #setup: PcmSetup;
  readonly #elementsPerFrame: number;
  #pointers: BigUint64Array | Uint32Array | null = null;
  readonly #call: Readonly<Record<Transfer, (pcm: bigint, buffer: Pointer, frames: number) => LongResult>>;

  /** @internal */
  constructor(token: Internal, pcm: Pcm, setup: PcmSetup, elementsPerFrame: number) {
    requireInternal(token);
    this.#pcm = pcm;
    this.#setup = setup;
    this.#elementsPerFrame = elementsPerFrame;
    // The access chosen decides which functions alsa-lib wants; bound here, they cost nothing per call.
    const mmap = setup.access.startsWith('MMAP');
    this.#call = {
      writei: mmap ? pcmApi.snd_pcm_mmap_writei : pcmApi.snd_pcm_writei,
      readi: mmap ? pcmApi.snd_pcm_mmap_readi : pcmApi.snd_pcm_readi,
      writen: mmap ? pcmApi.snd_pcm_mmap_writen : pcmApi.snd_pcm_writen,
      readn: mmap ? pcmApi.snd_pcm_mmap_readn : pcmApi.snd_pcm_readn,
    };
  }

  /** Array elements that make a frame: the channels, or for bytes the bytes of a frame. */
  get elementsPerFrame(): number {
    return this.#elementsPerFrame;
  }

  /**
   * Writes interleaved frames. `snd_pcm_writei`, `snd_pcm_mmap_writei`
   *
   * @param samples whole frames; what is left over at the end is not touched
   * @param frames how many of them, all by default
   * @param firstFrame where in `samples` to start
   */
  writei(samples: T, frames?: number, firstFrame = 0): number {
    return this.#interleaved('writei', 'playback', samples, frames, firstFrame);
  }

  /** Reads interleaved frames into `samples`. `snd_pcm_readi`, `snd_pcm_mmap_readi` */
  readi(samples: T, frames?: number, firstFrame = 0): number {
    return this.#interleaved('readi', 'capture', samples, frames, firstFrame);
  }

  /** Writes one array a channel. `snd_pcm_writen`, `snd_pcm_mmap_writen` */
  writen(channels: readonly T[], frames?: number): number {
    return this.#separate('writen', 'playback', channels, frames);
  }

  /** Reads into one array a channel. `snd_pcm_readn`, `snd_pcm_mmap_readn` */
  readn(channels: readonly T[], frames?: number): number {
    return this.#separate('readn', 'capture', channels, frames);
  }

  #interleaved(
    transfer: 'writei' | 'readi',
    stream: 'playback' | 'capture',
    samples: T,
    frames: number | undefined,
    firstFrame: number,
  ): number {
    const address = this.#requireUse(stream, interleaved, transfer);
    if (!ArrayBuffer.isView(samples)) throw new AlsatsError('invalid', 'samples must be a typed array');
    const elements = this.#elementsPerFrame;
    const available = Math.floor(samples.length / elements);
    requireInteger('firstFrame', firstFrame, 0, available);
    const count =
      frames === undefined
        ? available - firstFrame
        : requireInteger('frames', frames, 0, available - firstFrame);
    if (count === 0) return 0;
    const start = firstFrame === 0 ? samples : samples.subarray(firstFrame * elements);
    return this.#result(transfer, this.#call[transfer](address, start, count));
  }

  #separate(
    transfer: 'writen' | 'readn',
    stream: 'playback' | 'capture',
    channels: readonly T[],
    frames: number | undefined,
  ): number {
    const address = this.#requireUse(stream, perChannel, transfer);
    if (
      channels.length !== this.#setup.channels ||
      !channels.every((channel) => ArrayBuffer.isView(channel))
    ) {
      throw new AlsatsError('invalid', `${this.#setup.channels} typed arrays are needed, one a channel`);
    }
    const elements = this.#elementsPerFrame / this.#setup.channels;
    const available = Math.floor(Math.min(...channels.map((channel) => channel.length)) / elements);
    const count = frames === undefined ? available : requireInteger('frames', frames, 0, available);
    if (count === 0) return 0;
    return this.#result(transfer, this.#call[transfer](address, this.#pointersTo(channels), count));
  }

  /** The `void **` that C wants: one address a channel, in memory that is made once. */
  #pointersTo(channels: readonly T[]): BigUint64Array | Uint32Array {
    this.#pointers ??=
      PointerCell.byteLength === 4 ? new Uint32Array(channels.length) : new BigUint64Array(channels.length);
    for (const [index, channel] of channels.entries()) {
      const address = addressOfMemory(channel);
      if (this.#pointers instanceof BigUint64Array) this.#pointers[index] = address;
      else this.#pointers[index] = Number(address);
    }
    return this.#pointers;
  }

  #requireUse(stream: 'playback' | 'capture', accesses: readonly PcmAccess[], transfer: Transfer): bigint {
    const address = addressOf(this.#pcm);
    if (this.#pcm.setup !== this.#setup) {
      throw new AlsatsError('invalid', 'the PCM was set up anew; make a new io object');
    }
    if (this.#pcm.stream !== stream)
      throw new AlsatsError('invalid', `${transfer} needs a PCM opened for ${stream}`);
    if (!accesses.includes(this.#setup.access)) {
      throw new AlsatsError(
        'invalid',
        `${transfer} needs access ${accesses.join(' or ')}, not ${this.#setup.access}`,
      );
    }
    return address;
  }

  #result(transfer: Transfer, result: LongResult): number {
    const value = Number(result);
    if (value >= 0) return value;
    if (value === -EAGAIN) return 0;
    throw new AlsaError(`snd_pcm_${transfer}`, -value);
  }
}
