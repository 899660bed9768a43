import { setTimeout as pause } from 'node:timers/promises';

const pollIntervalMs = 20;

/**
 * Waits until `probe` gives something, and gives it back. The limit only ends a hopeless wait:
 * under emulation a second is nothing, so it is generous.
 */
export async function until<T>(
  what: string,
  probe: () => T | undefined | false | null | Promise<T | undefined | false | null>,
  timeoutMs = 20_000,
): Promise<T> {
  const deadlineMs = Date.now() + timeoutMs;
  for (;;) {
    const found = await probe();
    if (found) return found;
    if (Date.now() > deadlineMs) throw new Error(`waited ${timeoutMs} ms in vain for ${what}`);
    await pause(pollIntervalMs);
  }
}
