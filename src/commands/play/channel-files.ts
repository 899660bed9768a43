/** `--separate-channels`: one file a channel. */

import { type OpenAudioOptions, openAudioFile } from '../../audio/file/open.js';
import type { AudioReader } from '../../audio/reader.js';
import { AlsatsError } from '../../error.js';
import type { PlayOptions } from './definition.js';
import { nameFile, rawParameters } from './input-files.js';

/**
 * The files of the channels, by the names given: one for each, or one that stands for NAME.0, NAME.1 …
 *
 * @throws AlsatsError of kind `invalid`
 */
export function channelFileNames(files: readonly string[], options: PlayOptions): readonly string[] {
  const { channels } = rawParameters(options)!;
  const [name] = files;
  if (files.length === 1 && channels > 1) {
    if (name === '-') throw new AlsatsError('invalid', 'standard input cannot stand for several files');
    return Array.from({ length: channels }, (_, channel) => `${name}.${channel}`);
  }
  if (files.length === channels) return files;
  throw new AlsatsError('invalid', `${channels} channels need ${channels} files, not ${files.length}`, {
    hint: 'give -c CHANNELS, and one file a channel or one name that stands for NAME.0, NAME.1 …',
  });
}

/** Opens all channels as one stream. @throws AlsatsError */
export async function openChannelFiles(
  names: readonly string[],
  options: PlayOptions,
  signal: AbortSignal,
): Promise<AudioReader> {
  const raw = { ...rawParameters(options)!, channels: 1 };
  const readers: AudioReader[] = [];
  try {
    for (const name of names) readers.push(await openChannelFile(name, { type: options.type, raw, signal }));
    const { SeparateChannels } = await import('../../audio/separate-channels.js');
    return new SeparateChannels(readers);
  } catch (error) {
    for (const reader of readers) await reader.close();
    throw error;
  }
}

async function openChannelFile(name: string, options: OpenAudioOptions): Promise<AudioReader> {
  try {
    return await openAudioFile(name, options);
  } catch (error) {
    throw error instanceof AlsatsError ? nameFile(name, error) : error;
  }
}
