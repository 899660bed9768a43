/** A machine without sound is no error, but nobody shall wonder. */

import { countKernelCards } from '../../alsa/card-name.js';
import { jsonText } from '../../terminal/json-output.js';
import type { Outside } from '../outside.js';
import type { ShowOptions } from './options.js';

export function tellNoCard(options: Pick<ShowOptions, 'json'>, outside: Outside): void {
  const count = countKernelCards();
  const message =
    count === 0
      ? 'this machine has no sound card'
      : `no sound card may be opened, of ${count}: /dev/snd belongs to group "audio"`;
  outside.stderr.write(`${options.json ? jsonText({ type: 'warning', message }) : `alsats: ${message}`}\n`);
}
