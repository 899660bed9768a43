/** The clocks that tell how long sound was not read; a test has its own. */

import { monotonicMs } from '../monotonic-clock.js';

export interface CaptureClock {
  /** Only ever grows, and stands still while the machine sleeps. */
  monotonicMs(): number;
  /** Goes on while the machine sleeps. */
  wallMs(): number;
}

export const systemCaptureClock: CaptureClock = {
  monotonicMs,
  wallMs: () => Date.now(),
};
