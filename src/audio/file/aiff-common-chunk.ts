/** The `COMM` chunk of AIFF and AIFF-C: what the samples are and how many. */

import { aiffEncoding } from './aiff-compression.js';
import { AudioFileError, type AudioFileErrorDetails, quoteId } from './audio-file-error.js';
import { HeaderBytes } from './bytes.js';
import { readExtendedFloat } from './extended-float.js';
import { checkChannels, checkRate, type SampleLayout } from './stream-layout.js';

/** No field behind these is read; the name of the compression follows. */
export const commonChunkLimitBytes = 22;

export interface AiffCommon {
  readonly samples: SampleLayout;
  /** As the chunk has it; streaming writers leave 0 or a large number. */
  readonly frames: number;
}

/** Reads the chunk's first bytes; `place` goes into the errors. @throws AudioFileError */
export function parseAiffCommon(
  body: Uint8Array,
  container: 'aiff' | 'aifc',
  place: AudioFileErrorDetails,
  warnings: string[],
): AiffCommon {
  const neededBytes = container === 'aifc' ? 22 : 18;
  if (body.length < neededBytes) {
    const text = `is ${body.length} bytes long; it takes at least ${neededBytes}`;
    throw new AudioFileError('malformed', text, place);
  }
  const header = new HeaderBytes(body, 'big');
  const channels = header.u16(0);
  checkChannels(channels, place);
  const framesPerSecond = readRate(body.subarray(8, 18), place, warnings);
  const compressionType = container === 'aifc' ? header.latin1(18, 4) : 'NONE';
  const format = sampleFormatOf(compressionType, header.u16(6), place);
  return { samples: { ...format, channels, framesPerSecond, channelMap: null }, frames: header.u32(2) };
}

/** Old Macintosh files have rates such as 22254.5454; a device has none of these. */
function readRate(bytes: Uint8Array, place: AudioFileErrorDetails, warnings: string[]): number {
  const exact = readExtendedFloat(bytes);
  const framesPerSecond = Math.round(exact);
  checkRate(framesPerSecond, place);
  if (framesPerSecond !== exact) {
    warnings.push(`the rate of ${exact.toFixed(4)} frames per second is rounded to ${framesPerSecond}`);
  }
  return framesPerSecond;
}

function sampleFormatOf(
  compressionType: string,
  sampleBits: number,
  place: AudioFileErrorDetails,
): Pick<SampleLayout, 'format' | 'validBits'> {
  const encoding = aiffEncoding(compressionType);
  if (encoding === null) throw unplayable(`the encoding ${quoteId(compressionType)}`, place);
  if (encoding.kind === 'unplayable') throw unplayable(encoding.name, place);
  // Compressed types carry the sample size of what they were made from.
  if (encoding.kind === 'fixed') return { format: encoding.format, validBits: null };
  if (sampleBits < 1 || sampleBits > 32) {
    throw new AudioFileError('malformed', `samples of ${sampleBits} bits; 1 to 32 are possible`, place);
  }
  const format = encoding.formats[Math.ceil(sampleBits / 8) - 1];
  if (format === undefined)
    throw unplayable(`${quoteId(compressionType)} samples of ${sampleBits} bits`, place);
  return { format, validBits: sampleBits % 8 === 0 ? null : sampleBits };
}

function unplayable(what: string, place: AudioFileErrorDetails): AudioFileError {
  const hint = 'convert it first, e.g. with sox or ffmpeg';
  return new AudioFileError('unsupported', `this AIFF file holds ${what}, which ALSA cannot play`, {
    ...place,
    hint,
  });
}
