/** `--dump-hw-params`: prints the whole configuration space of the device, and plays nothing. */

import { Pcm } from '../../alsa/pcm/pcm.js';
import { Output } from '../../terminal/output.js';
import { explainDeviceFailure } from '../device-failure.js';
import { EXIT_DONE } from '../exit-code.js';
import type { Outside } from '../outside.js';
import type { PlayOptions } from './definition.js';
import { openOptions } from './device-options.js';

export async function dumpHwParams(options: PlayOptions, outside: Outside): Promise<number> {
  await new Output(outside.stdout).write(configurationSpace(options));
  return EXIT_DONE;
}

function configurationSpace(options: PlayOptions): string {
  try {
    using pcm = Pcm.open(options.device, 'playback', { ...openOptions(options), nonblock: true });
    return pcm.hwParamsAny().toString();
  } catch (error) {
    throw explainDeviceFailure(error, options.device, 'playback');
  }
}
