/** One numeric dimension of the hardware configuration space: `snd_pcm_hw_params_*_{rate,channels,…}`. */

import { MAX_UINT, requireInteger } from '../arguments.js';
import { pcmApi } from '../native/api/pcm.js';
import { IntCell, UintCell, UlongCell } from '../native/memory.js';
import type { LongResult, Pointer } from '../native/types.js';
import { type Internal, requireInternal } from '../native-object.js';
import type { HwSpace } from './hw-space.js';

/** A bound of a range. `direction` is -1 or 1 where the true bound lies a fraction below or above `value`. */
export interface Bound {
  readonly value: number;
  readonly direction: -1 | 0 | 1;
}

/** What C calls the dimension, how wide its numbers are, and whether its functions take a direction. */
export interface IntervalShape {
  readonly stem: string;
  readonly wide: boolean;
  readonly directed: boolean;
}

const api = pcmApi as unknown as Record<string, (...args: readonly unknown[]) => LongResult>;

const narrow = [new UintCell(), new UintCell()] as const;
const wide = [new UlongCell(), new UlongCell()] as const;
const directions = [new IntCell(), new IntCell()] as const;

/**
 * A range of a hardware parameter. Every `set…` narrows the space and gives what is left or chosen; none of them
 * reaches the device before {@link Pcm.setHwParams}.
 *
 * All throw AlsaError of kind `unsupported` where the space would become empty, `invalid` for arguments that make no
 * sense, and `closed` once the PCM is closed.
 */
export class HwInterval {
  readonly #space: HwSpace;
  readonly #shape: IntervalShape;

  /** @internal */
  constructor(token: Internal, space: HwSpace, shape: IntervalShape) {
    requireInternal(token);
    this.#space = space;
    this.#shape = shape;
  }

  /** The one value left. `snd_pcm_hw_params_get_<stem>` @throws AlsaError `unsupported` while there are several */
  get value(): number {
    return this.exact.value;
  }

  /** The one value left, with its direction. */
  get exact(): Bound {
    return this.#read(`get_${this.#shape.stem}`, [this.#space.memory]);
  }

  /** `snd_pcm_hw_params_get_<stem>_min` */
  get min(): Bound {
    return this.#read(`get_${this.#shape.stem}_min`, [this.#space.memory]);
  }

  /** `snd_pcm_hw_params_get_<stem>_max` */
  get max(): Bound {
    return this.#read(`get_${this.#shape.stem}_max`, [this.#space.memory]);
  }

  /** Whether `value` is still possible. `snd_pcm_hw_params_test_<stem>` */
  test(value: number, direction: -1 | 0 | 1 = 0): boolean {
    return this.#exactCall('test', value, direction) === 0;
  }

  /** Takes exactly `value`. `snd_pcm_hw_params_set_<stem>` */
  set(value: number, direction: -1 | 0 | 1 = 0): void {
    const func = `snd_pcm_hw_params_set_${this.#shape.stem}`;
    this.#space.narrow(func, () => this.#exactCall('set', value, direction));
  }

  /** Takes the nearest possible value and gives it. `snd_pcm_hw_params_set_<stem>_near` */
  setNear(value: number, direction: -1 | 0 | 1 = 0): number {
    return this.#write('near', value, direction).value;
  }

  /** Cuts off everything below `value`; gives the new minimum. `snd_pcm_hw_params_set_<stem>_min` */
  setMin(value: number, direction: -1 | 0 | 1 = 0): Bound {
    return this.#write('min', value, direction);
  }

  /** Cuts off everything above `value`; gives the new maximum. `snd_pcm_hw_params_set_<stem>_max` */
  setMax(value: number, direction: -1 | 0 | 1 = 0): Bound {
    return this.#write('max', value, direction);
  }

  /** Cuts the range at both ends; gives what is left. `snd_pcm_hw_params_set_<stem>_minmax` */
  setMinMax(min: number, max: number): { min: Bound; max: Bound } {
    const [low, high] = this.#shape.wide ? wide : narrow;
    const [lowDirection, highDirection] = directions;
    low.value = requireInteger('min', min, 0, MAX_UINT);
    high.value = requireInteger('max', max, 0, MAX_UINT);
    lowDirection.value = 0;
    highDirection.value = 0;
    const cells: Pointer[] = this.#shape.directed
      ? [low.cell, lowDirection.cell, high.cell, highDirection.cell]
      : [low.cell, high.cell];
    this.#call(`set_${this.#shape.stem}_minmax`, [this.#space.pcmAddress, this.#space.memory, ...cells]);
    return {
      min: { value: Number(low.value), direction: sign(lowDirection.value) },
      max: { value: Number(high.value), direction: sign(highDirection.value) },
    };
  }

  /** Takes the smallest possible value and gives it. `snd_pcm_hw_params_set_<stem>_first` */
  setFirst(): number {
    return this.#write('first', 0, 0).value;
  }

  /** Takes the largest possible value and gives it. `snd_pcm_hw_params_set_<stem>_last` */
  setLast(): number {
    return this.#write('last', 0, 0).value;
  }

  #exactCall(verb: 'test' | 'set', value: number, direction: number): number {
    const { stem, directed } = this.#shape;
    requireInteger(stem, value, 0, MAX_UINT);
    requireInteger('direction', direction, -1, 1);
    const { pcmAddress, memory } = this.#space;
    const name = `snd_pcm_hw_params_${verb}_${stem}`;
    return Number(
      directed ? api[name]!(pcmAddress, memory, value, direction) : api[name]!(pcmAddress, memory, value),
    );
  }

  #write(suffix: string, value: number, direction: number): Bound {
    const { stem } = this.#shape;
    requireInteger(stem, value, 0, MAX_UINT);
    requireInteger('direction', direction, -1, 1);
    const { pcmAddress, memory } = this.#space;
    return this.#read(`set_${stem}_${suffix}`, [pcmAddress, memory], value, direction);
  }

  #read(name: string, leading: readonly Pointer[], value = 0, direction = 0): Bound {
    const cell = this.#shape.wide ? wide[0] : narrow[0];
    const directionCell = directions[0];
    cell.value = value;
    directionCell.value = direction;
    this.#call(
      name,
      this.#shape.directed ? [...leading, cell.cell, directionCell.cell] : [...leading, cell.cell],
    );
    return { value: Number(cell.value), direction: sign(directionCell.value) };
  }

  #call(name: string, args: readonly Pointer[]): void {
    const func = `snd_pcm_hw_params_${name}`;
    this.#space.narrow(func, () => api[func]!(...args));
  }
}

function sign(direction: number): -1 | 0 | 1 {
  return direction < 0 ? -1 : direction > 0 ? 1 : 0;
}
