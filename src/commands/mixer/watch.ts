/** Runs `alsats mixer watch`: elements as they change, on one card or all, through unplugging and plugging in again. */

import { Mixer } from '../../alsa/mixer/mixer.js';
import { escapeText } from '../../terminal/escape.js';
import type { Style } from '../../terminal/style.js';
import type { CardReport } from '../control-choice.js';
import { localTimeText } from '../event-output.js';
import type { FollowedCard } from '../followed-cards.js';
import type { Outside } from '../outside.js';
import { type Watcher, type WatcherOptions, watch } from '../watcher.js';
import { elementLabel, type MixerElement } from './element.js';
import { type ElementChange, FollowedElements } from './followed-elements.js';
import { type MixerOptions, openMixer, reportMixerCard } from './mixer-choice.js';
import { valuesText } from './text.js';

export type WatchOptions = MixerOptions & WatcherOptions;

/** What is told. */
export type MixerWatchEvent =
  /** The cards at the start, with all elements. */
  | {
      readonly type: 'state';
      readonly cards: readonly { readonly card: CardReport; readonly elements: readonly MixerElement[] }[];
    }
  | ({ readonly card: CardReport } & ElementChange)
  | { readonly type: 'card-add'; readonly card: CardReport; readonly elements: readonly MixerElement[] }
  | { readonly type: 'card-remove'; readonly card: CardReport };

/** One mixer that is being followed. */
interface FollowedMixer extends FollowedCard {
  readonly elements: FollowedElements;
}

/** @returns the exit code */
export async function watchMixers(
  names: readonly string[],
  options: WatchOptions,
  outside: Outside,
): Promise<number> {
  return await watch<MixerWatchEvent>(
    options,
    outside,
    { schema: 'alsats.mixer-watch/1', text: eventText },
    (watcher) =>
      options.device === undefined
        ? watchCards(names, options, outside, watcher)
        : watchDevice(names, options, watcher),
  );
}

/** A mixer that is no card's own, or is named as a device: it is followed until it goes. */
async function watchDevice(
  names: readonly string[],
  options: WatchOptions,
  { tell, signals }: Watcher<MixerWatchEvent>,
): Promise<void> {
  using followed = followMixer(await openMixer(options), names);
  tell({ type: 'state', cards: [stateOf(followed)] });
  for await (const change of followed.elements.changes(signals.signal)) {
    tell({ ...change, card: followed.card });
  }
}

async function watchCards(
  names: readonly string[],
  options: WatchOptions,
  outside: Outside,
  { tell, fail, signals }: Watcher<MixerWatchEvent>,
): Promise<void> {
  const { followCards, tellNoCard } = await import('./cards.js');
  await followCards<FollowedMixer>({
    card: options.card,
    follow: (name) => followMixer(Mixer.open(name, { abstraction: options.abstraction ?? 'none' }), names),
    tellChanges: async (followed, signal) => {
      for await (const change of followed.elements.changes(signal)) tell({ ...change, card: followed.card });
    },
    onStart: (cards) => {
      tell({ type: 'state', cards: cards.map(stateOf) });
      if (cards.length === 0) tellNoCard(options, outside);
    },
    onAdd: (followed) => tell({ type: 'card-add', ...stateOf(followed) }),
    onRemove: ({ card }) => tell({ type: 'card-remove', card }),
    fail,
    signals,
  });
}

/** @throws AlsatsError */
function followMixer(mixer: Mixer, names: readonly string[]): FollowedMixer {
  try {
    return {
      card: reportMixerCard(mixer),
      elements: new FollowedElements(mixer, names),
      [Symbol.dispose]: () => mixer.close(),
    };
  } catch (error) {
    mixer.close();
    throw error;
  }
}

function stateOf({ card, elements }: FollowedMixer): { card: CardReport; elements: MixerElement[] } {
  return { card, elements: elements.state() };
}

function eventText(event: MixerWatchEvent, time: Date, style: Style): string | null {
  // All elements at the start are what "mixer list" is for.
  if (event.type === 'state') return null;
  const start = `${localTimeText(time)}  ${escapeText(event.card?.id ?? '-')}`;
  if (event.type === 'card-add') {
    return `${start}  ${style.ok('card added')}  ${escapeText(event.card?.longName ?? '')}`;
  }
  if (event.type === 'card-remove') return `${start}  ${style.warning('card removed')}`;
  const name = style.strong(escapeText(elementLabel(event.element)));
  const now = event.new === null ? '-' : escapeText(valuesText(event.new));
  switch (event.type) {
    case 'value':
      return `${start}  ${name}  ${event.old === null ? '-' : escapeText(valuesText(event.old))} → ${now}`;
    case 'add':
      return `${start}  ${name}  ${style.ok('added')}  ${now}`;
    case 'remove':
      return `${start}  ${name}  ${style.warning('removed')}`;
    default:
      return `${start}  ${name}  its properties changed  ${now}`;
  }
}
