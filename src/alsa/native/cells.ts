/**
 * Out-parameters: one C value in memory of its own. Pass `.cell` where C wants the pointer, read `.value` after.
 *
 * A typed array passed by address costs 50 ns a call where koffi's own out-parameters cost 260. Cells may be kept and
 * used again, but not across two calls that run at once.
 */
import { abi } from './layout.js';
import { libraryTimeBytes } from './library.js';
import type { Address, LongResult } from './types.js';

/** `int *` and pointers to enums. */
export class IntCell {
  static readonly byteLength = 4;
  readonly cell = new Int32Array(new ArrayBuffer(4));
  get value(): number {
    return this.cell[0]!;
  }
  set value(value: number) {
    this.cell[0] = value;
  }
}

/** `unsigned int *` */
export class UintCell {
  static readonly byteLength = 4;
  readonly cell = new Uint32Array(new ArrayBuffer(4));
  get value(): number {
    return this.cell[0]!;
  }
  set value(value: number) {
    this.cell[0] = value;
  }
}

/** `unsigned short *` */
export class UshortCell {
  static readonly byteLength = 2;
  readonly cell = new Uint16Array(new ArrayBuffer(2));
  get value(): number {
    return this.cell[0]!;
  }
  set value(value: number) {
    this.cell[0] = value;
  }
}

/** `double *` */
export class DoubleCell {
  static readonly byteLength = 8;
  readonly cell = new Float64Array(new ArrayBuffer(8));
  get value(): number {
    return this.cell[0]!;
  }
  set value(value: number) {
    this.cell[0] = value;
  }
}

/** 8 bytes as two words, little-endian, because a read through BigInt64Array makes a bigint each time. */
class WideCell {
  readonly cell = new Uint32Array(new ArrayBuffer(8));
  readonly #isSigned: boolean;

  constructor(isSigned: boolean) {
    this.#isSigned = isSigned;
  }

  /** A number, or a bigint beyond 2^53. */
  get value(): LongResult {
    const high = this.#isSigned ? this.cell[1]! | 0 : this.cell[1]!;
    const value = high * 0x1_0000_0000 + this.cell[0]!;
    return Number.isSafeInteger(value) ? value : (BigInt(high) << 32n) | BigInt(this.cell[0]!);
  }
  set value(value: LongResult) {
    const bits = BigInt.asUintN(64, BigInt(value));
    this.cell[0] = Number(bits & 0xffff_ffffn);
    this.cell[1] = Number(bits >> 32n);
  }
}

/** `int64_t *`, `long long *` */
export class Int64Cell extends WideCell {
  static readonly byteLength = 8;
  constructor() {
    super(true);
  }
}

/** `uint64_t *` */
export class Uint64Cell extends WideCell {
  static readonly byteLength = 8;
  constructor() {
    super(false);
  }
}

const isNarrow = abi.wordBytes === 4;

/** What the cell of a C `long` has, whatever its width. */
export interface LongCellShape {
  readonly cell: Int32Array | Uint32Array;
  /** A number, or a bigint beyond 2^53. */
  value: LongResult;
}
/** Makes cells of a C `long`. */
export interface LongCellClass {
  /** 8, or 4 on a 32-bit system. */
  readonly byteLength: number;
  new (): LongCellShape;
}

/** `long *`, `snd_pcm_sframes_t *`, `ssize_t *` */
export const LongCell: LongCellClass = isNarrow ? IntCell : Int64Cell;
export type LongCell = LongCellShape;

/** `unsigned long *`, `snd_pcm_uframes_t *`, `size_t *` */
export const UlongCell: LongCellClass = isNarrow ? UintCell : Uint64Cell;
export type UlongCell = LongCellShape;

/** Pointer to a pointer: what an `…_open` or `…_malloc` fills in. */
export class PointerCell {
  static readonly byteLength: number = abi.wordBytes;
  readonly cell: BigUint64Array | Uint32Array = isNarrow
    ? new Uint32Array(new ArrayBuffer(4))
    : new BigUint64Array(new ArrayBuffer(8));

  /** The address, or null for NULL. */
  get value(): Address | null {
    const value = BigInt(this.cell[0]!);
    return value === 0n ? null : value;
  }
  set value(value: Address | null) {
    if (this.cell instanceof Uint32Array) this.cell[0] = Number(value ?? 0n);
    else this.cell[0] = value ?? 0n;
  }
}

/** `struct timespec *` (`snd_htimestamp_t *`), laid out as libasound has it. */
export class TimespecCell {
  /** Room for the largest layout. */
  readonly cell = new Uint8Array(new ArrayBuffer(16));
  readonly #view = new DataView(this.cell.buffer);

  /** The whole time in nanoseconds. */
  get nanoseconds(): bigint {
    return BigInt(this.seconds) * 1_000_000_000n + BigInt(this.subsecondNanoseconds);
  }

  /** `tv_sec` */
  get seconds(): LongResult {
    if (libraryTimeBytes() === 4) return this.#view.getInt32(0, true);
    const seconds = this.#view.getBigInt64(0, true);
    const value = Number(seconds);
    return Number.isSafeInteger(value) ? value : seconds;
  }

  /** `tv_nsec`, less than 1e9; its upper half, where there is one, is zero or padding. */
  get subsecondNanoseconds(): number {
    return this.#view.getInt32(libraryTimeBytes(), true);
  }
}
