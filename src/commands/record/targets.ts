/** The files of a `record` command: how they are opened, named and limited. */

import fs, { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { bytesOfFrames } from '../../audio/sample-format.js';
import { checkAudioPath, openAudioWriter } from '../../audio/write/open.js';
import { isSpecial } from '../../audio/write/path-target.js';
import type { AudioTarget, PathMode } from '../../audio/write/target.js';
import { openFailure } from '../../audio/write/write-failure.js';
import type { AudioSpec, AudioWriter } from '../../audio/writer.js';
import { AlsatsError } from '../../error.js';
import type { RecordingFile, RecordingPart, RecordingTargets } from '../../transfer/recording-target.js';
import { ChannelWriters } from './channel-writers.js';
import { cuttingOptions } from './check-options.js';
import type { RecordOptions } from './definition.js';
import { FileNames } from './file-names.js';
import { fileNotes } from './file-notes.js';
import { channelFileNames, displayName, nameTarget, typeOf } from './target-names.js';

const mkdir = promisify(fs.mkdir);
const rename = promisify(fs.rename);
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

  async check(spec: AudioSpec): Promise<void> {
    const { files, options } = this.#targets;
    // What a pattern stands for is known only when its time has come.
    if (this.#usesStdout || options.useStrftime) return;
    const names = options.separateChannels ? channelFileNames(files, spec.channels) : files;
    const written = options.separateChannels ? monoOf(spec) : spec;
    for (const name of names) {
      try {
        await checkAudioPath(name, this.#mode, written, typeOf(name, options));
        const cuts = cuttingOptions(options);
        if (cuts.length > 0 && (await isSpecial(name))) {
          throw new AlsatsError(
            'invalid',
            `this is no regular file, so there is no other one for ${cuts[0]}`,
          );
        }
      } catch (error) {
        throw nameTarget(name, error);
      }
    }
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
      const reason = openFailure(error).message;
      throw new AlsatsError('write-failed', `cannot call ${name} ${numbered} now: ${reason}`, {
        cause: error,
      });
    }
    return numbered;
  }

  async #openChannels(spec: AudioSpec): Promise<RecordingFile> {
    const names = channelFileNames(this.#targets.files, spec.channels);
    const channels: { name: string; writer: AudioWriter }[] = [];
    for (const name of names) {
      try {
        channels.push({ name, writer: await this.#openWriter(name, monoOf(spec), false) });
      } catch (error) {
        for (const { writer } of channels) await writer.finish().catch(() => {});
        throw nameTarget(name, error);
      }
    }
    return { name: names.join(', '), writer: new ChannelWriters(spec, channels), limitFrames: null };
  }

  #openWriter(name: string, spec: AudioSpec, isFurtherPiece: boolean): Promise<AudioWriter> {
    const { options, signal } = this.#targets;
    const mode = this.#mode === 'append' && isFurtherPiece ? 'replace' : this.#mode;
    const target: AudioTarget = name === '-' ? { fd: STDOUT_FD } : { path: name, mode };
    return openAudioWriter(target, spec, {
      type: typeOf(name, options),
      expectedFrames: this.#expectedFrames(spec),
      signal,
      ...fileNotes(options, this.#now()),
    });
  }

  get #mode(): PathMode {
    const { options } = this.#targets;
    if (options.append) return 'append';
    return isNoClobber(options) ? 'create' : 'replace';
  }

  /** The length that a pipe can be told of, where nothing can make it another one. */
  #expectedFrames({ framesPerSecond }: AudioSpec): number | null {
    const { options } = this.#targets;
    if (!this.#usesStdout && !this.#isSpecial) return null;
    if (options.stopAfterSilence !== undefined) return null;
    if (options.samples) return options.samples;
    return options.duration ? Math.round(options.duration * framesPerSecond) : null;
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

/** What each of the files has where there is one a channel. */
function monoOf(spec: AudioSpec): AudioSpec {
  return { ...spec, channels: 1, channelMap: null };
}
