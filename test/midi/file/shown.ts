/** The events of a sequence as short texts: `96 90 3c 64`, `0 meta 51 07a120`. */

import type { MidiSequence } from '../../../src/midi/file/sequence.js';

export function shown(sequence: MidiSequence): string[] {
  const { ticks, words } = sequence.columns;
  return Array.from({ length: sequence.length }, (_, index) => {
    const word = words[index]!;
    const status = word & 0xff;
    const port = word >>> 24;
    const data = Buffer.from(sequence.dataOf(index)).toString('hex');
    const hex = (byte: number) => byte.toString(16).padStart(2, '0');
    const first = hex((word >> 8) & 0xff);
    const body =
      status === 0xff
        ? `meta ${first} ${data}`
        : status >= 0xf0
          ? `${hex(status)} ${first} ${data}`
          : `${hex(status)} ${first} ${hex((word >> 16) & 0xff)}`;
    return `${ticks[index]} ${body}${port === 0 ? '' : ` @${port}`}`;
  });
}
