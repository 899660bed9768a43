/** The plainest WAVE header there is, written without the library: for tests of it, and for benches beside others. */

/**
 * @param {number} dataBytes of the samples behind it
 * @param {{ channels?: number, framesPerSecond?: number, bits?: number }} [shape]
 * @returns {Buffer}
 */
export function plainWaveHeader(dataBytes, { channels = 2, framesPerSecond = 48_000, bits = 16 } = {}) {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + dataBytes, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(framesPerSecond, 24);
  header.writeUInt32LE((framesPerSecond * channels * bits) / 8, 28);
  header.writeUInt16LE((channels * bits) / 8, 32);
  header.writeUInt16LE(bits, 34);
  header.write('data', 36);
  header.writeUInt32LE(dataBytes, 40);
  return header;
}
