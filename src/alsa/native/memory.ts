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
  if (byteLength === 0) return new Uint8Array(0);
  return new Uint8Array(koffi().view(address, byteLength)).slice();
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
 * The guard is in this object, since Node cannot take such a memory away from an ArrayBuffer once it is out: so
 * {@link bytes} and what is made of its buffer must not leave the scope. `copy` and `write` are safe in any hands.
 */
export class GuardedView {
  readonly byteLength: number;
  #bytes: Uint8Array | undefined;

  constructor(address: Address, byteLength: number) {
    this.byteLength = byteLength;
    this.#bytes = new Uint8Array(koffi().view(address, byteLength));
  }

  /** The memory itself. Throws `closed` after the end. */
  get bytes(): Uint8Array {
    if (this.#bytes === undefined) throw new AlsatsError('closed', 'this memory has been given back');
    return this.#bytes;
  }

  /** A copy of the bytes from `start` to before `end`. */
  copy(start = 0, end = this.byteLength): Uint8Array {
    return this.bytes.slice(start, end);
  }

  /** Writes `source` at `offset`. Throws RangeError where it does not fit. */
  write(source: ArrayBufferView, offset = 0): void {
    this.bytes.set(new Uint8Array(source.buffer, source.byteOffset, source.byteLength), offset);
  }

  /** Ends the access. Does nothing the second time. */
  end(): void {
    this.#bytes = undefined;
  }
}
