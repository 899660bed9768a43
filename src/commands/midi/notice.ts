/** Tells what somebody who waits should know, on stderr. */

import { escapeText } from '../../terminal/escape.js';
import { jsonText } from '../../terminal/json-output.js';
import type { Outside } from '../outside.js';
import type { ShowOptions } from '../show-options.js';

/** Something that is no error, but that nobody shall wonder about. */
export function tell({ json }: Pick<ShowOptions, 'json'>, outside: Outside, message: string): void {
  outside.stderr.write(
    `${json ? jsonText({ type: 'warning', message }) : `alsats: ${escapeText(message)}`}\n`,
  );
}

/** Where the ports are that were made for the occasion. */
export function tellNotices(
  options: Pick<ShowOptions, 'json'> & { readonly quiet?: boolean },
  outside: Outside,
  ports: readonly { readonly notice: string | null }[],
): void {
  if (options.quiet === true) return;
  for (const { notice } of ports) if (notice !== null) tell(options, outside, notice);
}
