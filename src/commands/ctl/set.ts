/** Runs `alsats ctl set`. */

import { AlsatsError } from '../../error.js';
import { printJson } from '../../terminal/json-output.js';
import { openControl, reportCard } from '../control-choice.js';
import type { ControlOptions } from '../control-options.js';
import { EXIT_DONE } from '../exit-code.js';
import { lineBatches } from '../line-batches.js';
import type { Outside } from '../outside.js';
import type { ShowOptions } from '../show-options.js';
import { Shown } from '../shown.js';
import { standardInput } from '../standard-input.js';
import { checkElemTexts } from './elem-lookup.js';
import { describeElement } from './element.js';
import { ElementSetter } from './element-setter.js';
import { elementText } from './element-text.js';
import { ELEMENTS_SCHEMA } from './list.js';
import { splitSetLine } from './set-line.js';

export interface SetOptions extends ControlOptions, ShowOptions {
  readonly quiet?: boolean;
  readonly inactive?: boolean;
}

/** @returns the exit code */
export async function setElement(
  words: readonly string[],
  options: SetOptions,
  outside: Outside,
): Promise<number> {
  const [name, ...values] = words;
  // Words that look like options and are none come here, since levels may have a minus in front.
  const option = values.find((word) => /^-[^\d.]/.test(word)) ?? (/^-./.test(name ?? '') ? name : undefined);
  if (option !== undefined) throw new AlsatsError('invalid', `unknown option "${option}"`, { hint: HELP });
  if (name === '-' && values.length === 0) return await setFromStdin(options, outside);
  if (name === undefined || values.length === 0) {
    throw new AlsatsError('invalid', 'name an element and a value', { hint: HELP });
  }
  checkElemTexts([name]);
  using ctl = await openControl(options);
  const setter = new ElementSetter(ctl, {
    allowInactive: options.inactive === true,
    remember: false,
    compare: options.json === true,
  });
  const { info, changed } = setter.set(name, values.join(','));
  if (options.quiet) return EXIT_DONE;
  const shown = await Shown.create(options, outside);
  const element = describeElement(ctl, ctl.elemInfo(info.id));
  if (options.json) {
    await printJson(shown.output, ELEMENTS_SCHEMA, {
      card: reportCard(ctl),
      elements: [{ ...element, changed }],
    });
  } else {
    await shown.output.writeLine(elementText(element, shown.style));
  }
  return shown.exitCode;
}

const HELP = 'alsats ctl set ID VALUE…, or "alsats ctl help set"';

/** One `ID VALUE` a line; a line that fails does not keep the others from being set. */
async function setFromStdin(options: SetOptions, outside: Outside): Promise<number> {
  using ctl = await openControl(options);
  const setter = new ElementSetter(ctl, {
    allowInactive: options.inactive === true,
    remember: true,
    compare: options.json === true,
  });
  const shown = await Shown.create(options, outside);
  const counts = { lines: 0, set: 0, changed: 0, failed: 0 };
  let lineNumber = 0;
  const setLine = (line: string): void => {
    lineNumber++;
    try {
      const words = splitSetLine(line);
      if (words === null) return;
      counts.lines++;
      const { changed } = setter.set(words.name, words.value);
      counts.set++;
      if (changed) counts.changed++;
    } catch (error) {
      if (!(error instanceof AlsatsError) || error.kind === 'disconnected') throw error;
      counts.failed++;
      shown.error(
        new AlsatsError(error.kind, `line ${lineNumber}: ${error.message}`, {
          hint: error.hint,
          cause: error,
        }),
      );
    }
  };
  for await (const lines of lineBatches(standardInput(outside))) for (const line of lines) setLine(line);
  if (options.json) await printJson(shown.output, 'alsats.ctl-set/1', { card: reportCard(ctl), ...counts });
  return shown.exitCode;
}
