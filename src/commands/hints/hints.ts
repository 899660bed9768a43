/** Runs `alsats hints`. */

import { printJson } from '../../terminal/json-output.js';
import { Output } from '../../terminal/output.js';
import { EXIT_DONE } from '../exit-code.js';
import { tellNoCard } from '../notice.js';
import { bearLostReader, type Outside } from '../outside.js';
import type { HintsOptions } from './definition.js';
import { createListing } from './listing.js';
import { listingText } from './listing-text.js';
import { tableOptions } from './table-options.js';

const SCHEMA = 'alsats.hints/1';

/** @returns the exit code */
export async function hints(options: HintsOptions, outside: Outside): Promise<number> {
  bearLostReader(outside.stderr);
  if (options.caps !== undefined) {
    const { printCapabilities } = await import('./capabilities.js');
    return await printCapabilities(options, outside);
  }
  const output = new Output(outside.results);
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
