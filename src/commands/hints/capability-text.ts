/** What PCMs can do, as tables of two columns, and as JSON. */

import type { PcmCapabilities, Range } from '../../alsa/pcm/capabilities.js';
import { renderTable, type TableCell, type TableOptions } from '../../terminal/table.js';
import type { CapabilityEntry } from './capability-listing.js';

/** What an object with {@link capabilityJson} entries as `devices` is called. */
export const CAPABILITIES_SCHEMA = 'alsats.capabilities/1';

/** The entry as JSON has it: times in seconds. */
export function capabilityJson(entry: CapabilityEntry): object {
  if (entry.error !== null) return entry;
  const { periodTimeUs, bufferTimeUs, ...rest } = entry;
  return { ...rest, periodSeconds: inSeconds(periodTimeUs), bufferSeconds: inSeconds(bufferTimeUs) };
}

function inSeconds({ min, max }: Range): Range {
  return { min: min / 1e6, max: max / 1e6 };
}

/** One table a device and direction, an empty line between them. */
export async function capabilityText(
  entries: readonly CapabilityEntry[],
  options: TableOptions,
): Promise<string> {
  const tables = entries.map((entry) =>
    renderTable(
      {
        columns: [{ header: entry.stream }, { header: entry.device }],
        rows: entry.error === null ? rowsOf(entry) : errorRows(entry.error),
      },
      options,
    ),
  );
  return (await Promise.all(tables)).join('\n\n');
}

function errorRows({ message, hint }: { message: string; hint: string | null }): TableCell[][] {
  const rows: TableCell[][] = [['error', { text: message, tone: 'error' }]];
  if (hint !== null) rows.push(['hint', hint]);
  return rows;
}

function rowsOf(caps: PcmCapabilities): TableCell[][] {
  return [
    ['type', caps.type],
    ['formats', caps.formats.join(' ')],
    ...(caps.subformats.some((name) => name !== 'STD') ? [['subformats', caps.subformats.join(' ')]] : []),
    ['rates', ratesText(caps)],
    ['channels', channelsText(caps)],
    ['period', `${rangeText(caps.periodFrames)} frames, ${timeText(caps.periodTimeUs)}`],
    ['periods', rangeText(caps.periods)],
    ['buffer', `${rangeText(caps.bufferFrames)} frames, ${timeText(caps.bufferTimeUs)}`],
    ['access', caps.accesses.join(' ')],
    ...caps.channelMaps.map(({ type, map }, index): TableCell[] => [
      index === 0 ? 'channel maps' : '',
      `${map.join(' ')}${mapTypeText[type] ?? ''}`,
    ]),
  ];
}

/** What may be done with a map that is not fixed. */
const mapTypeText: Readonly<Record<string, string>> = {
  VAR: ' (in any order)',
  PAIRED: ' (pairs in any order)',
};

function ratesText({ framesPerSecond, usualRates }: PcmCapabilities): string {
  const range = `${rangeText(framesPerSecond)} Hz`;
  return usualRates.length === 0 || framesPerSecond.min === framesPerSecond.max
    ? range
    : `${range}: ${usualRates.join(' ')}`;
}

function channelsText({ channels, channelCounts }: PcmCapabilities): string {
  const isGapless = channels.max - channels.min + 1 === channelCounts.length;
  return isGapless || channelCounts.at(-1) !== channels.max ? rangeText(channels) : channelCounts.join(' ');
}

// What plug-ins without a limit of their own give: the largest frame counts that fit, and thousandths of it.
const NO_LIMIT = 0x3fff_ffff;

function rangeText({ min, max }: Range, show: (value: number) => string = String): string {
  if (min === max) return show(min);
  return max >= NO_LIMIT ? `${show(min)} or more` : `${show(min)} to ${show(max)}`;
}

/** Microseconds as milliseconds, with as many places as matter. */
function timeText(us: Range): string {
  const inMs = (value: number) => String(Number((value / 1000).toFixed(value < 100_000 ? 3 : 0)));
  return `${rangeText(us, inMs)} ms`;
}
