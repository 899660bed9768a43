/**
 * Universal MIDI Packets ("Universal MIDI Packet (UMP) Format and MIDI 2.0 Protocol", M2-104-UM, 1.1.2) as words of 32
 * bits: how long each is, and their text.
 */

import { AlsatsError, type ErrorKind } from '../../error.js';

/** Words by message type, the highest four bits of the first one; those that are reserved have a length, too. */
const wordsOfType = [1, 1, 1, 2, 2, 4, 1, 1, 2, 2, 2, 3, 3, 4, 4, 4];

/** How many words a packet has, by its first. */
export function umpWordsOf(firstWord: number): number {
  return wordsOfType[firstWord >>> 28]!;
}

/** Whether these are the words of one packet, and no more. */
export function isUmpPacket(words: Uint32Array): boolean {
  return words instanceof Uint32Array && words.length > 0 && words.length === umpWordsOf(words[0]!);
}

/** `40903C00 80000000` */
export function hexWords(words: Uint32Array): string {
  return Array.from(words, (word) => word.toString(16).toUpperCase().padStart(8, '0')).join(' ');
}

/**
 * The packets that words in hexadecimal are, eight digits each, with or without spaces.
 *
 * @param errorKind what the text is blamed as
 * @throws AlsatsError for other text, and where the last packet lacks words
 */
export function parsePackets(text: string, errorKind: ErrorKind = 'malformed'): Uint32Array[] {
  const wrong = text.split(/\s+/).find((word) => !/^([0-9a-f]{8})*$/i.test(word));
  if (wrong !== undefined) {
    throw new AlsatsError(errorKind, `"${wrong}" is no word of a packet`, {
      hint: 'a packet is one to four words of eight hexadecimal digits: 40903C00 80000000',
    });
  }
  const digits = text.replaceAll(/\s+/g, '');
  const words = Uint32Array.from({ length: digits.length / 8 }, (_, index) =>
    Number.parseInt(digits.slice(8 * index, 8 * index + 8), 16),
  );
  const packets: Uint32Array[] = [];
  for (let start = 0; start < words.length; ) {
    const end = start + umpWordsOf(words[start]!);
    if (end > words.length) {
      const has = hexWords(words.subarray(start));
      throw new AlsatsError(errorKind, `the packet ${has} is not whole: it has ${end - start} words`);
    }
    packets.push(words.slice(start, end));
    start = end;
  }
  return packets;
}
