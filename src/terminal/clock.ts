/** Time and timers as the terminal's moving parts need them; a test passes its own. */

import { monotonicMs } from '../monotonic-clock.js';

export interface Clock {
  /** Milliseconds that only ever grow. */
  nowMs(): number;
  /** Calls once after `delayMs`, without keeping the process alive for it. Returns what takes it back. */
  after(delayMs: number, call: () => void): () => void;
}

export const systemClock: Clock = {
  nowMs: monotonicMs,
  after: (delayMs, call) => {
    const timer = setTimeout(call, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
