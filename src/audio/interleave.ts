/**
 * Moves samples between one buffer of interleaved frames and one buffer per channel, for devices and files that want
 * the other layout. Samples are copied bit by bit, so any format works whose samples are whole bytes.
 *
 * A call makes one small view per buffer and nothing per frame: hand over a period at a time, not a frame.
 */

import { type Units, unitsOf, widestUnit } from './sample-units.js';

function checkLengths(
  interleaved: Uint8Array,
  channelBuffers: readonly Uint8Array[],
  bytesPerSample: number,
  frames: number,
): void {
  const channelBytes = frames * bytesPerSample;
  if (interleaved.length < channelBytes * channelBuffers.length) {
    throw new RangeError(`${interleaved.length} bytes do not hold ${frames} frames`);
  }
  const short = channelBuffers.findIndex((bytes) => bytes.length < channelBytes);
  if (short >= 0) throw new RangeError(`the buffer of channel ${short} does not hold ${frames} frames`);
}

/** Copies one channel: each sample is `units` units long, the samples lie `fromStep` and `toStep` units apart. */
function copySamples(
  from: Units,
  fromStart: number,
  fromStep: number,
  to: Units,
  toStart: number,
  toStep: number,
  units: number,
  frames: number,
): void {
  for (let unit = 0; unit < units; unit++) {
    let source = fromStart + unit;
    let target = toStart + unit;
    for (let frame = 0; frame < frames; frame++, source += fromStep, target += toStep) {
      to[target] = from[source] as number;
    }
  }
}

/**
 * Copies `frames` samples from the start of each channel's buffer into interleaved frames.
 *
 * @throws RangeError if a buffer is too short
 */
export function interleave(
  channelBuffers: readonly Uint8Array[],
  interleaved: Uint8Array,
  bytesPerSample: number,
  frames: number,
): void {
  checkLengths(interleaved, channelBuffers, bytesPerSample, frames);
  const unitBytes = widestUnit(bytesPerSample, [interleaved, ...channelBuffers]);
  const units = bytesPerSample / unitBytes;
  const target = unitsOf(interleaved, unitBytes);
  const frameUnits = units * channelBuffers.length;
  channelBuffers.forEach((bytes, channel) => {
    copySamples(unitsOf(bytes, unitBytes), 0, units, target, channel * units, frameUnits, units, frames);
  });
}

/**
 * Copies each channel of `frames` interleaved frames to the start of its own buffer.
 *
 * @throws RangeError if a buffer is too short
 */
export function deinterleave(
  interleaved: Uint8Array,
  channelBuffers: readonly Uint8Array[],
  bytesPerSample: number,
  frames: number,
): void {
  checkLengths(interleaved, channelBuffers, bytesPerSample, frames);
  const unitBytes = widestUnit(bytesPerSample, [interleaved, ...channelBuffers]);
  const units = bytesPerSample / unitBytes;
  const source = unitsOf(interleaved, unitBytes);
  const frameUnits = units * channelBuffers.length;
  channelBuffers.forEach((bytes, channel) => {
    copySamples(source, channel * units, frameUnits, unitsOf(bytes, unitBytes), 0, units, units, frames);
  });
}
