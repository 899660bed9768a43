/** The line that moves, of commands that go on for a while: whether there is one. */

import type { Capabilities } from '../terminal/capabilities.js';
import { StatusLine } from '../terminal/status-line.js';
import type { Outside } from './outside.js';

export interface ProgressLineOptions {
  readonly quiet?: boolean;
  /** True for --progress, false for --no-progress. */
  readonly progress?: boolean;
}

/** One that shows nothing where nobody wants it, or where it cannot be. */
export function progressLine(
  { quiet, progress }: ProgressLineOptions,
  outside: Outside,
  capabilities: Capabilities,
): StatusLine {
  // --progress may overrule NO_COLOR, but nothing can move a cursor where there is none.
  const movable = capabilities.cursor || (progress === true && outside.stderr.isTTY === true);
  return new StatusLine({ stream: outside.stderr, enabled: movable && quiet !== true && progress !== false });
}
