/** Runs `alsats ctl lock` and `alsats ctl unlock`. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Ctl } from '../../alsa/ctl/ctl.js';
import type { ElemInfo } from '../../alsa/ctl/elem-info.js';
import { AlsaError } from '../../alsa/error.js';
import { AlsatsError } from '../../error.js';
import { escapeText } from '../../terminal/escape.js';
import { jsonText } from '../../terminal/json-output.js';
import type { Outside } from '../outside.js';
import { StopSignals } from '../stop-signals.js';
import { openControl, reportCard } from './control-choice.js';
import { findElem } from './elem-lookup.js';
import { elementName } from './element.js';
import { lockedBy, nameElement } from './element-setter.js';
import type { ControlOptions, ShowOptions } from './options.js';
import { Shown } from './shown.js';

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
  using signals = new StopSignals(outside);
  using ctl = openControl(options);
  const infos = names.map((name) => findElem(ctl, name));
  for (const info of infos) lockElement(ctl, info);
  const shown = await Shown.create(options, outside);
  const elements = infos.map(({ id }) => elementName(id));
  if (options.json) {
    await shown.output.writeLine(
      jsonText({
        type: 'locked',
        schema: 'alsats.ctl-lock/1',
        card: reportCard(ctl),
        elements,
        pid: process.pid,
      }),
    );
  } else {
    for (const { id } of elements)
      await shown.output.writeLine(`locked ${escapeText(id)} until this program ends`);
  }
  await heldUntil(signals.signal, options.for);
  for (const { id } of infos) ctl.elemUnlock(id);
  return 0;
}

async function heldUntil(signal: AbortSignal, seconds: number | undefined): Promise<void> {
  const LONGEST_TIMER_MS = 2 ** 31 - 1;
  try {
    do await sleep(seconds === undefined ? LONGEST_TIMER_MS : seconds * 1000, undefined, { signal });
    while (seconds === undefined);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
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
  using ctl = openControl(options);
  const shown = await Shown.create(options, outside);
  for (const name of names) {
    try {
      const info = findElem(ctl, name);
      if (info.access.locked) throw nameElement(lockedBy(info), info);
    } catch (error) {
      if (!(error instanceof AlsatsError) || error.kind === 'disconnected') throw error;
      shown.error(error);
    }
  }
  return shown.exitCode;
}
