/**
 * Permutes the channels of interleaved frames in place, for a channel order that the device cannot take itself.
 * Samples are moved bit by bit, so any format works whose samples are whole bytes.
 */

import { AlsatsError } from '../error.js';
import { type UnitBytes, type Units, unitsOf, widestUnit } from './sample-units.js';

/** Where the units of a frame come from, for one unit size; units that stay in place are left out. */
interface Moves {
  readonly targets: Uint16Array;
  readonly sources: Uint16Array;
  readonly held: Uint32Array;
}

/** A fixed permutation of channels. */
export class ChannelRemap {
  /** Whether every channel stays where it is, so that `apply` does nothing. */
  readonly isIdentity: boolean;
  readonly #bytesPerSample: number;
  readonly #sourceOfTarget: readonly number[];
  readonly #movesByUnit = new Map<UnitBytes, Moves>();

  /**
   * `sourceOfTarget[n]` is the channel that channel n shall come from: `[1, 0]` swaps two.
   *
   * @throws AlsatsError `invalid` if that is no permutation of the channels
   */
  constructor(bytesPerSample: number, sourceOfTarget: readonly number[]) {
    const sorted = [...sourceOfTarget].sort((a, b) => a - b);
    if (!sorted.every((channel, index) => channel === index)) {
      throw new AlsatsError('invalid', `[${sourceOfTarget}] does not name each channel once`);
    }
    this.isIdentity = sourceOfTarget.every((channel, index) => channel === index);
    this.#bytesPerSample = bytesPerSample;
    this.#sourceOfTarget = [...sourceOfTarget];
  }

  /** Permutes the first `frames` frames of `bytes`. @throws RangeError if `bytes` is shorter than that */
  apply(bytes: Uint8Array, frames: number): void {
    if (bytes.length < frames * this.#sourceOfTarget.length * this.#bytesPerSample) {
      throw new RangeError(`${bytes.length} bytes do not hold ${frames} frames`);
    }
    if (this.isIdentity) return;
    const unitBytes = widestUnit(this.#bytesPerSample, [bytes]);
    const frameUnits = (this.#bytesPerSample / unitBytes) * this.#sourceOfTarget.length;
    moveUnits(unitsOf(bytes, unitBytes), this.#moves(unitBytes), frameUnits, frames);
  }

  /** The permutation that undoes this one. */
  inverse(): ChannelRemap {
    const targetOfSource = new Array<number>(this.#sourceOfTarget.length);
    this.#sourceOfTarget.forEach((source, target) => {
      targetOfSource[source] = target;
    });
    return new ChannelRemap(this.#bytesPerSample, targetOfSource);
  }

  #moves(unitBytes: UnitBytes): Moves {
    const known = this.#movesByUnit.get(unitBytes);
    if (known !== undefined) return known;
    const units = this.#bytesPerSample / unitBytes;
    const targets: number[] = [];
    const sources: number[] = [];
    this.#sourceOfTarget.forEach((source, target) => {
      for (let unit = 0; unit < units && source !== target; unit++) {
        targets.push(target * units + unit);
        sources.push(source * units + unit);
      }
    });
    const moves = {
      targets: Uint16Array.from(targets),
      sources: Uint16Array.from(sources),
      held: new Uint32Array(targets.length),
    };
    this.#movesByUnit.set(unitBytes, moves);
    return moves;
  }
}

function moveUnits(units: Units, moves: Moves, frameUnits: number, frames: number): void {
  const { targets, sources, held } = moves;
  const count = targets.length;
  const end = frames * frameUnits;
  for (let frame = 0; frame < end; frame += frameUnits) {
    for (let i = 0; i < count; i++) held[i] = units[frame + (sources[i] as number)] as number;
    for (let i = 0; i < count; i++) units[frame + (targets[i] as number)] = held[i] as number;
  }
}
