/** The files of a `play` command as tracks, one opened after the other. */

import { Excerpt, type ExcerptRange } from '../../audio/excerpt.js';
import { AudioFileError } from '../../audio/file/audio-file-error.js';
import {
  type AudioStreams,
  type OpenAudioOptions,
  openAudioFile,
  openAudioStreams,
} from '../../audio/file/open.js';
import type { RawParameters } from '../../audio/file/raw.js';
import type { AudioReader } from '../../audio/reader.js';
import { SeparateChannels } from '../../audio/separate-channels.js';
import { AlsatsError } from '../../error.js';
import type { Track } from '../../transfer/track-feeder.js';
import type { PlayOptions } from './definition.js';

const DEFAULT_CHANNELS = 1;
const DEFAULT_RATE = 8000;

/** What raw samples are by the options; undefined where they say nothing. @throws AlsatsError of kind `invalid` */
export function rawParameters(options: PlayOptions): RawParameters | undefined {
  if (options.format === undefined) {
    if (options.type === 'raw' || options.separateChannels) {
      throw new AlsatsError('invalid', 'raw samples have no header: their format is needed', {
        hint: 'give -f FORMAT, and -c CHANNELS and -r RATE as needed; -f cd is S16_LE, 2 channels, 44100 Hz',
      });
    }
    return undefined;
  }
  return {
    format: options.format.format,
    channels: options.channels ?? options.format.channels ?? DEFAULT_CHANNELS,
    framesPerSecond: options.rate ?? options.format.framesPerSecond ?? DEFAULT_RATE,
  };
}

export interface PlayQueueOptions {
  readonly files: readonly string[];
  readonly options: PlayOptions;
  readonly signal: AbortSignal;
  /** A file cannot be played; the next ones still are. */
  readonly onError: (name: string, error: AlsatsError) => void;
}

/** Gives the tracks in their order. A file that cannot be opened is reported and left out. */
export class PlayQueue {
  readonly #queue: PlayQueueOptions;
  readonly #open: OpenAudioOptions;
  #next = 0;
  #streams: { name: string; streams: AudioStreams } | null = null;

  constructor(queue: PlayQueueOptions) {
    this.#queue = queue;
    const { options, signal } = queue;
    this.#open = {
      type: options.separateChannels ? 'raw' : options.type,
      raw: rawParameters(options),
      signal,
    };
  }

  async next(): Promise<Track | null> {
    while (!this.#queue.signal.aborted) {
      const name = this.#streams?.name ?? this.#queue.files[this.#next];
      if (name === undefined) return null;
      try {
        const reader = await this.#nextReader(name);
        if (reader !== null) return { name: name === '-' ? 'standard input' : name, reader };
      } catch (error) {
        if (!(error instanceof AlsatsError)) throw error;
        this.#streams = null;
        if (!this.#queue.signal.aborted) this.#queue.onError(name, error);
      }
    }
    return null;
  }

  /** The next stream of the file at hand, or the first one of the next file; null at the end of a file. */
  async #nextReader(name: string): Promise<AudioReader | null> {
    if (this.#queue.options.separateChannels) {
      this.#next = this.#queue.files.length;
      return this.#excerpt(await this.#openSeparateChannels());
    }
    if (this.#streams === null) {
      this.#next += 1;
      this.#streams = { name, streams: await openAudioStreams(name, this.#open) };
    }
    const reader = await this.#streams.streams.next(this.#queue.signal);
    if (reader !== null) return this.#excerpt(reader);
    this.#streams = null;
    return null;
  }

  async #openSeparateChannels(): Promise<AudioReader> {
    const { files } = this.#queue;
    const raw = this.#open.raw!;
    const names =
      files.length === 1 ? Array.from({ length: raw.channels }, (_, i) => `${files[0]}.${i}`) : files;
    if (names.length !== raw.channels) {
      throw new AlsatsError(
        'invalid',
        `${raw.channels} channels need ${raw.channels} files, not ${names.length}`,
        {
          hint: 'give -c CHANNELS, and one file a channel or one name that stands for NAME.0, NAME.1 …',
        },
      );
    }
    const readers: AudioReader[] = [];
    try {
      for (const name of names) {
        readers.push(await openAudioFile(name, { ...this.#open, raw: { ...raw, channels: 1 } }));
      }
      return new SeparateChannels(readers);
    } catch (error) {
      for (const reader of readers) await reader.close();
      throw error;
    }
  }

  #excerpt(reader: AudioReader): AudioReader {
    const range = rangeOf(this.#queue.options, reader.info.framesPerSecond);
    return range === null ? reader : new Excerpt(reader, range);
  }
}

/** The part of each file that is played, in frames; null for all of it, once. */
function rangeOf(options: PlayOptions, framesPerSecond: number): ExcerptRange | null {
  const toFrames = (seconds: number) => Math.round(seconds * framesPerSecond);
  const startFrame = toFrames(options.start ?? 0);
  const ends = [
    options.end === undefined ? 0 : toFrames(options.end),
    options.duration ? startFrame + toFrames(options.duration) : 0,
    options.samples ? startFrame + options.samples : 0,
  ].filter((frame) => frame > 0);
  const times = options.loop === 0 ? Number.POSITIVE_INFINITY : (options.loop ?? 1);
  if (startFrame === 0 && ends.length === 0 && times === 1) return null;
  return { startFrame, endFrame: ends.length === 0 ? undefined : Math.min(...ends), times };
}

/** The error with the file it is about in front. */
export function nameFile(name: string, error: AlsatsError): AlsatsError {
  const message = error.message.includes(name) ? error.message : `${name}: ${error.message}`;
  const named =
    error instanceof AudioFileError
      ? new AudioFileError(error.kind === 'unsupported' ? 'unsupported' : 'malformed', message, {
          hint: error.hint,
          cause: error,
        })
      : new AlsatsError(error.kind, message, { hint: error.hint, cause: error });
  return named;
}
