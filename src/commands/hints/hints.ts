/** Runs `alsats hints`. */

import { printJson } from '../../terminal/json-output.js';
import { tellNoCard } from '../notice.js';
import type { Outside } from '../outside.js';
import { Shown } from '../shown.js';
import type { HintsOptions } from './definition.js';
import { createListing } from './listing.js';
import { listingText } from './listing-text.js';

const SCHEMA = 'alsats.hints/1';

/** @returns the exit code */
export async function hints(options: HintsOptions, outside: Outside): Promise<number> {
  const shown = await Shown.create(options, outside);
  if (options.caps !== undefined) {
    const { printCapabilities } = await import('./capabilities.js');
    return await printCapabilities(options, shown, outside);
  }
  const listing = createListing({
    kind: options.kind ?? null,
    playback: options.playback ?? false,
    capture: options.capture ?? false,
    part: options.cards ? 'cards' : options.names ? 'names' : 'all',
  });
  if (listing.cards.length === 0 && !options.names) tellNoCard(options, outside);
  if (options.json) {
    await printJson(shown.output, SCHEMA, listing);
  } else {
    const text = await listingText(listing, shown.table);
    if (text !== '') await shown.output.writeLine(text);
  }
  return shown.exitCode;
}
