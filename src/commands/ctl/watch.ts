/** Runs `alsats ctl watch`: elements as they change, on one card or all, through unplugging and plugging in again. */

import { HCtl } from '../../alsa/hctl.js';
import { AlsatsError } from '../../error.js';
import { capabilitiesOf } from '../../terminal/capabilities.js';
import { escapeText } from '../../terminal/escape.js';
import { loadStyle, type Style } from '../../terminal/style.js';
import { type CardReport, explainOpening, reportCard } from '../control-choice.js';
import type { ControlOptions } from '../control-options.js';
import { EventOutput, localTimeText } from '../event-output.js';
import { ExecHook } from '../exec-hook.js';
import { EXIT_DONE } from '../exit-code.js';
import { type FollowedCard, followCards } from '../followed-cards.js';
import { tellNoCard, tellNotice } from '../notice.js';
import { bearLostReader, type Outside } from '../outside.js';
import type { ShowOptions } from '../show-options.js';
import { StopSignals } from '../stop-signals.js';
import { CardElements, type ElementChange } from './card-elements.js';
import type { ElementName, ElementValues } from './element.js';
import { valueText } from './element-text.js';

export interface WatchOptions extends ControlOptions, ShowOptions {
  readonly exec?: string;
}

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
  bearLostReader(outside.stderr);
  using signals = new StopSignals(outside);
  let failure: unknown = null;
  const fail = (error: unknown): void => {
    failure ??= error;
    signals.stop();
  };
  const style = await loadStyle(capabilitiesOf(outside.stdout, outside.env, options.color).colorLevel);
  const output = new EventOutput<CtlWatchEvent>(outside, {
    json: options.json === true,
    schema: 'alsats.ctl-watch/1',
    text: (event, time) => eventText(event, time, style),
    onClosed: signals.stop,
    onFailure: fail,
  });
  const hook = options.exec === undefined ? null : createHook(options.exec, options, outside);
  const tell = (event: CtlWatchEvent): void => {
    const stamped = output.write(event);
    if (event.type !== 'state') hook?.run(stamped);
  };
  try {
    if (options.device !== undefined) await watchDevice(options, tell, signals.signal);
    else await watchCards(options, outside, tell, fail, signals);
    if (failure === null) await hook?.idle();
  } finally {
    hook?.close();
    await output.flush();
  }
  if (failure !== null) throw failure;
  return EXIT_DONE;
}

/** A control that is no card's own, or is named as a device: it is followed until it goes. */
async function watchDevice(
  { card, device }: WatchOptions,
  tell: (event: CtlWatchEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  if (card !== undefined) {
    throw new AlsatsError('invalid', 'give either a card (-c) or a control device (-D)');
  }
  using followed = follow(device!);
  tellState([followed], tell);
  for await (const change of followed.elements.changes(signal)) tell({ ...change, card: followed.card });
}

async function watchCards(
  options: WatchOptions,
  outside: Outside,
  tell: (event: CtlWatchEvent) => void,
  fail: (error: unknown) => void,
  signals: StopSignals,
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

function createHook(command: string, options: WatchOptions, outside: Outside): ExecHook {
  return new ExecHook(command, {
    env: outside.env,
    outputFd: options.json ? 2 : 1,
    onProblem: (message) => tellNotice(options, outside, message),
  });
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
