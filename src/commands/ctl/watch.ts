/** Runs `alsats ctl watch`: elements as they change, on one card or all, through unplugging and plugging in again. */

import { resolveCard } from '../../alsa/card-name.js';
import { CardWatch } from '../../alsa/card-watch.js';
import { HCtl } from '../../alsa/hctl.js';
import { AlsatsError } from '../../error.js';
import { capabilitiesOf } from '../../terminal/capabilities.js';
import { escapeText } from '../../terminal/escape.js';
import { loadStyle, type Style } from '../../terminal/style.js';
import { type CardReport, explainOpening, reportCard } from '../control-choice.js';
import type { ControlOptions, ShowOptions } from '../control-options.js';
import { EventOutput, localTimeText } from '../event-output.js';
import { ExecHook } from '../exec-hook.js';
import { EXIT_DONE } from '../exit-code.js';
import { tellNoCard, tellNotice } from '../notice.js';
import { bearLostReader, type Outside } from '../outside.js';
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
interface FollowedCard {
  readonly card: CardReport;
  readonly elements: CardElements;
  readonly hctl: HCtl;
  readonly stop: AbortController;
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
  // By its id: after a re-plug a card may have another index.
  const wantedId = options.card === undefined ? null : resolveCard(options.card).id;
  const running = new Set<Promise<void>>();
  const gone = new WeakSet<FollowedCard>();
  const remove = (followed: FollowedCard): void => {
    if (gone.has(followed)) return;
    gone.add(followed);
    followed.stop.abort();
    followed.hctl.close();
    tell({ type: 'card-remove', card: followed.card });
  };
  const run = (followed: FollowedCard): void => {
    const done = tellChanges(followed, tell).catch((error: unknown) => {
      // The card itself tells sooner than its node in /dev/snd that it is gone.
      if (error instanceof AlsatsError && (error.kind === 'disconnected' || error.kind === 'closed'))
        remove(followed);
      else fail(error);
    });
    running.add(done);
    void done.finally(() => running.delete(done));
  };
  const watch = new CardWatch<FollowedCard>({
    look: (index) => lookAt(index, wantedId),
    onEvent: ({ type, card: followed }) => {
      if (type === 'remove') {
        remove(followed);
      } else {
        tell({ type: 'card-add', card: followed.card, elements: [...followed.elements.state()] });
        run(followed);
      }
    },
    onError: fail,
  });
  try {
    tellState(watch.cards, tell);
    if (watch.cards.length === 0) tellNoCard(options, outside);
    for (const followed of watch.cards) run(followed);
    await signals.stopped();
  } finally {
    watch.close();
    for (const followed of watch.cards) {
      gone.add(followed);
      followed.stop.abort();
      followed.hctl.close();
    }
    await Promise.all(running);
  }
}

async function tellChanges(followed: FollowedCard, tell: (event: CtlWatchEvent) => void): Promise<void> {
  for await (const change of followed.elements.changes(followed.stop.signal)) {
    tell({ ...change, card: followed.card });
  }
}

/** Null for a card that is not wanted, or may not be opened (yet). */
function lookAt(index: number, wantedId: string | null): FollowedCard | null {
  let followed: FollowedCard;
  try {
    followed = follow(`hw:${index}`);
  } catch {
    return null;
  }
  if (wantedId === null || followed.card?.id === wantedId) return followed;
  followed.hctl.close();
  return null;
}

/** @throws AlsatsError */
function follow(name: string): FollowedCard & Disposable {
  let hctl: HCtl;
  try {
    hctl = HCtl.open(name, { nonblock: true });
  } catch (error) {
    throw explainOpening(error, name);
  }
  try {
    const elements = new CardElements(hctl);
    const stop = new AbortController();
    return { hctl, elements, stop, card: reportCard(hctl), [Symbol.dispose]: () => hctl.close() };
  } catch (error) {
    hctl.close();
    throw error;
  }
}

function tellState(cards: readonly FollowedCard[], tell: (event: CtlWatchEvent) => void): void {
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
