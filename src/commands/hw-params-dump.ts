/** `--dump-hw-params`: prints what the device can do, as alsa-lib's text or as JSON, and does nothing else. */

import type { PcmStream } from '../alsa/pcm/names.js';
import { Pcm } from '../alsa/pcm/pcm.js';
import { printJson } from '../terminal/json-output.js';
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
  const output = new Output(outside.stdout);
  if (options.json) await printCapabilities(options, stream, output);
  else await output.write(configurationSpace(options, stream));
  return EXIT_DONE;
}

/** The same as `hints --caps --json` tells, of one direction. */
async function printCapabilities(options: StreamOptions, stream: PcmStream, output: Output): Promise<void> {
  const { capabilitiesOfDevice } = await import('./hints/capability-listing.js');
  const { CAPABILITIES_SCHEMA, capabilityJson } = await import('./hints/capability-text.js');
  const devices = capabilitiesOfDevice(options.device, new Set([stream])).map(capabilityJson);
  await printJson(output, CAPABILITIES_SCHEMA, { devices });
}

function configurationSpace(options: StreamOptions, stream: PcmStream): string {
  try {
    using pcm = Pcm.open(options.device, stream, { ...openOptions(options), nonblock: true });
    return pcm.hwParamsAny().toString();
  } catch (error) {
    throw explainDeviceFailure(error, options.device, stream);
  }
}
