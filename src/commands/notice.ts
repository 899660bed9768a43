/** What is no error, but what nobody shall wonder about: a line on stderr. */

import { countKernelCards } from '../alsa/card-name.js';
import { escapeText } from '../terminal/escape.js';
import { jsonText } from '../terminal/json-output.js';
import type { Outside } from './outside.js';

interface NoticeOptions {
  readonly json?: boolean | undefined;
}

export function tellNotice({ json }: NoticeOptions, outside: Pick<Outside, 'stderr'>, message: string): void {
  outside.stderr.write(
    `${json ? jsonText({ type: 'warning', message }) : `alsats: ${escapeText(message)}`}\n`,
  );
}

/** A machine without sound is no error. */
export function tellNoCard(options: NoticeOptions, outside: Pick<Outside, 'stderr'>): void {
  const count = countKernelCards();
  const message =
    count === 0
      ? 'this machine has no sound card'
      : `no sound card may be opened, of ${count}: /dev/snd belongs to group "audio"`;
  tellNotice(options, outside, message);
}
