/** The jacks of all cards, through cards that come and go. */

import { type NamedCard, namedCard } from '../../alsa/card-name.js';
import { CardWatch } from '../../alsa/card-watch.js';
import { AlsaError } from '../../alsa/error.js';
import { CardJacks, type JackChange } from '../../alsa/jack.js';
import { AlsatsError } from '../../error.js';
import type { JackCard, ListedJack, SingleJackEvent } from './jack-event.js';

export interface AllJacksOptions {
  /** Which cards count; called once for each that is there or comes. */
  readonly wantsCard: (card: NamedCard) => boolean;
  readonly onEvent: (event: SingleJackEvent) => void;
  readonly onError: (error: unknown) => void;
  readonly cards?: CardAccess;
}

/** The jacks of one card, as {@link CardJacks} has them. */
export type JackHandle = Pick<CardJacks, 'states' | 'changes' | 'close'>;

/** How cards are reached; a test passes its own. */
export interface CardAccess {
  /** Where control nodes are. */
  readonly folder?: string;
  /** What the card is called; null while it may not be opened. */
  describe(index: number): NamedCard | null;
  open(index: number): JackHandle;
}

const realCards: CardAccess = { describe: namedCard, open: CardJacks.open };

/** A card that is watched. */
interface OpenCard {
  readonly card: JackCard;
  readonly jacks: JackHandle;
  readonly stopping: AbortController;
}

/** Watches from the start until `close()`. */
export class AllJacks implements Disposable {
  readonly #options: AllJacksOptions;
  readonly #access: CardAccess;
  readonly #watch: CardWatch<OpenCard | 'unwanted'>;
  readonly #open = new Set<OpenCard>();

  constructor(options: AllJacksOptions) {
    this.#options = options;
    this.#access = options.cards ?? realCards;
    this.#watch = new CardWatch<OpenCard | 'unwanted'>({
      look: (index) => this.#look(index),
      onEvent: ({ type, card }) => {
        if (card === 'unwanted') return;
        if (type === 'remove') this.#drop(card);
        else this.#tellAll('add', card);
      },
      onError: options.onError,
      ...(this.#access.folder === undefined ? {} : { folder: this.#access.folder }),
    });
  }

  /** The jacks there are, by card. */
  states(): ListedJack[] {
    return [...this.#open]
      .sort((a, b) => a.card.index - b.card.index)
      .flatMap(({ card, jacks }) => jacks.states().map((state) => ({ card, ...state })));
  }

  close(): void {
    this.#watch.close();
    for (const open of [...this.#open]) this.#release(open);
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #look(index: number): OpenCard | 'unwanted' | null {
    try {
      const named = this.#access.describe(index);
      if (named === null) return null;
      if (!this.#options.wantsCard(named)) return 'unwanted';
      const { id, name } = named;
      const open = {
        card: { index, id, name },
        jacks: this.#access.open(index),
        stopping: new AbortController(),
      };
      this.#open.add(open);
      void this.#follow(open);
      return open;
    } catch (error) {
      // Gone again, or not ours to open yet: its node will tell when that changes.
      if (error instanceof AlsaError) return null;
      throw error;
    }
  }

  async #follow(open: OpenCard): Promise<void> {
    try {
      for await (const change of open.jacks.changes(open.stopping.signal)) this.#tell(open.card, change);
    } catch (error) {
      if (open.stopping.signal.aborted) return;
      if (error instanceof AlsatsError && error.kind === 'disconnected') this.#drop(open);
      else this.#options.onError(error);
    }
  }

  /** Takes a card away that is gone; once, whoever finds out first. */
  #drop(open: OpenCard): void {
    if (!this.#open.has(open)) return;
    this.#tellAll('remove', open);
    this.#release(open);
  }

  #release(open: OpenCard): void {
    this.#open.delete(open);
    open.stopping.abort();
    open.jacks.close();
  }

  #tellAll(type: 'add' | 'remove', { card, jacks }: OpenCard): void {
    for (const jack of jacks.states()) this.#tell(card, { type, jack, missed: false });
  }

  #tell(card: JackCard, { type, jack, missed }: JackChange): void {
    this.#options.onEvent({ type, card, ...jack, missed });
  }
}
