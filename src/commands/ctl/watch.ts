/** Runs `alsats ctl watch`: elements as they change, on one card or all, through unplugging and plugging in again. */

import { HCtl } from '../../alsa/hctl.js';
import { AlsatsError } from '../../error.js';
import { escapeText } from '../../terminal/escape.js';
import type { Style } from '../../terminal/style.js';
import { type CardReport, explainOpening, reportCard } from '../control-choice.js';
import type { ControlOptions } from '../control-options.js';
import { localTimeText } from '../event-output.js';
import { type FollowedCard, followCards } from '../followed-cards.js';
import { tellNoCard } from '../notice.js';
import type { Outside } from '../outside.js';
import { type Watcher, type WatcherOptions, watch } from '../watcher.js';
import { CardElements, type ElementChange } from './card-elements.js';
import type { ElementName, ElementValues } from './element.js';
import { valueText } from './element-text.js';

export type WatchOptions = ControlOptions & WatcherOptions;

type StateElement = ElementName & ElementValues;

/** What is told. */
export type CtlWatchEvent =
  /** The cards at the start, with all values. */
  | {
      readonly type: 'state';
      readonly cards: readonly (NonNullable<CardReport> & { readonly elements: readonly StateElement[] })[];
    }
  | ({ readonly card: CardReport } & ElementChange)
  | { readonly type: 'card-add'; readonly card: CardReport; readonly elements: readonly StateElement[] }
  | { readonly type: 'card-remove'; readonly card: CardReport };

/** One control that is being followed. */
interface FollowedControl extends FollowedCard {
  readonly elements: CardElements;
}

/** @returns the exit code */
export async function watchElements(options: WatchOptions, outside: Outside): Promise<number> {
  return await watch<CtlWatchEvent>(
    options,
    outside,
    { schema: 'alsats.ctl-watch/1', text: eventText },
    (watcher) =>
      options.device === undefined ? watchCards(options, outside, watcher) : watchDevice(options, watcher),
  );
}

/** A control that is no card's own, or is named as a device: it is followed until it goes. */
async function watchDevice(
  { card, device }: WatchOptions,
  { tell, signals }: Watcher<CtlWatchEvent>,
): Promise<void> {
  if (card !== undefined) {
    throw new AlsatsError('invalid', 'give either a card (-c) or a control device (-D)');
  }
  using followed = follow(device!);
  tellState([followed], tell);
  for await (const change of followed.elements.changes(signals.signal)) {
    tell({ ...change, card: followed.card });
  }
}

async function watchCards(
  options: WatchOptions,
  outside: Outside,
  { tell, fail, signals }: Watcher<CtlWatchEvent>,
): Promise<void> {
  await followCards<FollowedControl>({
    card: options.card,
    follow,
    tellChanges: async (followed, signal) => {
      for await (const change of followed.elements.changes(signal)) tell({ ...change, card: followed.card });
    },
    onStart: (cards) => {
      tellState(cards, tell);
      if (cards.length === 0) tellNoCard(options, outside);
    },
    onAdd: ({ card, elements }) => tell({ type: 'card-add', card, elements: [...elements.state()] }),
    onRemove: ({ card }) => tell({ type: 'card-remove', card }),
    fail,
    signals,
  });
}

/** @throws AlsatsError */
function follow(name: string): FollowedControl {
  let hctl: HCtl;
  try {
    hctl = HCtl.open(name, { nonblock: true });
  } catch (error) {
    throw explainOpening(error, name);
  }
  try {
    const elements = new CardElements(hctl);
    return { elements, card: reportCard(hctl), [Symbol.dispose]: () => hctl.close() };
  } catch (error) {
    hctl.close();
    throw error;
  }
}

function tellState(cards: readonly FollowedControl[], tell: (event: CtlWatchEvent) => void): void {
  const reports = cards.flatMap(({ card, elements }) =>
    card === null ? [] : [{ ...card, elements: [...elements.state()] }],
  );
  tell({ type: 'state', cards: reports });
}

function eventText(event: CtlWatchEvent, time: Date, style: Style): string | null {
  // Hundreds of elements at the start are what "ctl list" is for.
  if (event.type === 'state') return null;
  const start = `${localTimeText(time)}  ${escapeText(event.card?.id ?? '-')}`;
  switch (event.type) {
    case 'card-add':
      return `${start}  ${style.ok('card added')}  ${escapeText(event.card?.longName ?? '')}`;
    case 'card-remove':
      return `${start}  ${style.warning('card removed')}`;
    case 'value': {
      const old = event.old === null ? '-' : valueText(event.old);
      const now = event.new === null ? '-' : valueText(event.new);
      const missed = event.missed ? style.dim('  (changed in between)') : '';
      return `${start}  ${style.strong(escapeText(event.element.id))}  ${escapeText(`${old} → ${now}`)}${missed}`;
    }
    case 'add':
      return `${start}  ${style.strong(escapeText(event.element.id))}  ${style.ok('added')}${event.new === null ? '' : `  ${escapeText(valueText(event.new))}`}`;
    case 'remove':
      return `${start}  ${style.strong(escapeText(event.element.id))}  ${style.warning('removed')}`;
    case 'info':
      return `${start}  ${style.strong(escapeText(event.element.id))}  its properties changed`;
    case 'tlv':
      return `${start}  ${style.strong(escapeText(event.element.id))}  its TLV data changed`;
  }
}
