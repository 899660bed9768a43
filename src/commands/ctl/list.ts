/** Runs `alsats ctl list` and `alsats ctl get`. */

import type { Ctl } from '../../alsa/ctl/ctl.js';
import { AlsaError } from '../../alsa/error.js';
import { AlsatsError } from '../../error.js';
import { printJson } from '../../terminal/json-output.js';
import { openControl, reportCard } from '../control-choice.js';
import type { ControlOptions } from '../control-options.js';
import type { Outside } from '../outside.js';
import type { ShowOptions } from '../show-options.js';
import { Shown } from '../shown.js';
import { checkElemTexts, findElem } from './elem-lookup.js';
import { describeElement, type Element } from './element.js';
import { elementTable, elementText } from './element-text.js';

export const ELEMENTS_SCHEMA = 'alsats.ctl/1';

export interface ListOptions extends ControlOptions, ShowOptions {
  readonly long?: boolean;
  /** Only elements whose name has this in it. */
  readonly match?: string;
}

/** @returns the exit code */
export async function listElements(options: ListOptions, outside: Outside): Promise<number> {
  using ctl = await openControl(options);
  const shown = await Shown.create(options, outside);
  const elements = [...describeAll(ctl, options.match ?? null, shown)];
  if (options.json) {
    await printJson(shown.output, ELEMENTS_SCHEMA, { card: reportCard(ctl), elements });
  } else if (options.long) {
    await writeTexts(elements, shown);
  } else {
    await shown.output.writeLine(await elementTable(elements, shown.table));
  }
  return shown.exitCode;
}

function* describeAll(ctl: Ctl, match: string | null, shown: Shown): Generator<Element, void> {
  const wanted = match?.toLowerCase();
  for (const id of ctl.elemList()) {
    if (wanted !== undefined && !id.name.toLowerCase().includes(wanted)) continue;
    try {
      yield describeElement(ctl, ctl.elemInfo(id));
    } catch (error) {
      // Removed since the list was made: it is not there. Whatever else is wrong with one, the others are told.
      if (!(error instanceof AlsaError) || error.kind === 'disconnected') throw error;
      if (error.kind !== 'not-found') shown.error(error);
    }
  }
}

/** @returns the exit code: that of the first element that could not be read */
export async function getElements(
  names: readonly string[],
  options: ControlOptions & ShowOptions,
  outside: Outside,
): Promise<number> {
  checkElemTexts(names);
  using ctl = await openControl(options);
  const shown = await Shown.create(options, outside);
  const elements: Element[] = [];
  for (const name of names) {
    try {
      elements.push(describeElement(ctl, findElem(ctl, name)));
    } catch (error) {
      if (!(error instanceof AlsatsError) || error.kind === 'disconnected') throw error;
      shown.error(error);
    }
  }
  if (options.json) {
    await printJson(shown.output, ELEMENTS_SCHEMA, { card: reportCard(ctl), elements });
  } else {
    await writeTexts(elements, shown);
  }
  return shown.exitCode;
}

async function writeTexts(elements: readonly Element[], shown: Shown): Promise<void> {
  if (elements.length === 0) return;
  await shown.output.writeLine(elements.map((element) => elementText(element, shown.style)).join('\n'));
}
