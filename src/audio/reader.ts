/** What every reader of an audio file offers, whatever the container. */

import type { SampleFormat } from './sample-format.js';

/** A speaker position, by the names ALSA gives them (`snd_pcm_chmap_name`): `FL`, `FR`, `FC`, `LFE` … */
export type ChannelPosition = string;

export type ContainerKind = 'wave' | 'rf64' | 'bw64' | 'w64' | 'au' | 'aiff' | 'aifc' | 'voc' | 'raw';

export interface AudioInfo {
  readonly container: ContainerKind;
  readonly format: SampleFormat;
  readonly channels: number;
  readonly framesPerSecond: number;
  /** Length of the stream, or null where it is not known before the end (pipes, headers that leave it open). */
  readonly frames: number | null;
  /** Where each channel belongs, or null where the file does not say. */
  readonly channelMap: readonly ChannelPosition[] | null;
  /** Bits that carry the signal, where the file says that fewer are used than the format has. */
  readonly validBits: number | null;
}

/**
 * A stream of whole frames. One reader, one position; closed once.
 *
 * `read` and `readSync` fill `target` from its start with as many whole frames as there are to be had and give their
 * number; 0 means the end and nothing else. `read` resolves as soon as at least one frame is there, so that a slow
 * pipe is played as it comes.
 */
export interface AudioReader {
  readonly info: AudioInfo;
  /** Bytes a frame takes: `bytesOfFrames(info.format, info.channels)`. */
  readonly frameBytes: number;
  /** Index of the frame that is read next. */
  readonly positionFrames: number;
  /** True where `seek` and `readSync` work: a regular file. */
  readonly seekable: boolean;
  /** @throws AudioFileError, or AlsatsError of kind `interrupted` once `signal` is aborted */
  read(target: Uint8Array, signal?: AbortSignal): Promise<number>;
  /** @throws AudioFileError, AlsatsError of kind `invalid` where the reader is not seekable */
  readSync(target: Uint8Array): number;
  /** Makes `frame` the next one read; beyond the end it is the end. */
  seek(frame: number): void;
  /** What was odd about the file and did not matter, each in a sentence (a size that is too large, say). */
  readonly warnings: readonly string[];
  close(): Promise<void>;
}
