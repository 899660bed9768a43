/** How the files of a `play` command are to be understood, and what they are called in messages. */

import { AudioFileError } from '../../audio/file/audio-file-error.js';
import type { RawParameters } from '../../audio/file/raw.js';
import { AlsatsError } from '../../error.js';
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

/** What a file is called for people. */
export function displayName(name: string): string {
  return name === '-' ? 'standard input' : name;
}

/** The error with the file it is about in front. */
export function nameFile(name: string, error: AlsatsError): AlsatsError {
  const prefix = `${displayName(name)}: `;
  if (error.message.startsWith(prefix)) return error;
  const message = prefix + error.message;
  const details = { hint: error.hint, cause: error };
  if (!(error instanceof AudioFileError)) return new AlsatsError(error.kind, message, details);
  // The place is in the message already.
  return new AudioFileError(error.kind === 'unsupported' ? 'unsupported' : 'malformed', message, details);
}
