/** What a header parser finds out, and the limits every container is held to. */

import type { AudioInfo, ContainerKind } from '../reader.js';
import { bytesOfFrames, type SampleFormat } from '../sample-format.js';
import { AudioFileError, type AudioFileErrorDetails } from './audio-file-error.js';
import type { ByteCursor } from './byte-cursor.js';

/** More channels than any device has; a header with more is garbage. */
export const maxChannels = 256;
/** The highest rate ALSA has a name for. */
export const maxFramesPerSecond = 768_000;

/** How samples are stored, as a header says. */
export interface SampleLayout {
  readonly format: SampleFormat;
  readonly channels: number;
  readonly framesPerSecond: number;
  readonly channelMap: AudioInfo['channelMap'];
  readonly validBits: number | null;
}

/** Samples that lie in one piece in the source. */
export interface DataRegion {
  readonly container: ContainerKind;
  readonly samples: SampleLayout;
  readonly startByte: number;
  /** Null means to the end of the source, wherever that is. */
  readonly lengthBytes: number | null;
  readonly warnings: string[];
  /** Brings the cursor from the end of the samples to the end of the container. Throws for nothing in the data. */
  readonly passTrailer: ((cursor: ByteCursor) => Promise<void>) | null;
}

/** @throws AudioFileError naming the place where the count is out of range */
export function checkChannels(channels: number, place: AudioFileErrorDetails): void {
  if (channels >= 1 && channels <= maxChannels) return;
  throw new AudioFileError('malformed', `${channels} channels; 1 to ${maxChannels} are possible`, place);
}

/** @throws AudioFileError naming the place where the rate is out of range */
export function checkRate(framesPerSecond: number, place: AudioFileErrorDetails): void {
  if (framesPerSecond >= 1 && framesPerSecond <= maxFramesPerSecond) return;
  const range = `1 to ${maxFramesPerSecond} are possible`;
  throw new AudioFileError('malformed', `a rate of ${framesPerSecond} frames per second; ${range}`, place);
}

/** Bytes of one frame of a layout; only formats with whole-byte frames come out of a header parser. */
export function frameBytesOf({ format, channels }: SampleLayout): number {
  const bytes = bytesOfFrames(format, channels);
  if (bytes === null) throw new RangeError(`${format} with ${channels} channels has no whole-byte frames`);
  return bytes;
}

/** What a header says of the length of its data, against what is there. */
export interface LengthClaim {
  /** As the header has it; null where it leaves the length open. */
  readonly claimedBytes: number | null;
  /** From the start of the data to the end of the source; null where nobody knows. */
  readonly availableBytes: number | null;
  /** The value is one that streaming writers leave in a header they cannot go back to. */
  readonly isPlaceholder: boolean;
}

/**
 * The length to read: a file is believed where its claim fits and cut to what is there where it does not; a flowing
 * source is believed unless the claim is a placeholder.
 */
export function settleLength(claim: LengthClaim, warnings: string[]): number | null {
  const { claimedBytes, availableBytes, isPlaceholder } = claim;
  if (availableBytes === null) return isPlaceholder ? null : claimedBytes;
  if (claimedBytes === null) return availableBytes;
  if (claimedBytes <= availableBytes) return claimedBytes;
  if (!isPlaceholder) {
    warnings.push(`the header says ${claimedBytes} bytes of audio, the file holds ${availableBytes}`);
  }
  return availableBytes;
}

/**
 * Sizes that mean "not known yet": all ones (ffmpeg), 0x80000000 (arecord), 0x7FFFF000 rounded down to whole frames
 * (sox), all ones less the header.
 */
export function isPlaceholderSize(sizeBytes: number): boolean {
  return (sizeBytes >= 0x7fff_e000 && sizeBytes <= 0x8000_0000) || sizeBytes >= 0xffff_e000;
}
