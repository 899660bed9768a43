import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { callAfter, LONGEST_TIMER_MS } from '../src/long-timer.js';

it('calls after the time, and not at once where that is longer than Node can wait', async () => {
  const called: string[] = [];
  const long = callAfter(LONGEST_TIMER_MS + 1, () => called.push('long'));
  const longest = callAfter(LONGEST_TIMER_MS, () => called.push('longest'));
  const never = callAfter(Number.POSITIVE_INFINITY, () => called.push('never'));
  await new Promise<void>((resolve) => callAfter(5, resolve));
  await sleep(5);
  clearTimeout(longest);
  expect([long, never, called]).toEqual([undefined, undefined, []]);
});
