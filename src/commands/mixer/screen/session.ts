/** Ties the model to a terminal and to cards, from the start to the end of the program. */

import { AlsatsError } from '../../../error.js';
import { monotonicMs } from '../../../monotonic-clock.js';
import { KeyReader } from '../../../terminal/keys.js';
import { Screen } from '../../../terminal/screen/screen.js';
import { JobControls } from '../../job-controls.js';
import type { Outside } from '../../outside.js';
import type { CardMixer, MixerCards } from './card-mixer.js';
import { draw } from './draw.js';
import { initialState } from './initial-state.js';
import type { GlyphSet } from './palette.js';
import { reduce } from './reduce.js';
import type { Effect, ScreenEvent, ScreenState, View } from './state.js';

export interface SessionOptions {
  readonly outside: Outside;
  readonly cards: MixerCards;
  /** What to open at the start. */
  readonly device: string;
  readonly view: View;
  readonly colored: boolean;
  readonly glyphSet: GlyphSet;
  readonly mouse: boolean;
}

/** What 128 and the number of SIGQUIT make. */
const EXIT_SIGQUIT = 131;

export class MixerSession {
  readonly #options: SessionOptions;
  readonly #screen: Screen;
  readonly #job: JobControls;
  #mixer: CardMixer;
  /** Null while the card is unplugged. */
  #isOpen = true;
  #state: ScreenState;
  #finish: (failure: unknown) => void = () => {};

  /** Opens the card, and leaves the terminal alone so far. @throws AlsatsError where the card cannot be opened */
  constructor(options: SessionOptions) {
    this.#options = options;
    const { outside, view, colored, glyphSet, mouse } = options;
    this.#mixer = this.#open(options.device);
    this.#screen = new Screen({
      stream: outside.stdout,
      colored,
      mouse,
      paint: (columns, rows) => {
        if (columns !== this.#state.columns || rows !== this.#state.rows) {
          this.#state = reduce(this.#state, { type: 'resize', columns, rows }).state;
        }
        return draw(this.#state, glyphSet);
      },
    });
    this.#state = initialState({
      card: this.#mixer.card,
      elements: this.#mixer.elements(),
      columns: this.#screen.columns,
      rows: this.#screen.rows,
      view,
    });
    this.#job = new JobControls({
      outside,
      keys: KeyReader,
      onKey: (key) => this.#handle({ type: 'key', key, atMs: monotonicMs() }),
      onMouse: (report) => this.#handle({ type: 'mouse', report, atMs: monotonicMs() }),
      onStop: () => this.#finish(null),
      onUserSignal: () => this.#screen.redraw(),
      onSuspend: () => this.#screen.leave(),
      onContinue: () => {},
      onTerminal: () => this.#takeTerminal(),
    });
  }

  /** Shows the mixer until the user has had enough. @throws what went wrong, with the terminal given back before */
  async run(): Promise<void> {
    const { outside, cards } = this.#options;
    const onHangUp = () => this.#finish(null);
    const onQuit = () => {
      this.#screen.leave();
      outside.exitProcess(EXIT_SIGQUIT);
    };
    outside.signals.on('SIGHUP', onHangUp);
    outside.signals.on('SIGQUIT', onQuit);
    const ended = new Promise<unknown>((resolve) => {
      this.#finish = resolve;
    });
    const watch = cards.watch(
      () => this.#guard(() => this.#lookAtCards()),
      (error) => this.#finish(error),
    );
    try {
      this.#lookAtCards();
      this.#job.start();
      const failure = await ended;
      if (failure !== null) throw failure;
    } finally {
      this.#finish = () => {};
      this.#screen.leave();
      this.#job.close();
      watch.close();
      if (this.#isOpen) this.#mixer.close();
      outside.signals.off('SIGHUP', onHangUp);
      outside.signals.off('SIGQUIT', onQuit);
    }
  }

  /** A fault of ours ends the program in order, with the terminal given back, and not in the middle of a callback. */
  #guard(call: () => void): void {
    try {
      call();
    } catch (error) {
      this.#finish(error);
    }
  }

  #takeTerminal(): void {
    this.#guard(() => {
      this.#screen.enter();
      this.#screen.redraw();
    });
  }

  #handle(event: ScreenEvent): void {
    this.#guard(() => this.#dispatch(event));
  }

  #dispatch(event: ScreenEvent): void {
    const { state, effects } = reduce(this.#state, event);
    this.#state = state;
    for (const effect of effects) this.#perform(effect);
    this.#screen.update();
  }

  #perform(effect: Effect): void {
    switch (effect.type) {
      case 'quit':
        this.#finish(null);
        break;
      case 'redraw':
        this.#screen.redraw();
        break;
      case 'open':
        this.#tryTo(() => this.#change(effect.device));
        break;
      default:
        if (!this.#isOpen) return;
        this.#tryTo(() => this.#mixer.perform(effect));
        this.#readElements();
    }
  }

  /** What alsa-lib refuses is told in the last line; a card that has gone is no error. */
  #tryTo(call: () => void): void {
    try {
      call();
    } catch (error) {
      if (!(error instanceof AlsatsError)) throw error;
      if (error.kind === 'disconnected') this.#gone();
      else this.#dispatch({ type: 'failed', message: error.message });
    }
  }

  #readElements(): void {
    if (!this.#isOpen) return;
    this.#tryTo(() => this.#dispatch({ type: 'elements', elements: this.#mixer.elements() }));
  }

  #open(device: string): CardMixer {
    const mixer: CardMixer = this.#options.cards.open(device, {
      onChange: () => this.#guard(() => this.#ifPresent(mixer, () => this.#readElements())),
      onGone: () => this.#guard(() => this.#ifPresent(mixer, () => this.#gone())),
      onError: (error) => this.#ifPresent(mixer, () => this.#finish(error)),
    });
    return mixer;
  }

  /** Calls for a mixer that is shown no more come too late. */
  #ifPresent(mixer: CardMixer, call: () => void): void {
    if (this.#isOpen && mixer === this.#mixer) call();
  }

  /** Shows another card, or the same anew. */
  #change(device: string): void {
    const next = this.#open(device);
    if (this.#isOpen) this.#mixer.close();
    this.#mixer = next;
    this.#isOpen = true;
    this.#dispatch({ type: 'opened', card: next.card, elements: next.elements() });
  }

  #gone(): void {
    this.#isOpen = false;
    this.#mixer.close();
    this.#dispatch({ type: 'gone' });
  }

  #lookAtCards(): void {
    const cards = this.#options.cards.list();
    this.#dispatch({ type: 'cards', cards });
    const { id, number } = this.#mixer.card;
    if (number === '') return;
    if (this.#isOpen) {
      // Should the card's own mixer not tell.
      if (!cards.some((card) => card.number === number && card.id === id)) this.#gone();
      return;
    }
    // By its id: a card that is plugged in again may have another number.
    const back = cards.find((card) => card.id === id && card.number !== '');
    if (back !== undefined) this.#tryTo(() => this.#change(back.device));
  }
}
