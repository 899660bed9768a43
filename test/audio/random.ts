/** Seeded randomness for tests: the same numbers in every run. */

/** A generator of numbers in [0, 1) (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function randomBytes(random: () => number, length: number): Uint8Array {
  return Uint8Array.from({ length }, () => Math.floor(random() * 256));
}

/** The same bytes at an odd offset of a larger buffer, as a reader's subarrays may lie. */
export function atOddOffset(bytes: Uint8Array, offset = 1): Uint8Array {
  const larger = new Uint8Array(bytes.length + offset + 3);
  larger.set(bytes, offset);
  return larger.subarray(offset, offset + bytes.length);
}
