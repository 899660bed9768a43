/**
 * A-law and µ-law code bytes and the linear values they stand for (ITU-T G.711, tables 1a/1b and 2a/2b), on the
 * scale of 16-bit samples. A-law reaches ±32256, µ-law ±32124.
 */

/** Added to a µ-law magnitude so that each segment begins at a power of two: 33 of G.711's 14 bits, times 4. */
const muLawBias = 132;
/** Largest magnitude µ-law can tell apart: G.711's virtual decision value 8159, times 4, less one. */
const muLawLimit = 32635;
/** A-law sends even bits inverted. */
const aLawEvenBits = 0x55;
/** Largest magnitude of a 16-bit sample that both signs have. */
const aLawLimit = 32767;

/** Position of the segment of a magnitude: how many times it can be halved until it is below `256`. */
function segmentAbove256(magnitude: number): number {
  return Math.max(0, 24 - Math.clz32(magnitude));
}

/** The µ-law byte for a linear 16-bit value; values beyond ±32635 become the largest code. */
export function encodeMuLaw(value: number): number {
  const biased = Math.min(Math.abs(value), muLawLimit) + muLawBias;
  const segment = segmentAbove256(biased);
  const code = (segment << 4) | ((biased >> (segment + 3)) & 0x0f);
  return ~(value < 0 ? code | 0x80 : code) & 0xff;
}

function decodeMuLaw(byte: number): number {
  const code = ~byte & 0xff;
  const segment = (code >> 4) & 7;
  const magnitude = ((((code & 0x0f) << 3) + muLawBias) << segment) - muLawBias;
  return code & 0x80 ? -magnitude : magnitude;
}

/** The A-law byte for a linear 16-bit value. A-law has no zero: 0 becomes +8. */
export function encodeALaw(value: number): number {
  const magnitude = Math.min(Math.abs(value), aLawLimit);
  const segment = segmentAbove256(magnitude);
  const step = (magnitude >> (segment === 0 ? 4 : segment + 3)) & 0x0f;
  const code = (segment << 4) | step;
  return (value < 0 ? code : code | 0x80) ^ aLawEvenBits;
}

function decodeALaw(byte: number): number {
  const code = byte ^ aLawEvenBits;
  const segment = (code >> 4) & 7;
  const step = ((code & 0x0f) << 4) + 8;
  const magnitude = segment === 0 ? step : (step + 256) << (segment - 1);
  return code & 0x80 ? magnitude : -magnitude;
}

// Most files are linear: the tables are made where one is not.
let muLaw: Float64Array | undefined;
let aLaw: Float64Array | undefined;

/** Linear value, on the 16-bit scale, of each of the 256 µ-law bytes. */
export function muLawValues(): Float64Array {
  muLaw ??= Float64Array.from({ length: 256 }, (_, byte) => decodeMuLaw(byte));
  return muLaw;
}

/** Linear value, on the 16-bit scale, of each of the 256 A-law bytes. */
export function aLawValues(): Float64Array {
  aLaw ??= Float64Array.from({ length: 256 }, (_, byte) => decodeALaw(byte));
  return aLaw;
}
