/** The time that a fade goes by. */

import { monotonicMs } from '../../monotonic-clock.js';

export interface FadeTime {
  nowMs(): number;
  /** Resolves after the time, or when the signal is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export const machineTime: FadeTime = {
  nowMs: monotonicMs,
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      signal.addEventListener('abort', end, { once: true });
    }),
};
