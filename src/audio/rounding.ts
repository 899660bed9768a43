/** Rounding of doubles to whole sample values. */

/**
 * 1.5 × 2^52: a double of this size has no room for a fraction, so adding it and taking it away again rounds to the
 * nearest integer, ties to even, for any |value| below 2^51. Unlike Math.round, which sends ties upwards, this adds no
 * offset to the signal, and it costs two additions.
 */
const noFractionLeft = 6755399441055744;

/** The nearest integer, ties to even; correct below 2^51, beyond that it stays as large as it was. */
export function roundToEven(value: number): number {
  return value + noFractionLeft - noFractionLeft;
}
