/** Runs `alsats hints watch`: cards that come and go. */

import { CardWatch } from '../../alsa/card-watch.js';
import { capabilitiesOf } from '../../terminal/capabilities.js';
import { escapeText } from '../../terminal/escape.js';
import { loadStyle, type Style } from '../../terminal/style.js';
import { EventOutput, localTimeText } from '../event-output.js';
import { ExecHook } from '../exec-hook.js';
import { EXIT_DONE } from '../exit-code.js';
import { tellNoCard, tellNotice } from '../notice.js';
import { bearLostReader, type Outside } from '../outside.js';
import { StopSignals } from '../stop-signals.js';
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
  bearLostReader(outside.stderr);
  const style = await loadStyle(capabilitiesOf(outside.stdout, outside.env, options.color).colorLevel);
  using signals = new StopSignals(outside);
  let failure: unknown = null;
  const fail = (error: unknown): void => {
    failure ??= error;
    signals.stop();
  };
  const output = new EventOutput<WatchEvent>(outside, {
    json: options.json === true,
    schema: 'alsats.hints-watch/1',
    text: (event, time) => eventText(event, time, style),
    onClosed: signals.stop,
    onFailure: fail,
  });
  const hook = options.exec === undefined ? null : createHook(options.exec, options, outside);
  const watch = new CardWatch<ListedCard>({
    ...cards,
    onEvent: (event) => {
      const stamped = output.write(event);
      hook?.run(stamped);
    },
    onError: fail,
  });
  try {
    output.write({ type: 'state', cards: watch.cards });
    if (watch.cards.length === 0) tellNoCard(options, outside);
    await signals.stopped();
  } finally {
    watch.close();
    hook?.close();
  }
  await output.flush();
  if (failure !== null) throw failure;
  return EXIT_DONE;
}

function createHook(command: string, options: HintsWatchOptions, outside: Outside): ExecHook {
  return new ExecHook(command, {
    env: outside.env,
    outputFd: options.json ? 2 : 1,
    onProblem: (message) => tellNotice(options, outside, message),
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
