/** Runs `alsats hints --caps`. */

import type { PcmStream } from '../../alsa/pcm/names.js';
import { AlsatsError } from '../../error.js';
import { printJson } from '../../terminal/json-output.js';
import { Output } from '../../terminal/output.js';
import { EXIT_DONE } from '../exit-code.js';
import { tellNoCard } from '../notice.js';
import type { Outside } from '../outside.js';
import { openVirtualDevice } from '../virtual-device.js';
import { allCapabilities, capabilitiesOfDevice } from './capability-listing.js';
import { CAPABILITIES_SCHEMA, capabilityJson, capabilityText } from './capability-text.js';
import type { HintsOptions } from './definition.js';
import { tableOptions } from './table-options.js';

/** @returns the exit code */
export async function printCapabilities(options: HintsOptions, outside: Outside): Promise<number> {
  if (options.caps === '') throw new AlsatsError('invalid', 'the name of a device is empty');
  const output = new Output(outside.results);
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
    await printJson(output, CAPABILITIES_SCHEMA, { devices: entries.map(capabilityJson) });
  } else if (entries.length > 0) {
    await output.writeLine(await capabilityText(entries, await tableOptions(options, outside)));
  }
  return EXIT_DONE;
}
