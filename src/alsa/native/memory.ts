/**
 * Memory that C and JavaScript share: blocks and out-parameters that JavaScript owns, and reads of memory that C owns.
 *
 * All blocks are off the JavaScript heap from the start (a small typed array would lie on it, where the collector moves
 * things), so their address stays the same as long as the object is reachable. C must not use them beyond that.
 */
import { AlsatsError } from '../../error.js';
import { koffi } from './koffi.js';
import { abi } from './layout.js';
import { libc } from './libc.js';
import type { Address } from './types.js';

export {
  DoubleCell,
  Int64Cell,
  IntCell,
  LongCell,
  type LongCellClass,
  type LongCellShape,
  PointerCell,
  TimespecCell,
  Uint64Cell,
  UintCell,
  UlongCell,
  UshortCell,
} from './cells.js';

/** Zeroed memory of `byteLength` bytes, for an opaque object whose size its `snd_…_sizeof()` tells. */
export function allocOpaque(byteLength: number): Uint8Array {
  return new Uint8Array(new ArrayBuffer(byteLength));
}

/** The address of JavaScript's own memory. It is good only while the memory is reachable from JavaScript. */
export function addressOfMemory(memory: ArrayBufferView | ArrayBuffer): Address {
  return koffi().address(memory);
}

/** The string at `address` up to its NUL, at most `maxBytes` of it. What is no UTF-8 is replaced by U+FFFD. */
export function readCString(address: Address, maxBytes = 65536): string {
  return koffi().decode.string(address, Number(libc.strnlen(address, maxBytes)));
}

/** As {@link readCString}, then frees the memory: for strings that C hands over. null gives null. */
export function takeCString(address: Address | null, maxBytes?: number): string | null {
  if (address === null) return null;
  try {
    return readCString(address, maxBytes);
  } finally {
    freeC(address);
  }
}

/** A copy of `byteLength` bytes at `address`. */
export function copyBytes(address: Address, byteLength: number): Uint8Array {
  const copy = allocOpaque(byteLength);
  if (byteLength > 0) libc.memcpy(copy, address, byteLength);
  return copy;
}

/** The `unsigned int` at `address`. */
export function readUint32(address: Address): number {
  return koffi().decode.uint32(address);
}

/** The `int` at `address`. */
export function readInt32(address: Address): number {
  return koffi().decode.int32(address);
}

/** The pointer at place `index` of an array of pointers at `address`; NULL is null. */
export function readPointer(address: Address, index = 0): Address | null {
  const value = BigInt(koffi().decode.ulong(address + BigInt(index * abi.wordBytes)));
  return value === 0n ? null : value;
}

/** `free()` of the C library, for memory that a C function handed over. null does nothing. */
export function freeC(address: Address | null): void {
  if (address !== null) libc.free(address);
}

/** Passes a view of C's memory to `use`, which may read and write it until it returns, and not after. */
export function withMemory<Result>(
  address: Address,
  byteLength: number,
  use: (memory: GuardedView) => Result,
): Result {
  const view = new GuardedView(address, byteLength);
  try {
    return use(view);
  } finally {
    view.end();
  }
}

/**
 * C's memory, readable and writable until `end()`, and refused after it.
 *
 * `read` and `write` copy, in 0.1 µs, and are safe in any hands. `bytes` is the memory itself, at 1 µs for each view: at
 * the end every array made of it or its buffer becomes empty. Node 20 cannot do that: there the guard is in this object
 * alone, and the arrays must not leave the scope. What a view costs JavaScript is freed by the event loop, not before:
 * a synchronous loop over many periods had better copy.
 */
export class GuardedView {
  readonly byteLength: number;
  #address: Address | undefined;
  #bytes: Uint8Array<ArrayBuffer> | undefined;

  constructor(address: Address, byteLength: number) {
    this.byteLength = byteLength;
    this.#address = address;
  }

  /** The memory itself. Throws `closed` after the end. */
  get bytes(): Uint8Array<ArrayBuffer> {
    this.#bytes ??= new Uint8Array(koffi().view(this.#start(0, this.byteLength), this.byteLength));
    return this.#bytes;
  }

  /** Fills `target` from the bytes at `offset` on. Throws RangeError where there are fewer, `closed` after the end. */
  read(target: ArrayBufferView, offset = 0): void {
    libc.memcpy(target, this.#start(offset, target.byteLength), target.byteLength);
  }

  /** Writes `source` at `offset`. Throws RangeError where it does not fit, `closed` after the end. */
  write(source: ArrayBufferView, offset = 0): void {
    libc.memcpy(this.#start(offset, source.byteLength), source, source.byteLength);
  }

  /** Ends the access. Does nothing the second time. */
  end(): void {
    const buffer = this.#bytes?.buffer as DetachableBuffer | undefined;
    this.#bytes = undefined;
    this.#address = undefined;
    // Moves the memory to a new ArrayBuffer that nobody has.
    buffer?.transfer?.();
  }

  #start(offset: number, byteLength: number): Address {
    if (this.#address === undefined) throw new AlsatsError('closed', 'this memory has been given back');
    if (!Number.isInteger(offset) || offset < 0 || offset + byteLength > this.byteLength) {
      throw new RangeError(`${byteLength} bytes at ${offset} do not fit into ${this.byteLength}`);
    }
    return this.#address + BigInt(offset);
  }
}

/** `ArrayBuffer.prototype.transfer` is in Node from 21 on. */
interface DetachableBuffer {
  transfer?(): unknown;
}
