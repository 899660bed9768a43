/** Runs `alsats jack-watch`. */

import { type NamedCard, resolveCard } from '../../alsa/card-name.js';
import { AlsatsError } from '../../error.js';
import { callAfter } from '../../long-timer.js';
import { capabilitiesOf } from '../../terminal/capabilities.js';
import { printJson } from '../../terminal/json-output.js';
import { Output } from '../../terminal/output.js';
import { loadStyle, type Style } from '../../terminal/style.js';
import { EventOutput } from '../event-output.js';
import { EXIT_DONE } from '../exit-code.js';
import { tellNotice } from '../notice.js';
import { bearLostReader, type Outside } from '../outside.js';
import { StopSignals } from '../stop-signals.js';
import { createHook } from '../watcher.js';
import { AllJacks, type CardAccess } from './all-jacks.js';
import { isMet, type JackCondition, jackPattern, parseCondition } from './condition.js';
import { Debounce } from './debounce.js';
import type { JackWatchOptions } from './definition.js';
import type { JackEvent, ListedJack, SingleJackEvent } from './jack-event.js';
import { eventText, statesText } from './text.js';

const ONCE_SCHEMA = 'alsats.jacks/1';
const WATCH_SCHEMA = 'alsats.jack-watch/1';

/** What of the options concerns the choice of jacks and the end. */
interface Wishes {
  readonly card: NamedCard | null;
  readonly isWanted: (jack: ListedJack) => boolean;
  readonly condition: JackCondition | null;
}

/** @param cards how cards are reached; a test passes its own @returns the exit code */
export async function jackWatch(
  options: JackWatchOptions,
  outside: Outside,
  cards?: CardAccess & { resolve?(text: string): NamedCard },
): Promise<number> {
  bearLostReader(outside.stderr);
  if (options.timeout !== undefined && options.wait === undefined) {
    throw new AlsatsError('invalid', '--timeout needs --wait');
  }
  const isNamed = options.name === undefined ? () => true : jackPattern(options.name);
  const wishes: Wishes = {
    condition: options.wait === undefined ? null : parseCondition(options.wait),
    // Whatever is waited for has to be heard of.
    isWanted: (jack) => isNamed(jack.name),
    card: options.card === undefined ? null : (cards?.resolve ?? resolveCard)(options.card),
  };
  const style = await loadStyle(capabilitiesOf(outside.stdout, outside.env, options.color).colorLevel);
  return options.once
    ? await printStates(wishes, options, outside, style, cards)
    : await watchJacks(wishes, options, outside, style, cards);
}

async function printStates(
  wishes: Wishes,
  options: JackWatchOptions,
  outside: Outside,
  style: Style,
  cards: CardAccess | undefined,
): Promise<number> {
  let jacks: ListedJack[];
  {
    using all = new AllJacks({ ...allJacksOptions(wishes, cards), onEvent: () => {}, onError: () => {} });
    jacks = all.states().filter(wishes.isWanted);
  }
  if (jacks.length === 0) tellNotice(options, outside, noJackText(wishes, options));
  if (options.quiet) return EXIT_DONE;
  const output = new Output(outside.results);
  if (options.json) await printJson(output, ONCE_SCHEMA, { jacks });
  else if (jacks.length > 0) {
    const { isTTY, columns = 80 } = outside.results;
    await output.writeLine(await statesText(jacks, { terminalColumns: isTTY ? columns : null, style }));
  }
  return EXIT_DONE;
}

async function watchJacks(
  wishes: Wishes,
  options: JackWatchOptions,
  outside: Outside,
  style: Style,
  cards: CardAccess | undefined,
): Promise<number> {
  const { condition } = wishes;
  using signals = new StopSignals(outside);
  let failure: unknown = null;
  let isDone = false;
  const fail = (error: unknown): void => {
    failure ??= error;
    signals.stop();
  };
  const finishIfMet = (jack: ListedJack): void => {
    if (condition === null || !isMet(condition, jack)) return;
    isDone = true;
    signals.stop();
  };
  const output = new EventOutput<JackEvent>(outside, {
    json: options.json === true,
    schema: WATCH_SCHEMA,
    quiet: options.quiet,
    text: (event, time) => eventText(event, time, style),
    // Whoever waits for something waits on, with or without a reader.
    onClosed: condition === null ? signals.stop : () => {},
    onFailure: fail,
  });
  const hook = options.exec === undefined ? null : createHook(options.exec, options, outside);
  const pass = (event: SingleJackEvent): void => {
    if (isDone) return;
    const stamped = output.write(event);
    hook?.run(stamped);
    if (event.type !== 'remove') finishIfMet(event);
  };
  using debounce = new Debounce((options.debounce ?? 0) * 1000, pass);
  using all = new AllJacks({
    ...allJacksOptions(wishes, cards),
    onEvent: (event) => {
      if (wishes.isWanted(event)) debounce.event(event);
    },
    onError: fail,
  });
  const jacks = all.states().filter(wishes.isWanted);
  debounce.start(jacks);
  output.write({ type: 'state', jacks });
  if (jacks.length === 0) tellNotice(options, outside, noJackText(wishes, options));
  else if (condition !== null && !jacks.some(({ name }) => condition.isMeant(name))) {
    const names = [...new Set(jacks.map(({ name }) => name))].join(', ');
    tellNotice(options, outside, `there is no jack "${condition.text}" speaks of yet; there are ${names}`);
  }
  for (const jack of jacks) finishIfMet(jack);
  const { timeout } = options;
  const timer = timeout === undefined ? undefined : callAfter(timeout * 1000, () => fail(tooLate(options)));
  await signals.stopped();
  clearTimeout(timer);
  // A command for what was waited for is part of the work; a signal waits for nothing.
  if (isDone) await hook?.idle();
  hook?.close();
  await output.flush();
  if (failure !== null) throw failure;
  // Whoever waits for something must not take a signal for its coming.
  return condition === null || isDone ? EXIT_DONE : (signals.signalExit ?? EXIT_DONE);
}

function tooLate({ wait, timeout }: JackWatchOptions): AlsatsError {
  return new AlsatsError('failed', `"${wait}" did not come true within ${timeout} s`);
}

function allJacksOptions({ card }: Wishes, cards: CardAccess | undefined) {
  // By the id: when the card comes back, its index may be another.
  const wantsCard = (named: NamedCard) => card === null || named.id === card.id;
  return cards === undefined ? { wantsCard } : { wantsCard, cards };
}

function noJackText({ card }: Wishes, { name }: JackWatchOptions): string {
  const what = name === undefined ? 'no jack' : `no jack "${name}"`;
  return card === null
    ? `no card has ${name === undefined ? 'a jack' : `a jack "${name}"`}`
    : `card ${card.id} has ${what}`;
}
