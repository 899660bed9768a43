/** Cards that are followed through unplugging and plugging in again: what watchers of controls and mixers have in common. */

import { resolveCard } from '../alsa/card-name.js';
import { CardWatch } from '../alsa/card-watch.js';
import { AlsatsError } from '../error.js';
import type { CardReport } from './control-choice.js';
import type { StopSignals } from './stop-signals.js';

/** A card with whatever is watched of it. */
export interface FollowedCard extends Disposable {
  readonly card: CardReport;
}

export interface FollowOptions<Followed extends FollowedCard> {
  /** The only card, by what the user calls it. */
  readonly card: string | undefined;
  /** Opens the control device of a card and takes its state. @throws AlsatsError */
  readonly follow: (name: string) => Followed;
  /** Tells what changes until the signal is aborted. @throws AlsatsError of kind `disconnected` once the card is gone */
  readonly tellChanges: (followed: Followed, signal: AbortSignal) => Promise<void>;
  /** The cards at the start. */
  readonly onStart: (cards: readonly Followed[]) => void;
  readonly onAdd: (followed: Followed) => void;
  readonly onRemove: (followed: Followed) => void;
  /** It cannot go on. */
  readonly fail: (error: unknown) => void;
  readonly signals: StopSignals;
}

/** Follows all cards, or one, until the signals end it. @throws AlsatsError of kind `not-found` for a name no card has */
export async function followCards<Followed extends FollowedCard>(
  options: FollowOptions<Followed>,
): Promise<void> {
  const { fail, signals } = options;
  // By its id: after a re-plug a card may have another index.
  const wantedId = options.card === undefined ? null : resolveCard(options.card).id;
  const running = new Map<Followed, { readonly stop: AbortController; readonly done: Promise<void> }>();
  const leave = (followed: Followed): void => {
    running.get(followed)?.stop.abort();
    running.delete(followed);
    followed[Symbol.dispose]();
  };
  const remove = (followed: Followed): void => {
    if (!running.has(followed)) return;
    leave(followed);
    options.onRemove(followed);
  };
  const run = (followed: Followed): void => {
    const stop = new AbortController();
    const done = Promise.resolve()
      .then(() => options.tellChanges(followed, stop.signal))
      .catch((error: unknown) => {
        // The card itself tells sooner than its node in /dev/snd that it is gone.
        if (error instanceof AlsatsError && (error.kind === 'disconnected' || error.kind === 'closed'))
          remove(followed);
        else fail(error);
      });
    running.set(followed, { stop, done });
  };
  const watch = new CardWatch<Followed>({
    look: (index) => lookAt(`hw:${index}`, wantedId, options.follow),
    onEvent: ({ type, card: followed }) => {
      if (type === 'remove') {
        remove(followed);
      } else {
        options.onAdd(followed);
        run(followed);
      }
    },
    onError: fail,
  });
  try {
    options.onStart(watch.cards);
    for (const followed of watch.cards) run(followed);
    await signals.stopped();
  } finally {
    watch.close();
    const ends = [...running.values()].map(({ done }) => done);
    for (const followed of [...running.keys()]) leave(followed);
    await Promise.all(ends);
  }
}

/** Null for a card that is not wanted, or may not be opened (yet). */
function lookAt<Followed extends FollowedCard>(
  name: string,
  wantedId: string | null,
  follow: (name: string) => Followed,
): Followed | null {
  let followed: Followed;
  try {
    followed = follow(name);
  } catch {
    return null;
  }
  if (wantedId === null || followed.card?.id === wantedId) return followed;
  followed[Symbol.dispose]();
  return null;
}
