/** Opens audio files of every kind that is read, and the several that may lie in one source. */

import { AlsatsError } from '../../error.js';
import type { ByteSource } from '../../file/byte-source.js';
import { openPath, openStdin } from '../../file/file-source.js';
import { interruptedError } from '../../file/system-error.js';
import type { AudioReader } from '../reader.js';
import { AudioFileError } from './audio-file-error.js';
import { ByteCursor } from './byte-cursor.js';
import { containerHeadBytes, type ReadableContainer, sniffContainer } from './container-magic.js';
import { RandomRegionReader } from './random-region-reader.js';
import { type RawParameters, rawRegion } from './raw.js';
import type { DataRegion } from './stream-layout.js';
import type { StreamReader } from './stream-reader.js';
import { parseWave } from './wave.js';

/** What a file is to be read as: `wav` is all of RIFF, RIFX, RF64 and BW64, `aiff` is AIFF-C too. */
export type AudioFileType = ReadableContainer | 'raw';

export interface OpenAudioOptions {
  /** Without it the first bytes decide. */
  readonly type?: AudioFileType | undefined;
  /**
   * What raw samples are. Needed for type `raw`; given without a type, a file of which nothing at all is known is
   * taken as raw samples. Files that are recognised, if only to be refused, never are.
   */
  readonly raw?: RawParameters | undefined;
  /** Ends the opening; a stalled pipe would let it wait for ever. Reads take a signal of their own. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Opens an audio file: a path, `-` for standard input, or a source. The reader closes the source. Of several files in
 * a row in one source this is the first; see {@link openAudioStreams}.
 *
 * @throws AudioFileError where the bytes are no audio file that can be read; AlsatsError of kind `not-found`,
 * `permission`, `no-memory`, `failed` (the system), `interrupted` (the signal), `invalid` (the options)
 */
export async function openAudioFile(
  from: string | ByteSource,
  options: OpenAudioOptions = {},
): Promise<AudioReader> {
  const streams = await openAudioStreams(from, options);
  const reader = streams.first;
  reader.onClose = () => streams.close();
  return reader;
}

/** Like {@link openAudioFile}, for all the files that follow each other in the source. */
export async function openAudioStreams(
  from: string | ByteSource,
  options: OpenAudioOptions = {},
): Promise<AudioStreams> {
  if (options.type === 'raw' && options.raw === undefined) {
    throw new AlsatsError('invalid', 'raw samples need a format, a channel count and a rate');
  }
  const source = typeof from !== 'string' ? from : from === '-' ? openStdin() : openPath(from);
  const cursor = new ByteCursor(source);
  try {
    const first = await underSignal(cursor, options.signal, () => openFirst(cursor, options));
    return new AudioStreams(cursor, first);
  } catch (error) {
    await source.close();
    throw error;
  }
}

/**
 * The audio files in one source, one after another, as `cat a.wav b.wav` makes them. Reading the next one gives up the
 * rest of the one before; in a regular file the earlier readers stay of use, in a pipe they do not.
 */
export class AudioStreams implements AsyncIterable<AudioReader> {
  readonly #cursor: ByteCursor;
  readonly #first: StreamReader;
  /** The last one given out, null before the first. */
  #current: StreamReader | null = null;
  #ended = false;

  /** @internal */
  constructor(cursor: ByteCursor, first: StreamReader) {
    this.#cursor = cursor;
    this.#first = first;
  }

  /** @internal The first one, as given out. */
  get first(): StreamReader {
    this.#current ??= this.#first;
    return this.#first;
  }

  /** Whether readers can seek and read synchronously. */
  get seekable(): boolean {
    return this.#cursor.source.access === 'random';
  }

  /**
   * The next stream, null behind the last one. Anything that trails the last file and is no audio file (padding, tags)
   * is passed over in silence. After an error there is no next one.
   * @throws AudioFileError where another file begins and is broken; AlsatsError of kind `interrupted`
   */
  async next(signal?: AbortSignal): Promise<AudioReader | null> {
    if (this.#current === null) return this.first;
    if (this.#ended) return null;
    const left = this.#current;
    // Whatever throws leaves the cursor in the middle of something: there is no going on behind it.
    this.#ended = true;
    const following = await underSignal(this.#cursor, signal, async () => {
      await left.leave();
      const container = sniffContainer(await this.#cursor.peek(containerHeadBytes));
      return container === null ? null : openContainer(this.#cursor, container);
    });
    if (following === null) return null;
    this.#ended = false;
    this.#current = following;
    return following;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<AudioReader, void, undefined> {
    for (let reader = await this.next(); reader !== null; reader = await this.next()) yield reader;
  }

  /** Closes the source. Idempotent. */
  async close(): Promise<void> {
    this.#ended = true;
    await this.#cursor.source.close();
  }
}

async function underSignal<T>(
  cursor: ByteCursor,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  if (signal?.aborted) throw interruptedError(signal);
  cursor.signal = signal;
  try {
    return await work();
  } finally {
    cursor.signal = undefined;
  }
}

async function openFirst(cursor: ByteCursor, { type, raw }: OpenAudioOptions): Promise<StreamReader> {
  if (type === 'raw' && raw !== undefined) return readerOf(cursor, rawRegion(cursor, raw));
  const container = sniffContainer(await cursor.peek(containerHeadBytes));
  if (container !== null && (type === undefined || type === container))
    return openContainer(cursor, container);
  const { foreignFileName, foreignHeadBytes } = await import('./foreign-file.js');
  const head = await cursor.peek(foreignHeadBytes);
  const foreign = container === null ? foreignFileName(head) : containerNames[container];
  if (foreign === null && type === undefined && raw !== undefined)
    return readerOf(cursor, rawRegion(cursor, raw));
  throw refusal(head, foreign, type);
}

const containerNames: Readonly<Record<ReadableContainer, string>> = {
  wav: 'a WAVE file',
  w64: 'a Wave64 file',
  au: 'an AU file',
  aiff: 'an AIFF file',
  voc: 'a VOC file',
};

function refusal(head: Uint8Array, foreign: string | null, type: AudioFileType | undefined): AudioFileError {
  if (head.length === 0) return new AudioFileError('malformed', 'the file is empty');
  const expected = type === undefined || type === 'raw' ? null : containerNames[type];
  const asRaw = 'give -t raw with -f, -c and -r to play it as raw samples';
  if (foreign === null) {
    const start = Buffer.from(head.subarray(0, 8)).toString('hex').replace(/..\B/g, '$& ');
    const text = `this is not ${expected ?? 'an audio file that can be read'}; it starts with the bytes ${start}`;
    return new AudioFileError('malformed', text, { hint: asRaw });
  }
  const text = `this is ${foreign}, ${expected === null ? 'which alsats does not read' : `not ${expected}`}`;
  return new AudioFileError('malformed', text, { hint: refusalHint(foreign) ?? asRaw });
}

function refusalHint(foreign: string): string | null {
  if (foreign.includes('MIDI')) return 'MIDI is played with "alsats midi"';
  const isConvertible = !/text|page|picture|document|archive|compressed|program/.test(foreign);
  return isConvertible ? 'convert it first, e.g. with sox or ffmpeg' : null;
}

/** WAVE in a regular file is what is opened most: the other readers are loaded where they are met. */
async function openContainer(cursor: ByteCursor, container: ReadableContainer): Promise<StreamReader> {
  switch (container) {
    case 'wav':
      return readerOf(cursor, await parseWave(cursor));
    case 'w64':
      return readerOf(cursor, await (await import('./wave64.js')).parseWave64(cursor));
    case 'au':
      return readerOf(cursor, await (await import('./au.js')).parseAu(cursor));
    case 'aiff':
      return readerOf(cursor, await (await import('./aiff.js')).parseAiff(cursor));
    case 'voc':
      return await openVoc(cursor);
  }
}

async function openVoc(cursor: ByteCursor): Promise<StreamReader> {
  const { source } = cursor;
  if (source.access === 'random') {
    const { RandomVocReader } = await import('./random-voc-reader.js');
    return RandomVocReader.open(cursor, source);
  }
  const { SequentialVocReader } = await import('./sequential-voc-reader.js');
  return SequentialVocReader.open(cursor);
}

async function readerOf(cursor: ByteCursor, region: DataRegion): Promise<StreamReader> {
  const { source } = cursor;
  if (source.access === 'random') return new RandomRegionReader(cursor, source, region);
  const { SequentialRegionReader } = await import('./sequential-region-reader.js');
  return new SequentialRegionReader(cursor, region);
}
