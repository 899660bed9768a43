/** The 80-bit floating-point numbers of AIFF: IEEE 754 double extended, the format of the 68881 (Apple SANE). */

/** Reads the ten bytes, big-endian. NaN and the infinities come out as such; the 64-bit mantissa is rounded. */
export function readExtendedFloat(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const signAndExponent = view.getUint16(0);
  const sign = signAndExponent & 0x8000 ? -1 : 1;
  const exponent = signAndExponent & 0x7fff;
  const high = view.getUint32(2);
  const low = view.getUint32(6);
  // The top bit of the mantissa is the integer part, so infinity has no bit below it.
  if (exponent === 0x7fff)
    return (high & 0x7fff_ffff) === 0 && low === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (high * 2 ** (exponent - 16383 - 31) + low * 2 ** (exponent - 16383 - 63));
}
