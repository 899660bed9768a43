/** The files of a `record` command: how they are opened, named and limited. */

import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { bytesOfFrames } from '../../audio/sample-format.js';
import { fileTypeOfName, type WritableFileType } from '../../audio/write/file-type.js';
import { type AudioWriterOptions, openAudioWriter } from '../../audio/write/open.js';
import { isSpecial } from '../../audio/write/path-target.js';
import type { AudioTarget } from '../../audio/write/target.js';
import type { AudioSpec, AudioWriter } from '../../audio/writer.js';
import { AlsatsError, type ErrorKind } from '../../error.js';
import type { RecordingFile, RecordingPart, RecordingTargets } from '../../transfer/recording-target.js';
import { ChannelWriters } from './channel-writers.js';
import type { RecordOptions } from './definition.js';
import { FileNames } from './file-names.js';

const STDOUT_FD = 1;
/** The pad byte of an odd chunk counts, too. */
const PAD_BYTES = 1;

export interface TargetsOptions {
  /** One for each take; with `--separate-channels` all that were given. */
  readonly files: readonly string[];
  readonly options: RecordOptions;
  /** Ends the waiting for a FIFO's reader. */
  readonly signal: AbortSignal;
  readonly now?: () => Date;
}

/** What kind of file a name stands for, with what the options say. */
export function typeOf(name: string, { type, separateChannels }: RecordOptions): WritableFileType {
  if (type !== undefined) return type;
  return separateChannels ? 'raw' : fileTypeOfName(name);
}

/** What a file is called for people. */
export function displayName(name: string): string {
  return name === '-' ? 'standard output' : name;
}

export class FileTargets implements RecordingTargets {
  readonly #targets: TargetsOptions;
  readonly #names: FileNames;
  readonly #now: () => Date;
  readonly #usesStdout: boolean;
  #isSpecial = false;

  constructor(targets: TargetsOptions) {
    this.#targets = targets;
    this.#now = targets.now ?? (() => new Date());
    this.#usesStdout = targets.files.includes('-');
    this.#names = new FileNames({
      names: targets.files,
      useStrftime: targets.options.useStrftime ?? false,
      noClobber: isNoClobber(targets.options),
      exists: existsSync,
      now: this.#now,
    });
  }

  get canSplit(): boolean {
    return !this.#usesStdout && !this.#isSpecial && this.#targets.options.separateChannels !== true;
  }

  get isLive(): boolean {
    return this.#usesStdout || this.#isSpecial;
  }

  async open(spec: AudioSpec, part: RecordingPart): Promise<RecordingFile> {
    const { files, options } = this.#targets;
    if (options.separateChannels) return await this.#openChannels(spec);
    const name = this.#usesStdout ? files[part.take]! : this.#names.next(part);
    try {
      if (options.useStrftime) await mkdir(path.dirname(name), { recursive: true });
      if (name !== '-') this.#isSpecial = await isSpecial(name);
      const writer = await this.#openWriter(name, spec, part.piece > 0);
      return { name: displayName(name), writer, limitFrames: this.#limitFrames(writer) };
    } catch (error) {
      // In the middle of a recording it is not the user's name that is wrong.
      throw nameTarget(name, error, part.take + part.piece > 0 ? 'write-failed' : undefined);
    }
  }

  async completed(
    { name }: RecordingFile,
    { take, piece }: RecordingPart,
    next: RecordingPart | null,
  ): Promise<string> {
    const isFirstOfSeveral = piece === 0 && next?.take === take;
    const numbered = isFirstOfSeveral ? this.#names.asFirstPiece(name) : null;
    if (numbered === null) return name;
    try {
      await rename(name, numbered);
    } catch (error) {
      throw nameTarget(numbered, error, 'write-failed');
    }
    return numbered;
  }

  async #openChannels(spec: AudioSpec): Promise<RecordingFile> {
    const names = channelFileNames(this.#targets.files, spec.channels);
    const mono: AudioSpec = { ...spec, channels: 1, channelMap: null };
    const writers: AudioWriter[] = [];
    for (const name of names) {
      try {
        writers.push(await this.#openWriter(name, mono, false));
      } catch (error) {
        for (const writer of writers) await writer.finish().catch(() => {});
        throw nameTarget(name, error);
      }
    }
    return { name: names.join(', '), writer: new ChannelWriters(spec, writers), limitFrames: null };
  }

  #openWriter(name: string, spec: AudioSpec, isFurtherPiece: boolean): Promise<AudioWriter> {
    const { options, signal } = this.#targets;
    const append = options.append === true && !isFurtherPiece;
    const mode = append ? 'append' : isNoClobber(options) ? 'create' : 'replace';
    const target: AudioTarget = name === '-' ? { fd: STDOUT_FD } : { path: name, mode };
    return openAudioWriter(target, spec, {
      type: typeOf(name, options),
      expectedFrames: this.#expectedFrames(spec),
      signal,
      ...this.#notes(),
    });
  }

  /** The length that a pipe can be told of, where nothing can make it another one. */
  #expectedFrames({ framesPerSecond }: AudioSpec): number | null {
    const { options } = this.#targets;
    if (!this.#usesStdout && !this.#isSpecial) return null;
    if (options.stopAfterSilence !== undefined) return null;
    if (options.samples) return options.samples;
    return options.duration ? Math.round(options.duration * framesPerSecond) : null;
  }

  #notes(): Pick<AudioWriterOptions, 'info' | 'bext'> {
    const { comment, bext, device } = this.#targets.options;
    if (comment === undefined && bext !== true) return {};
    const date = this.#now();
    const info = { comment, software: 'alsats', date, device };
    const extension = {
      description: comment ?? `recorded from ${device}`,
      originator: 'alsats',
      startedAt: date,
    };
    return bext ? { info, bext: extension } : { info };
  }

  /** Frames a file may have by `--max-file-time` and `--max-file-size`. */
  #limitFrames({ spec, storedFormat, bytesWritten, frameBytes }: AudioWriter): number | null {
    const { maxFileTime, maxFileSize } = this.#targets.options;
    const limits: number[] = [];
    if (maxFileTime) limits.push(Math.round(maxFileTime * spec.framesPerSecond));
    if (maxFileSize) {
      const storedBytes = bytesOfFrames(storedFormat, spec.channels) ?? frameBytes;
      limits.push(Math.floor((maxFileSize - bytesWritten - PAD_BYTES) / storedBytes));
    }
    return limits.length === 0 ? null : Math.max(1, Math.min(...limits));
  }
}

function isNoClobber({ clobber, force }: RecordOptions): boolean {
  return !clobber && force !== true;
}

/**
 * The files of the channels, by the names given: one for each, or one that stands for NAME.0, NAME.1 …
 *
 * @throws AlsatsError of kind `invalid`
 */
export function channelFileNames(names: readonly string[], channels: number): readonly string[] {
  if (names.length === channels) return names;
  if (names.length === 1) return Array.from({ length: channels }, (_, channel) => `${names[0]}.${channel}`);
  throw new AlsatsError('invalid', `${channels} channels need ${channels} files, not ${names.length}`, {
    hint: 'give one file a channel, or one name that stands for NAME.0, NAME.1 …',
  });
}

/** The error with the file it is about in front. */
export function nameTarget(name: string, error: unknown, kind?: ErrorKind): unknown {
  const message = error instanceof Error ? error.message : String(error);
  const isOurs = error instanceof AlsatsError;
  const isSystem = error instanceof Error && 'code' in error;
  if (!isOurs && !isSystem) return error;
  const hint = isOurs ? error.hint : undefined;
  const text = `${displayName(name)}: ${message}`;
  return new AlsatsError(kind ?? (isOurs ? error.kind : 'write-failed'), text, { hint, cause: error });
}
