/** The files of a `play` command as tracks, one opened after the other. */

import type { ExcerptRange } from '../../audio/excerpt.js';
import type { OpenAudioOptions } from '../../audio/file/open.js';
import type { AudioReader } from '../../audio/reader.js';
import { AlsatsError } from '../../error.js';
import type { Track } from '../../transfer/track-feeder.js';
import { channelFileNames, openChannelFiles } from './channel-files.js';
import type { PlayOptions } from './definition.js';
import { displayName, nameFile, rawParameters } from './input-files.js';
import { SharedFile } from './shared-file.js';

export interface PlayQueueOptions {
  readonly files: readonly string[];
  readonly options: PlayOptions;
  readonly signal: AbortSignal;
  /** A file cannot be played, as the error says; the next ones still are. */
  readonly onError: (error: AlsatsError) => void;
}

/** Gives the tracks in their order. A file that cannot be opened is reported and left out. */
export class PlayQueue {
  readonly #queue: PlayQueueOptions;
  readonly #open: OpenAudioOptions;
  #nextIndex = 0;
  #file: SharedFile | null = null;

  constructor(queue: PlayQueueOptions) {
    this.#queue = queue;
    const { options, signal } = queue;
    this.#open = { type: options.type, raw: rawParameters(options), signal };
  }

  /** The next track, null at the end and once the signal is aborted. */
  async next(): Promise<Track | null> {
    const { files, options, signal, onError } = this.#queue;
    while (!signal.aborted) {
      const name = this.#file?.name ?? files[this.#nextIndex];
      if (name === undefined) return null;
      try {
        const reader = options.separateChannels ? await this.#nextChannels() : await this.#nextStream(name);
        if (reader !== null) return { name: this.#nameOf(name), reader: await this.#excerptOf(reader) };
      } catch (error) {
        if (!(error instanceof AlsatsError)) throw error;
        // Of several files at once the error names the one it is about itself.
        if (!signal.aborted) onError(options.separateChannels ? error : nameFile(name, error));
      }
    }
    return null;
  }

  /** Closes the file that may have more to give, or that was left in the middle. */
  async close(): Promise<void> {
    await this.#file?.close();
    this.#file = null;
  }

  #nameOf(name: string): string {
    const { files, options } = this.#queue;
    return options.separateChannels
      ? channelFileNames(files, options).map(displayName).join(', ')
      : displayName(name);
  }

  /** The next stream of the file at hand, or the first one of the next file; null at the end of a file. */
  async #nextStream(name: string): Promise<AudioReader | null> {
    if (this.#file === null) {
      this.#nextIndex += 1;
      this.#file = await SharedFile.open(name, this.#open);
    }
    let reader: AudioReader | null = null;
    try {
      reader = await this.#file.next(this.#queue.signal);
    } finally {
      // An error ends a file too.
      if (reader === null) this.#file = null;
    }
    return reader;
  }

  async #nextChannels(): Promise<AudioReader> {
    const { files, options, signal } = this.#queue;
    this.#nextIndex = files.length;
    return await openChannelFiles(channelFileNames(files, options), options, signal);
  }

  async #excerptOf(reader: AudioReader): Promise<AudioReader> {
    const range = rangeOf(this.#queue.options, reader.info.framesPerSecond);
    if (range === null) return reader;
    const { Excerpt } = await import('../../audio/excerpt.js');
    try {
      return new Excerpt(reader, range);
    } catch (error) {
      await reader.close();
      throw error;
    }
  }
}

/** The part of each file that is played, in frames; null for all of it, once. */
function rangeOf(options: PlayOptions, framesPerSecond: number): ExcerptRange | null {
  const toFrames = (seconds: number) => Math.round(seconds * framesPerSecond);
  const startFrame = toFrames(options.start ?? 0);
  const ends = [
    options.end === undefined ? null : toFrames(options.end),
    options.duration ? startFrame + toFrames(options.duration) : null,
    options.samples ? startFrame + options.samples : null,
  ].filter((frame) => frame !== null);
  const times = options.loop === 0 ? Number.POSITIVE_INFINITY : (options.loop ?? 1);
  if (startFrame === 0 && ends.length === 0 && times === 1) return null;
  return { startFrame, endFrame: ends.length === 0 ? undefined : Math.min(...ends), times };
}
