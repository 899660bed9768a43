/** Writes the 80-bit floating-point numbers of AIFF: IEEE 754 double extended, big-endian (Apple SANE). */

/** A positive integer below 2^32, such as a rate, as ten bytes; its top bit is the first of the mantissa. */
export function extendedFloatBytes(value: number): Uint8Array {
  const exponent = 31 - Math.clz32(value);
  const bytes = new Uint8Array(10);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 16383 + exponent);
  view.setUint32(2, value * 2 ** (31 - exponent));
  return bytes;
}
