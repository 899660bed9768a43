/** Finds what is wrong with a `play` command before any device or file is touched. */

import { AlsatsError } from '../../error.js';
import { takesKeys } from '../../terminal/key-input.js';
import { checkBuffers } from '../device-options.js';
import type { Outside } from '../outside.js';
import { refuseEmpty } from '../show-options.js';
import { channelFileNames } from './channel-files.js';
import type { PlayOptions } from './definition.js';
import { rawParameters } from './input-files.js';

/** @throws AlsatsError of kind `invalid` */
export function checkOptions(files: readonly string[], options: PlayOptions, outside: Outside): void {
  const { start = 0, end, duration, samples, interactive } = options;
  if (duration !== undefined && samples !== undefined) {
    throw new AlsatsError('invalid', 'give the length either as --duration or as --samples');
  }
  if (end !== undefined && end <= start) {
    throw new AlsatsError('invalid', `--end has to be later than ${start === 0 ? '0' : '--start'}`);
  }
  checkBuffers(options);
  const usesStdin = files.length === 0 || files.includes('-');
  if (interactive && (usesStdin || !takesKeys(outside.stdin))) {
    throw new AlsatsError('invalid', '--interactive needs a terminal as standard input, for the keys');
  }
  if (options.dumpHwParams) return;
  if (files.length === 0 && outside.stdin.isTTY) {
    throw new AlsatsError('invalid', 'nothing to play: no file was named, and standard input is a terminal', {
      hint: 'alsats play FILE…, or "alsats help play"',
    });
  }
  for (const file of files) refuseEmpty(file, 'the name of a file');
  if (files.filter((name) => name === '-').length > 1) {
    throw new AlsatsError('invalid', 'standard input can be played only once');
  }
  rawParameters(options);
  if (options.separateChannels) channelFileNames(files.length === 0 ? ['-'] : files, options);
}
