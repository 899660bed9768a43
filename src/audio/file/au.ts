/**
 * Sun and NeXT audio files (`.au`, `.snd`): six 32-bit words in big-endian order and an annotation (au(4) of the
 * SunOS manual; NeXT's <sound/soundstruct.h>). DEC's have `.sd` and a zero for a magic; both come in little-endian,
 * with the magic turned round.
 */

import type { SampleFormat } from '../sample-format.js';
import { AudioFileError } from './audio-file-error.js';
import type { ByteCursor } from './byte-cursor.js';
import { HeaderBytes } from './bytes.js';
import { containerHeadBytes, sniffContainer } from './container-magic.js';
import {
  checkChannels,
  checkRate,
  type DataRegion,
  isPlaceholderSize,
  settleLength,
} from './stream-layout.js';

const container = 'au';
const headerBytes = 24;

const formats: Readonly<Record<number, { little: SampleFormat; big: SampleFormat }>> = {
  1: { little: 'MU_LAW', big: 'MU_LAW' },
  2: { little: 'S8', big: 'S8' },
  3: { little: 'S16_LE', big: 'S16_BE' },
  4: { little: 'S24_3LE', big: 'S24_3BE' },
  5: { little: 'S32_LE', big: 'S32_BE' },
  6: { little: 'FLOAT_LE', big: 'FLOAT_BE' },
  7: { little: 'FLOAT64_LE', big: 'FLOAT64_BE' },
  27: { little: 'A_LAW', big: 'A_LAW' },
};

const unplayable: Readonly<Record<number, string>> = {
  8: 'fragmented samples',
  9: 'nested samples',
  10: 'a DSP program',
  11: '8-bit fixed-point samples',
  12: '16-bit fixed-point samples',
  13: '24-bit fixed-point samples',
  14: '32-bit fixed-point samples',
  16: 'display data',
  17: 'squelched µ-law',
  18: 'emphasised 16-bit samples',
  19: 'compressed 16-bit samples',
  20: 'compressed and emphasised 16-bit samples',
  21: 'DSP commands',
  22: 'DSP commands',
  23: 'G.721 ADPCM',
  24: 'G.722 ADPCM',
  25: 'G.723 ADPCM of 3 bits',
  26: 'G.723 ADPCM of 5 bits',
};

/** Reads the header up to the first sample; the cursor stands at the file's first byte. @throws AudioFileError */
export async function parseAu(cursor: ByteCursor): Promise<DataRegion> {
  const startByte = cursor.offset;
  const place = (offset: number) => ({ container, byteOffset: startByte + offset }) as const;
  const bytes = await cursor.take(headerBytes);
  if (bytes.length < headerBytes) {
    throw new AudioFileError('malformed', 'the AU header ends too soon', place(bytes.length));
  }
  const endian = bytes[0] === 0x2e ? 'big' : 'little';
  const header = new HeaderBytes(bytes, endian);
  const dataOffset = header.u32(4);
  if (dataOffset < headerBytes) {
    const text = `the AU header says it is ${dataOffset} bytes long; it takes at least ${headerBytes}`;
    throw new AudioFileError('malformed', text, place(4));
  }
  const format = auFormat(header.u32(12), endian, place(12));
  const framesPerSecond = header.u32(16);
  const channels = header.u32(20);
  checkRate(framesPerSecond, place(16));
  checkChannels(channels, place(20));
  const annotationBytes = dataOffset - headerBytes;
  if ((await cursor.skip(annotationBytes)) < annotationBytes) {
    const text = `the AU header says it is ${dataOffset} bytes long, more than there are`;
    throw new AudioFileError('malformed', text, place(4));
  }
  const warnings: string[] = [];
  const lengthBytes = await dataLength(cursor, header.u32(8), warnings);
  const samples = { format, channels, framesPerSecond, channelMap: null, validBits: null };
  return { container, samples, startByte: cursor.offset, lengthBytes, warnings, passTrailer: null };
}

function auFormat(
  encoding: number,
  endian: 'little' | 'big',
  place: { readonly container: 'au'; readonly byteOffset: number },
): SampleFormat {
  const format = formats[encoding]?.[endian];
  if (format !== undefined) return format;
  const name = unplayable[encoding];
  if (name === undefined) throw new AudioFileError('malformed', `AU has no encoding ${encoding}`, place);
  const hint = 'convert it first, e.g. with sox';
  throw new AudioFileError('unsupported', `this AU file holds ${name}, which ALSA cannot play`, {
    ...place,
    hint,
  });
}

async function dataLength(cursor: ByteCursor, sizeBytes: number, warnings: string[]): Promise<number | null> {
  const availableBytes = cursor.remainingBytes;
  // 0 is what a writer left that could not go back, unless another file follows at once.
  if (sizeBytes === 0 && availableBytes !== 0) {
    if (sniffContainer(await cursor.peek(containerHeadBytes)) !== null) return 0;
    if (availableBytes !== null)
      warnings.push('the header says 0 bytes of audio; all that follows is played');
    return availableBytes;
  }
  // All ones is "unknown" by the standard; arecord writes one less.
  const claimedBytes = sizeBytes >= 0xffff_fffe ? null : sizeBytes;
  return settleLength(
    { claimedBytes, availableBytes, isPlaceholder: isPlaceholderSize(sizeBytes) },
    warnings,
  );
}
