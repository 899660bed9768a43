/** A part of a PCM's mapped buffer, for the length of one callback. */

import { AlsatsError } from '../../error.js';
import { requireInteger } from '../arguments.js';
import { check } from '../error.js';
import { pcmApi } from '../native/api/pcm.js';
import { abi, channelAreaLayout } from '../native/layout.js';
import { GuardedView, PointerCell, readPointer, readUint32, UlongCell } from '../native/memory.js';
import type { Address } from '../native/types.js';
import { addressOf, type Internal, internal, requireInternal } from '../native-object.js';
import type { Pcm } from './pcm.js';
import type { PcmSetup } from './setup.js';

const area = channelAreaLayout(abi);

/**
 * Frames of the mapped buffer. Samples are copied in and out: a view of foreign memory could outlive it.
 *
 * Interleaved access has one plane that holds whole frames, the other accesses have a plane a channel.
 */
export class MmapRegion {
  /** Frames that are here, maybe fewer than asked for: the buffer ends somewhere. */
  readonly frames: number;
  readonly #planes: readonly GuardedView[];
  readonly #stillMapped: () => void;

  /** @internal */
  constructor(token: Internal, frames: number, planes: readonly GuardedView[], stillMapped: () => void) {
    requireInternal(token);
    this.frames = frames;
    this.#planes = planes;
    this.#stillMapped = stillMapped;
  }

  get planes(): number {
    return this.#planes.length;
  }

  /** Copies samples into a plane, `byteOffset` bytes from its start. @throws RangeError beyond its end */
  write(samples: ArrayBufferView, byteOffset = 0, plane = 0): void {
    this.#plane(plane).write(samples, byteOffset);
  }

  /** Fills `samples` from a plane. @throws RangeError beyond its end */
  read(samples: ArrayBufferView, byteOffset = 0, plane = 0): void {
    this.#plane(plane).read(samples, byteOffset);
  }

  #plane(plane: number): GuardedView {
    this.#stillMapped();
    return this.#planes[requireInteger('plane', plane, 0, this.#planes.length - 1)]!;
  }
}

const areasCell = new PointerCell();
const offsetCell = new UlongCell();
const framesCell = new UlongCell();

/**
 * `snd_pcm_mmap_begin`, the callback, `snd_pcm_mmap_commit` of as many frames as it says. Where it throws, nothing is
 * committed.
 */
export function withMmapRegion(
  pcm: Pcm,
  setup: PcmSetup,
  frames: number,
  use: (region: MmapRegion) => number,
): number {
  const address = addressOf(pcm);
  if (!setup.access.startsWith('MMAP')) {
    throw new AlsatsError('invalid', `mmap needs an MMAP access, not ${setup.access}`);
  }
  framesCell.value = frames;
  // Without the update the library offers what was free the last time somebody asked.
  check('snd_pcm_avail_update', pcmApi.snd_pcm_avail_update(address));
  const result = pcmApi.snd_pcm_mmap_begin(address, areasCell.cell, offsetCell.cell, framesCell.cell);
  check('snd_pcm_mmap_begin', result);
  const offset = Number(offsetCell.value);
  const offered = Number(framesCell.value);
  const planes = planesOf(setup, areasCell.value!, offset, offered);
  const stillMapped = () => {
    // The callback itself may have closed the PCM or set it up anew.
    if (addressOf(pcm) !== address || pcm.setup !== setup) {
      throw new AlsatsError('closed', 'the buffer is not mapped any more');
    }
  };
  try {
    const used = requireInteger(
      'the frames used',
      use(new MmapRegion(internal, offered, planes, stillMapped)),
      0,
      offered,
    );
    stillMapped();
    return check('snd_pcm_mmap_commit', pcmApi.snd_pcm_mmap_commit(address, offset, used));
  } finally {
    for (const plane of planes) plane.end();
  }
}

/** The places the areas of the channels stand for; `first` and `step` count bits. */
function planesOf(setup: PcmSetup, areas: Address, offset: number, frames: number): GuardedView[] {
  const interleaved = setup.access === 'MMAP_INTERLEAVED';
  const frameBits = (setup.frameBytes ?? 0) * 8;
  const sampleBits = frameBits / setup.channels;
  const planes: GuardedView[] = [];
  for (let channel = 0; channel < (interleaved ? 1 : setup.channels); channel++) {
    const entry = areas + BigInt(channel * area.byteLength);
    const base = readPointer(entry + BigInt(area.offsets.addr));
    const firstBits = readUint32(entry + BigInt(area.offsets.first));
    const stepBits = readUint32(entry + BigInt(area.offsets.step));
    const wanted = interleaved ? frameBits : sampleBits;
    if (base === null || stepBits !== wanted || firstBits % 8 !== 0 || wanted % 8 !== 0) {
      throw new AlsatsError(
        'unsupported',
        'the samples of this buffer do not lie in whole bytes one after another',
      );
    }
    const startByte = (firstBits + offset * stepBits) / 8;
    planes.push(new GuardedView(base + BigInt(startByte), (frames * stepBits) / 8));
  }
  return planes;
}
