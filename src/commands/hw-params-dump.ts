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
import { openVirtualDevice, type VirtualDevice } from './virtual-device.js';

export async function dumpHwParams(
  options: StreamOptions,
  stream: PcmStream,
  outside: Outside,
): Promise<number> {
  const output = new Output(outside.results);
  const virtual = await openVirtualDevice(options.device);
  if (options.json) await printCapabilities(options, stream, output, virtual);
  else await output.write(configurationSpace(options, stream, virtual));
  return EXIT_DONE;
}

/** The same as `hints --caps --json` tells, of one direction. */
async function printCapabilities(
  options: StreamOptions,
  stream: PcmStream,
  output: Output,
  virtual: VirtualDevice | null,
): Promise<void> {
  const { capabilitiesOfDevice } = await import('./hints/capability-listing.js');
  const { CAPABILITIES_SCHEMA, capabilityJson } = await import('./hints/capability-text.js');
  const devices = capabilitiesOfDevice(options.device, new Set([stream]), virtual).map(capabilityJson);
  await printJson(output, CAPABILITIES_SCHEMA, { devices });
}

function configurationSpace(
  options: StreamOptions,
  stream: PcmStream,
  virtual: VirtualDevice | null,
): string {
  try {
    const open = { ...openOptions(options), nonblock: true };
    using pcm = virtual?.card.openPcm(stream, open) ?? Pcm.open(options.device, stream, open);
    return pcm.hwParamsAny().toString();
  } catch (error) {
    throw explainDeviceFailure(error, options.device, stream);
  }
}
