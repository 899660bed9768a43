/** What the targets of a `record` command are called, and what kind of file a name stands for. */

import { fileTypeOfName, type WritableFileType } from '../../audio/write/file-type.js';
import { AlsatsError, type ErrorKind } from '../../error.js';
import type { RecordOptions } from './definition.js';

/** Names of files that are something else than any kind that is written. */
const FOREIGN =
  /\.(flac|mp[1234]|m4[ab]|aac|ogg|oga|opus|spx|wma|wv|ape|caf|voc|webm|mka|amr|ac3|ra|dsf|dff)$/i;

/**
 * What kind of file a name stands for, with what the options say.
 *
 * @throws AlsatsError of kind `invalid` for a name that promises a kind that is not written
 */
export function typeOf(name: string, { type, separateChannels }: RecordOptions): WritableFileType {
  if (type !== undefined) return type;
  if (separateChannels) return 'raw';
  if (FOREIGN.test(name)) {
    throw new AlsatsError(
      'invalid',
      `${name}: no such file can be written; -t wav writes WAVE by that name`,
      {
        hint: 'another program can make one of it: alsats record - | ffmpeg -i - FILE',
      },
    );
  }
  return fileTypeOfName(name);
}

/** What a file is called for people. */
export function displayName(name: string): string {
  return name === '-' ? 'standard output' : name;
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
