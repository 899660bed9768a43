/** Runs `alsats hints --caps`. */

import type { PcmStream } from '../../alsa/pcm/names.js';
import { AlsatsError } from '../../error.js';
import { printJson } from '../../terminal/json-output.js';
import { tellNoCard } from '../notice.js';
import type { Outside } from '../outside.js';
import type { Shown } from '../shown.js';
import { openVirtualDevice } from '../virtual-device.js';
import { allCapabilities, capabilitiesOfDevice } from './capability-listing.js';
import { CAPABILITIES_SCHEMA, capabilityJson, capabilityText } from './capability-text.js';
import type { HintsOptions } from './definition.js';

/** @returns the exit code */
export async function printCapabilities(
  options: HintsOptions,
  shown: Shown,
  outside: Outside,
): Promise<number> {
  if (options.caps === '') throw new AlsatsError('invalid', 'the name of a device is empty');
  const wanted = new Set<PcmStream>();
  if (options.playback || !options.capture) wanted.add('playback');
  if (options.capture || !options.playback) wanted.add('capture');
  const { caps } = options;
  const entries =
    typeof caps === 'string'
      ? capabilitiesOfDevice(caps, wanted, await openVirtualDevice(caps))
      : allCapabilities(wanted);
  if (entries.length === 0) tellNoCard(options, outside);
  if (options.json) {
    await printJson(shown.output, CAPABILITIES_SCHEMA, { devices: entries.map(capabilityJson) });
  } else if (entries.length > 0) {
    await shown.output.writeLine(await capabilityText(entries, shown.table));
  }
  return shown.exitCode;
}
