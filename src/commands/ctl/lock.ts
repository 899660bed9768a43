/** Runs `alsats ctl lock` and `alsats ctl unlock`. */

import type { Ctl } from '../../alsa/ctl/ctl.js';
import type { ElemInfo } from '../../alsa/ctl/elem-info.js';
import { AlsaError } from '../../alsa/error.js';
import { AlsatsError } from '../../error.js';
import { callAfter, LONGEST_TIMER_MS } from '../../long-timer.js';
import { escapeText } from '../../terminal/escape.js';
import { printJson } from '../../terminal/json-output.js';
import { type CardReport, openControl, reportCard } from '../control-choice.js';
import type { ControlOptions } from '../control-options.js';
import { EventOutput } from '../event-output.js';
import { EXIT_DONE } from '../exit-code.js';
import type { Outside } from '../outside.js';
import type { ShowOptions } from '../show-options.js';
import { Shown } from '../shown.js';
import { StopSignals } from '../stop-signals.js';
import { checkElemTexts, findElem } from './elem-lookup.js';
import { type ElementName, elementName } from './element.js';
import { lockedBy, nameElement } from './element-setter.js';

export interface LockOptions extends ControlOptions, ShowOptions {
  /** Seconds. */
  readonly for?: number;
}

/**
 * Locks elements, and holds the locks until a signal comes or the time is over: the kernel gives them back when their
 * holder ends. Either all are locked or none.
 *
 * @returns the exit code
 */
export async function lockElements(
  names: readonly string[],
  options: LockOptions,
  outside: Outside,
): Promise<number> {
  checkElemTexts(names);
  using signals = new StopSignals(outside);
  using ctl = await openControl(options);
  // One that is named twice is not to be found locked, by us.
  const found = new Map(names.map((name) => findElem(ctl, name)).map((info) => [info.id.numid, info]));
  const infos = [...found.values()];
  for (const info of infos) lockElement(ctl, info);
  const report = {
    card: reportCard(ctl),
    elements: infos.map(({ id }) => elementName(id)),
    pid: process.pid,
  };
  let failure: unknown = null;
  const output = new EventOutput<LockEvent>(outside, {
    json: options.json === true,
    schema: 'alsats.ctl-lock/1',
    text: eventText,
    // Whoever does not read wants the lock all the same.
    onClosed: () => {},
    onFailure: (error) => {
      failure ??= error;
      signals.stop();
    },
  });
  output.write({ type: 'locked', ...report });
  await heldUntil(signals.signal, options.for);
  for (const { id } of infos) ctl.elemUnlock(id);
  output.write({ type: 'unlocked', ...report });
  await output.flush();
  if (failure !== null) throw failure;
  return EXIT_DONE;
}

interface LockEvent {
  readonly type: 'locked' | 'unlocked';
  readonly card: CardReport;
  readonly elements: readonly ElementName[];
  /** The process that holds the locks. */
  readonly pid: number;
}

function eventText({ type, elements }: LockEvent): string | null {
  if (type === 'unlocked') return null;
  return elements.map(({ id }) => `locked ${escapeText(id)} until this program ends`).join('\n');
}

/** Resolves on abort, or after the time that was given. */
async function heldUntil(signal: AbortSignal, seconds = Number.POSITIVE_INFINITY): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    // Something has to keep the process going while a lock is held for ever.
    const hold = setInterval(() => {}, LONGEST_TIMER_MS);
    const timer = callAfter(seconds * 1000, release);
    signal.addEventListener('abort', release, { once: true });
    function release(): void {
      clearInterval(hold);
      clearTimeout(timer);
      resolve();
    }
  });
}

function lockElement(ctl: Ctl, info: ElemInfo): void {
  try {
    ctl.elemLock(info.id);
  } catch (error) {
    if (!(error instanceof AlsaError)) throw error;
    throw nameElement(error.kind === 'busy' ? lockedBy(ctl.elemInfo(info.id), error) : error, info);
  }
}

/**
 * Takes a lock back, which only its holder can: for another one it says who that is. Nothing to do where there is none.
 *
 * @returns the exit code
 */
export async function unlockElements(
  names: readonly string[],
  options: ControlOptions & ShowOptions,
  outside: Outside,
): Promise<number> {
  checkElemTexts(names);
  using ctl = await openControl(options);
  const shown = await Shown.create(options, outside);
  const elements: ElementName[] = [];
  for (const name of names) {
    try {
      const info = findElem(ctl, name);
      if (info.access.locked) throw nameElement(lockedBy(info), info);
      elements.push(elementName(info.id));
    } catch (error) {
      if (!(error instanceof AlsatsError) || error.kind === 'disconnected') throw error;
      shown.error(error);
    }
  }
  if (options.json) await printJson(shown.output, 'alsats.ctl-unlock/1', { card: reportCard(ctl), elements });
  return shown.exitCode;
}
