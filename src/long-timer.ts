/** Timers of any length: Node takes one of more than 24.8 days for none at all, and calls at once. */

export const LONGEST_TIMER_MS = 0x7fffffff;

/** Calls after `delayMs`; never where that is longer than {@link LONGEST_TIMER_MS}. */
export function callAfter(delayMs: number, call: () => void): NodeJS.Timeout | undefined {
  return delayMs > LONGEST_TIMER_MS ? undefined : setTimeout(call, delayMs);
}
