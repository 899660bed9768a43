/** The widest pieces in which samples can be moved about without looking into them. */

/** Typed arrays that copy bits faithfully; a Float64Array may not, where the bits happen to spell a NaN. */
export type Units = Uint8Array | Uint16Array | Uint32Array;

export type UnitBytes = 1 | 2 | 4;

/** Bytes of the widest unit that divides the sample size and the offset of every one of these buffers. */
export function widestUnit(bytesPerSample: number, buffers: readonly Uint8Array[]): UnitBytes {
  for (const unit of [4, 2] as const) {
    if (bytesPerSample % unit === 0 && buffers.every((bytes) => bytes.byteOffset % unit === 0)) return unit;
  }
  return 1;
}

/** A view of the whole units in `bytes`, which must begin at a multiple of `unitBytes`. */
export function unitsOf(bytes: Uint8Array, unitBytes: UnitBytes): Units {
  if (unitBytes === 1) return bytes;
  const length = Math.floor(bytes.length / unitBytes);
  return unitBytes === 4
    ? new Uint32Array(bytes.buffer, bytes.byteOffset, length)
    : new Uint16Array(bytes.buffer, bytes.byteOffset, length);
}
