/** Numbers and ids out of header bytes, in the byte order of the container. */

export class HeaderBytes {
  readonly #view: DataView;
  readonly #littleEndian: boolean;
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array, endian: 'little' | 'big') {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#littleEndian = endian === 'little';
  }

  u8(offset: number): number {
    return this.#view.getUint8(offset);
  }

  u16(offset: number): number {
    return this.#view.getUint16(offset, this.#littleEndian);
  }

  u24(offset: number): number {
    const high = this.#littleEndian ? this.u8(offset + 2) : this.u8(offset);
    const low = this.#littleEndian ? this.u16(offset) : this.u16(offset + 1);
    return high * 0x10000 + low;
  }

  u32(offset: number): number {
    return this.#view.getUint32(offset, this.#littleEndian);
  }

  /** A 64-bit size as a number; what no file can reach is Infinity. */
  u64(offset: number): number {
    const value = this.#view.getBigUint64(offset, this.#littleEndian);
    return value > BigInt(Number.MAX_SAFE_INTEGER) ? Number.POSITIVE_INFINITY : Number(value);
  }

  /** Bytes as characters, one each: an id, or a magic. */
  latin1(offset: number, length: number): string {
    return latin1(this.bytes, offset, length);
  }
}

/** Bytes as characters, one each; fewer than `length` where the bytes end. */
export function latin1(bytes: Uint8Array, offset: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(offset, offset + length));
}
