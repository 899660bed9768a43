/** Runs `alsats hints watch`: cards that come and go. */

import { CardWatch } from '../../alsa/card-watch.js';
import { escapeText } from '../../terminal/escape.js';
import type { Style } from '../../terminal/style.js';
import { localTimeText } from '../event-output.js';
import { tellNoCard } from '../notice.js';
import type { Outside } from '../outside.js';
import { watch } from '../watcher.js';
import type { HintsWatchOptions } from './definition.js';
import { describeCard, type ListedCard } from './listing.js';

/** The cards at the start, and then each that comes or goes. */
type WatchEvent =
  | { readonly type: 'state'; readonly cards: readonly ListedCard[] }
  | { readonly type: 'add' | 'remove'; readonly card: ListedCard };

/** Where cards are looked for. */
export interface WatchedCards {
  readonly look: (index: number) => ListedCard | null;
  /** Where control nodes are. */
  readonly folder?: string;
}

/** @param cards those of the machine, unless a test passes its own @returns the exit code */
export async function watchHints(
  options: HintsWatchOptions,
  outside: Outside,
  cards: WatchedCards = { look: (index) => describeCard(index) },
): Promise<number> {
  const look = { schema: 'alsats.hints-watch/1', text: eventText };
  return await watch<WatchEvent>(options, outside, look, async ({ tell, fail, signals }) => {
    const cardWatch = new CardWatch<ListedCard>({ ...cards, onEvent: tell, onError: fail });
    try {
      tell({ type: 'state', cards: cardWatch.cards });
      if (cardWatch.cards.length === 0) tellNoCard(options, outside);
      await signals.stopped();
    } finally {
      cardWatch.close();
    }
  });
}

function eventText(event: WatchEvent, time: Date, style: Style): string | null {
  if (event.type !== 'state')
    return cardLine(event.type === 'add' ? 'added' : 'removed', event.card, time, style);
  const lines = event.cards.map((card) => cardLine('present', card, time, style));
  return lines.length === 0 ? null : lines.join('\n');
}

function cardLine(what: 'present' | 'added' | 'removed', card: ListedCard, time: Date, style: Style): string {
  const tone = { present: style.dim, added: style.ok, removed: style.warning }[what];
  const name = escapeText(card.longName || card.name);
  return `${localTimeText(time)}  ${tone(what.padEnd(7))}  ${card.index}  ${style.strong(escapeText(card.id))}  ${name}`;
}
