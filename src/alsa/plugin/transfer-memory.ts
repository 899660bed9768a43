/** The frames of one transfer: a copy that JavaScript may keep its hands on, beside the memory of C. */

import { AlsatsError } from '../../error.js';
import { koffi } from '../native/koffi.js';
import { abi, channelAreaLayout } from '../native/layout.js';
import { readUint32 } from '../native/memory.js';
import type { Address } from '../native/types.js';
import type { PcmSetup } from '../pcm/setup.js';

const { offsets } = channelAreaLayout(abi);

/** Where frame `offset` of interleaved areas lies: those of the first channel tell of all. */
export function areaAddress(areas: Address, offset: number): Address {
  const base = BigInt(koffi().decode.ulong(areas + BigInt(offsets.addr)));
  const firstBits = readUint32(areas + BigInt(offsets.first));
  const stepBits = readUint32(areas + BigInt(offsets.step));
  return base + BigInt((firstBits + offset * stepBits) / 8);
}

/** Made once a setup, so that nothing is allocated per transfer but a view. */
export class TransferMemory {
  readonly frames: number;
  readonly frameBytes: number;
  readonly #bytes: Uint8Array;
  #lastFrames = -1;
  #last: Uint8Array;

  constructor({ bufferFrames, frameBytes }: PcmSetup) {
    if (frameBytes === null) throw new AlsatsError('unsupported', 'frames that do not end on a byte');
    this.frames = bufferFrames;
    this.frameBytes = frameBytes;
    this.#bytes = new Uint8Array(bufferFrames * frameBytes);
    this.#last = this.#bytes;
  }

  /** Room for so many frames; the same array for the same number. */
  bytesOf(frames: number): Uint8Array {
    if (frames !== this.#lastFrames) {
      this.#lastFrames = frames;
      this.#last = this.#bytes.subarray(0, frames * this.frameBytes);
    }
    return this.#last;
  }
}
