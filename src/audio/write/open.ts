/** Opens an audio file for writing. */

import { AlsatsError } from '../../error.js';
import { maxChannels, maxFramesPerSecond, type SampleLayout } from '../file/stream-layout.js';
import { bytesOfFrames } from '../sample-format.js';
import type { AudioSpec, AudioWriter } from '../writer.js';
import { checkAppending, openForAppending } from './append.js';
import type { HeaderContent } from './audio-header.js';
import type { WritableFileType } from './file-type.js';
import { FileWriter } from './file-writer.js';
import { FrameEncoder } from './frame-encoder.js';
import type { BroadcastExtension, FileInfo } from './metadata.js';
import { type LongFiles, newHeader } from './new-header.js';
import {
  checkPathTarget,
  isSpecial,
  type OpenTarget,
  openDescriptorTarget,
  openPathTarget,
} from './path-target.js';
import { storedFormatOf } from './stored-format.js';
import { StreamWriter } from './stream-writer.js';
import type { AudioTarget, PathMode } from './target.js';
import { waveChannels } from './wave-format-chunk.js';

export interface AudioWriterOptions {
  readonly type: WritableFileType;
  /** Written into WAVE and Wave64 files. */
  readonly bext?: BroadcastExtension | undefined;
  readonly info?: FileInfo | undefined;
  /**
   * How many frames will be written, where that is known: the header of a pipe then says so, and a WAVE file that ends
   * well before 4 GiB gets the plain 44-byte header, without room to become RF64. Fewer frames are no error.
   */
  readonly expectedFrames?: number | null | undefined;
  /** Whether `update` and `finish` wait for the disk (fdatasync), so that a power cut loses little. True by default. */
  readonly sync?: boolean | undefined;
  /** Ends the waiting for a FIFO's reader. */
  readonly signal?: AbortSignal | undefined;
}

/** A WAVE file that will have less than this needs no room for more. */
const certainlyShortBytes = 2 ** 31;

/**
 * Checks all that can be checked, opens the target and writes the header. With `append` the file must be intact and
 * hold the same kind of frames; nothing of it is touched where it does not.
 *
 * @throws AlsatsError of kind `unsupported` where the type cannot hold the format ({@link storedFormatOf} tells
 * beforehand), or an existing file cannot be appended to; `invalid` for parameters that make no sense; `failed` where
 * `create` meets a file; `malformed` where what is to be appended to is no audio file; `not-found`, `permission`,
 * `no-memory`; `interrupted` by the signal; AudioWriteError (`write-failed`) where the header cannot be written
 */
export async function openAudioWriter(
  target: AudioTarget,
  spec: AudioSpec,
  options: AudioWriterOptions,
): Promise<AudioWriter> {
  const { type } = options;
  const samples = layoutOf(spec, type);
  if ('path' in target && target.mode === 'append' && !(await isSpecial(target.path))) {
    const appending = await openForAppending(target.path, spec, samples, options);
    if (appending !== null) return appending;
  }
  const opened = await openTarget(target, options.signal);
  const order = isWave(type) ? waveChannels(spec.channelMap).order : null;
  const content: HeaderContent = { samples, bext: options.bext, info: options.info };
  const encoder = new FrameEncoder(spec.format, samples.format, spec.channels, order);
  const expectedBytes = (options.expectedFrames ?? Number.POSITIVE_INFINITY) * encoder.storedFrameBytes;
  const isShort = expectedBytes < certainlyShortBytes;
  const common = { spec, storedFormat: samples.format, encoder };
  if (opened.access === 'positioned') {
    const long: LongFiles = isShort ? 'never' : 'possible';
    const header = newHeader(type, content, long);
    const { file } = opened;
    const writer = new FileWriter({
      ...common,
      file,
      header,
      dataBytes: 0,
      isNew: true,
      sync: options.sync ?? true,
    });
    return begun(writer, opened);
  }
  const header = newHeader(type, content, 'never');
  // What no header can say is left open.
  const isSayable = expectedBytes <= header.maxDataBytes;
  const expectedFrames = isSayable ? (options.expectedFrames ?? null) : null;
  return begun(new StreamWriter({ ...common, ...opened.target, header, expectedFrames }), opened);
}

/**
 * Throws what {@link openAudioWriter} would for a path, as far as can be told without touching anything there.
 *
 * @throws AlsatsError as that does
 */
export async function checkAudioPath(
  path: string,
  mode: PathMode,
  spec: AudioSpec,
  type: WritableFileType,
): Promise<void> {
  const samples = layoutOf(spec, type);
  await checkPathTarget(path, mode === 'append' ? 'empty' : mode);
  if (mode === 'append' && !(await isSpecial(path))) await checkAppending(path, spec, samples, type);
}

/** How a file of a type stores the frames. @throws AlsatsError of kind `unsupported` or `invalid` */
function layoutOf(spec: AudioSpec, type: WritableFileType): SampleLayout {
  const stored = storedFormatOf(type, spec.format);
  checkSpec(spec);
  return { ...spec, ...stored };
}

async function openTarget(target: AudioTarget, signal: AbortSignal | undefined): Promise<OpenTarget> {
  if ('path' in target) {
    // Appending comes here where there is nothing to append to.
    return openPathTarget(target.path, target.mode === 'append' ? 'empty' : target.mode, signal);
  }
  if ('fd' in target) return openDescriptorTarget(target.fd);
  if ('file' in target) return { access: 'positioned', file: target.file, undo: async () => {} };
  const { stream } = target;
  const isStandard = stream === process.stdout || stream === process.stderr;
  return {
    access: 'flowing',
    target: { stream, keepsChunks: !isStandard, endsWithFile: !isStandard },
  };
}

async function begun<T extends FileWriter | StreamWriter>(writer: T, opened: OpenTarget): Promise<T> {
  try {
    await writer.begin();
  } catch (error) {
    await writer.finish().catch(() => {});
    // The first failure is the one to tell.
    if (opened.access === 'positioned') await opened.undo().catch(() => {});
    throw error;
  }
  return writer;
}

function isWave(type: WritableFileType): boolean {
  return type === 'wav' || type === 'rf64' || type === 'w64';
}

function checkSpec({ format, channels, framesPerSecond, channelMap }: AudioSpec): void {
  const range = (value: number, most: number) => Number.isInteger(value) && value >= 1 && value <= most;
  if (!range(channels, maxChannels)) {
    throw new AlsatsError('invalid', `${channels} channels; 1 to ${maxChannels} are possible`);
  }
  if (!range(framesPerSecond, maxFramesPerSecond)) {
    const possible = `1 to ${maxFramesPerSecond} are possible`;
    throw new AlsatsError('invalid', `a rate of ${framesPerSecond} frames per second; ${possible}`);
  }
  if (channelMap !== null && channelMap.length !== channels) {
    throw new AlsatsError('invalid', `a channel map of ${channelMap.length} for ${channels} channels`);
  }
  if (bytesOfFrames(format, channels) === null) {
    throw new AlsatsError('unsupported', `frames of ${format} with ${channels} channels are no whole bytes`);
  }
}
