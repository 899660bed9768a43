/** Jacks and their changes as text. */

import { escapeText } from '../../terminal/escape.js';
import type { Style } from '../../terminal/style.js';
import { renderTable, type TableOptions } from '../../terminal/table.js';
import { localTimeText } from '../event-output.js';
import type { JackEvent, ListedJack } from './jack-event.js';

/** `2026-11-22T10:12:00.123+01:00  PCH  Headphone Jack  plugged`; null where there is nothing to show. */
export function eventText(event: JackEvent, time: Date, style: Style): string | null {
  const line = (jack: ListedJack, what: string) =>
    `${localTimeText(time)}  ${escapeText(jack.card.id)}  ${style.strong(escapeText(nameText(jack)))}  ${what}`;
  switch (event.type) {
    case 'state': {
      const lines = event.jacks.map((jack) => line(jack, plugText(jack, style)));
      return lines.length === 0 ? null : lines.join('\n');
    }
    case 'add':
      return line(event, `${plugText(event, style)} (new)`);
    case 'remove':
      return line(event, style.warning('gone'));
    case 'change': {
      const note = event.missed ? ' (and was not, for a moment)' : '';
      return line(event, `${plugText(event, style)}${note}`);
    }
  }
}

/** The states alone, as a table. */
export function statesText(jacks: readonly ListedJack[], options: TableOptions): Promise<string> {
  return renderTable(
    {
      columns: [{ header: 'CARD' }, { header: 'JACK' }, { header: 'STATE' }],
      rows: jacks.map((jack) => [
        jack.card.id,
        { text: nameText(jack), tone: 'strong' },
        { text: stateText(jack), tone: toneOf(jack) },
      ]),
    },
    options,
  );
}

/** Several jacks of one name are told apart by their index. */
function nameText({ name, index }: ListedJack): string {
  return index === 0 ? name : `${name},${index}`;
}

function plugText(jack: ListedJack, style: Style): string {
  return style[toneOf(jack)](stateText(jack));
}

function stateText({ plugged, phantom }: ListedJack): string {
  const state = plugged ? 'plugged' : 'unplugged';
  return phantom ? `${state} (phantom)` : state;
}

function toneOf({ plugged, phantom }: ListedJack): 'ok' | 'dim' {
  return plugged && !phantom ? 'ok' : 'dim';
}
