/** Opens the device of a command, with what a user can do about it in the error. */

import type { PcmStream } from '../alsa/pcm/names.js';
import { AlsatsError } from '../error.js';
import { monotonicMs } from '../monotonic-clock.js';
import type { StreamOptions } from './stream-options.js';

const DEVICE_RETRY_MS = 250;

/** Opens the device; with `--wait-for-device` as soon as it is there and free. */
export async function openPatiently<P>(
  open: () => P,
  stream: PcmStream,
  { device, waitForDevice }: StreamOptions,
  stopped: AbortSignal,
): Promise<P> {
  const deadline = waitForDevice ? monotonicMs() + waitForDevice * 1000 : Number.POSITIVE_INFINITY;
  for (;;) {
    try {
      return open();
    } catch (error) {
      const worthWaiting =
        error instanceof AlsatsError && (error.kind === 'not-found' || error.kind === 'busy');
      if (waitForDevice === undefined || !worthWaiting || monotonicMs() > deadline) {
        // What it asks of the machine takes a good deal of code, which only a failure shall load.
        const { explainDeviceFailure } = await import('./device-failure.js');
        throw explainDeviceFailure(error, device, stream);
      }
    }
    const { setTimeout: sleep } = process.getBuiltinModule('node:timers/promises');
    await sleep(DEVICE_RETRY_MS, undefined, { signal: stopped });
  }
}
