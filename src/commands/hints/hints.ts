/** Runs `alsats hints`. */

import type { PcmStream } from '../../alsa/pcm/names.js';
import { capabilitiesOf } from '../../terminal/capabilities.js';
import { printJson } from '../../terminal/json-output.js';
import { Output } from '../../terminal/output.js';
import { loadStyle } from '../../terminal/style.js';
import type { TableOptions } from '../../terminal/table.js';
import { EXIT_DONE } from '../exit-code.js';
import { tellNoCard } from '../notice.js';
import { bearLostReader, type Outside } from '../outside.js';
import { openVirtualDevice } from '../virtual-device.js';
import { allCapabilities, capabilitiesOfDevice } from './capability-listing.js';
import { CAPABILITIES_SCHEMA, capabilityJson, capabilityText } from './capability-text.js';
import type { HintsOptions } from './definition.js';
import { createListing } from './listing.js';
import { listingText } from './listing-text.js';

const SCHEMA = 'alsats.hints/1';

/** @returns the exit code */
export async function hints(options: HintsOptions, outside: Outside): Promise<number> {
  bearLostReader(outside.stderr);
  const output = new Output(outside.results);
  if (options.caps !== undefined) return await printCapabilities(options, outside, output);
  const listing = createListing({
    kind: options.kind ?? null,
    playback: options.playback ?? false,
    capture: options.capture ?? false,
    part: options.cards ? 'cards' : options.names ? 'names' : 'all',
  });
  if (listing.cards.length === 0 && !options.names) tellNoCard(options, outside);
  if (options.json) {
    await printJson(output, SCHEMA, listing);
  } else {
    const text = await listingText(listing, await tableOptions(options, outside));
    if (text !== '') await output.writeLine(text);
  }
  return EXIT_DONE;
}

async function printCapabilities(options: HintsOptions, outside: Outside, output: Output): Promise<number> {
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

async function tableOptions(
  { color }: Pick<HintsOptions, 'color'>,
  { stdout, env }: Outside,
): Promise<TableOptions> {
  const style = await loadStyle(capabilitiesOf(stdout, env, color).colorLevel);
  return { terminalColumns: stdout.isTTY ? (stdout.columns ?? 80) : null, style };
}
