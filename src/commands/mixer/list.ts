/** Runs `alsats mixer list` and `alsats mixer get`. */

import type { MixerChannel } from '../../alsa/mixer/channels.js';
import type { Mixer } from '../../alsa/mixer/mixer.js';
import type { Selem } from '../../alsa/mixer/selem.js';
import { AlsatsError } from '../../error.js';
import { escapeText } from '../../terminal/escape.js';
import { printJson } from '../../terminal/json-output.js';
import type { Outside } from '../outside.js';
import { Shown } from '../shown.js';
import { bareValue } from './bare-value.js';
import { describeSelem, type MixerElement } from './element.js';
import { findElement } from './find-element.js';
import type { LevelScaleName } from './level-ask.js';
import { type MixerOptions, openMixer, reportMixerCard } from './mixer-choice.js';
import { elementText } from './text.js';

export const MIXER_SCHEMA = 'alsats.mixer/1';

export interface ListOptions extends MixerOptions {
  readonly long?: boolean;
  /** Only elements whose name has this in it. */
  readonly match?: string;
}

export interface GetOptions extends MixerOptions {
  /** Only the number, or the word. */
  readonly value?: boolean;
  readonly scale?: LevelScaleName;
  readonly playback?: boolean;
  readonly capture?: boolean;
  readonly channels?: readonly MixerChannel[];
}

/** @returns the exit code */
export async function listMixer(options: ListOptions, outside: Outside): Promise<number> {
  using mixer = await openMixer(options);
  const wanted = options.match?.toLowerCase();
  const selems = mixer
    .elements()
    .filter(({ name }) => wanted === undefined || name.toLowerCase().includes(wanted));
  const shown = await Shown.create(options, outside);
  const elements = [...describeAll(selems, shown)];
  if (elements.length === 0) {
    const { tellNotice } = await import('./cards.js');
    const what = wanted === undefined ? '' : ` with "${options.match}" in its name`;
    tellNotice(options, outside, `this mixer has no element${what}`);
  }
  if (options.json) await printElements(mixer, elements, shown);
  else if (options.long) await writeTexts(elements, shown);
  else {
    const { elementTable } = await import('./element-table.js');
    await shown.output.writeLine(await elementTable(elements, shown.table));
  }
  return shown.exitCode;
}

/** One that cannot be read does not keep the others from being told. */
function* describeAll(selems: readonly Selem[], shown: Shown): Generator<MixerElement, void> {
  for (const selem of selems) {
    try {
      yield describeSelem(selem);
    } catch (error) {
      if (!(error instanceof AlsatsError) || error.kind === 'disconnected') throw error;
      shown.error(error);
    }
  }
}

/** @returns the exit code: that of the first element that is not there */
export async function getElements(
  names: readonly string[],
  options: GetOptions,
  outside: Outside,
): Promise<number> {
  using mixer = await openMixer(options);
  const shown = await Shown.create(options, outside);
  const elements: MixerElement[] = [];
  for (const name of names) {
    try {
      elements.push(describeSelem(findElement(mixer, name)));
    } catch (error) {
      if (!(error instanceof AlsatsError) || error.kind === 'disconnected') throw error;
      shown.error(error);
    }
  }
  if (options.value) {
    const values = elements.map((element) => escapeText(bareValue(element, options)));
    if (values.length > 0) await shown.output.writeLine(values.join('\n'));
  } else if (options.json) await printElements(mixer, elements, shown);
  else await writeTexts(elements, shown);
  return shown.exitCode;
}

async function printElements(mixer: Mixer, elements: readonly MixerElement[], shown: Shown): Promise<void> {
  await printJson(shown.output, MIXER_SCHEMA, { card: reportMixerCard(mixer), elements });
}

async function writeTexts(elements: readonly MixerElement[], shown: Shown): Promise<void> {
  if (elements.length === 0) return;
  await shown.output.writeLine(elements.map((element) => elementText(element, shown.style)).join('\n'));
}
