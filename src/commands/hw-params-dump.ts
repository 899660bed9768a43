/** `--dump-hw-params`: prints the whole configuration space of the device, and does nothing else. */

import type { PcmStream } from '../alsa/pcm/names.js';
import { Pcm } from '../alsa/pcm/pcm.js';
import { Output } from '../terminal/output.js';
import { explainDeviceFailure } from './device-failure.js';
import { openOptions } from './device-options.js';
import { EXIT_DONE } from './exit-code.js';
import type { Outside } from './outside.js';
import type { StreamOptions } from './stream-options.js';

export async function dumpHwParams(
  options: StreamOptions,
  stream: PcmStream,
  outside: Outside,
): Promise<number> {
  await new Output(outside.stdout).write(configurationSpace(options, stream));
  return EXIT_DONE;
}

function configurationSpace(options: StreamOptions, stream: PcmStream): string {
  try {
    using pcm = Pcm.open(options.device, stream, { ...openOptions(options), nonblock: true });
    return pcm.hwParamsAny().toString();
  } catch (error) {
    throw explainDeviceFailure(error, options.device, stream);
  }
}
