/** Mixer elements as a table; apart from other text, since most runs need none. */

import { renderTable, type TableCell, type TableOptions } from '../../terminal/table.js';
import { type ChannelState, elementLabel, type MixerElement, type StreamState } from './element.js';
import { alike, type Side, sides } from './text.js';

/** Elements as a table, a row for each direction. */
export function elementTable(elements: readonly MixerElement[], options: TableOptions): Promise<string> {
  return renderTable(
    {
      columns: [
        { header: 'element' },
        { header: 'direction' },
        { header: 'percent', align: 'right' },
        { header: 'dB', align: 'right' },
        { header: 'raw', align: 'right' },
        { header: 'range' },
        { header: 'switch' },
        { header: 'item' },
      ],
      rows: elements.flatMap(elementRows),
    },
    options,
  );
}

function elementRows(element: MixerElement): TableCell[][] {
  const name: TableCell = {
    text: elementLabel(element) + (element.active ? '' : ' (inactive)'),
    tone: element.active ? 'strong' : 'dim',
  };
  const rows = sides.flatMap((side) => {
    const state = element[side];
    return state === null ? [] : [[name, ...streamCells(side, state, element)]];
  });
  if (rows.length > 0) return rows;
  const item = element.enum === null ? null : alike(element.enum.channels.map(({ item }) => item));
  return [[name, enumDirection(element), null, null, null, null, null, item]];
}

function streamCells(
  side: Side,
  { channels, range, dBRange }: StreamState,
  element: MixerElement,
): TableCell[] {
  const each = (text: (channel: ChannelState) => string) => alike(channels.map(text));
  const isShared = element.capabilities.some((word) => word === 'volume' || word === 'switch');
  return [
    side === 'playback' && isShared && element.capture === null ? 'both' : side,
    range === null ? null : each(({ percent }) => `${percent} %`),
    dBRange === null ? null : each(({ dB }) => (dB === null ? 'mute' : dB.toFixed(2))),
    range === null ? null : each(({ raw }) => String(raw)),
    range === null ? null : `${range.min} to ${range.max}`,
    channels[0]?.on === null ? null : each(({ on }) => (on ? 'on' : 'off')),
    null,
  ];
}

function enumDirection({ capabilities }: MixerElement): string | null {
  if (capabilities.includes('penum')) return 'playback';
  return capabilities.includes('cenum') ? 'capture' : null;
}
