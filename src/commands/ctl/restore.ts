/** Runs `alsats ctl restore` and `alsats ctl diff`. */

import type { NamedCard } from '../../alsa/card-name.js';
import { Ctl } from '../../alsa/ctl/ctl.js';
import { isElemIdText, parseElemId } from '../../alsa/ctl/elem-id-text.js';
import type { StoredElem } from '../../asound-state/card-state.js';
import type { StateFile } from '../../asound-state/state-file.js';
import { AlsatsError } from '../../error.js';
import { escapeText } from '../../terminal/escape.js';
import { printJson } from '../../terminal/json-output.js';
import type { Style } from '../../terminal/style.js';
import { chooseCards, explainOpening } from '../control-choice.js';
import { failureJson } from '../failure.js';
import { tellNoCard } from '../notice.js';
import type { Outside } from '../outside.js';
import { refuseEmpty, type ShowOptions } from '../show-options.js';
import { Shown } from '../shown.js';
import { valueText } from './element-text.js';
import { planRestore } from './restore-plan.js';
import { type RestoredElement, runSteps } from './restore-steps.js';
import { DEFAULT_STATE_FILE, readState } from './state-source.js';

export interface RestoreOptions extends ShowOptions {
  readonly file?: string;
  readonly dryRun?: boolean;
  readonly element?: readonly string[];
  /** Exit code 1 where anything differs. */
  readonly exitCode?: boolean;
}

interface RestoredCard {
  readonly index: number;
  readonly id: string;
  readonly name: string;
  readonly elements: readonly RestoredElement[];
}

/** @returns the exit code: that of the first element that could not be restored */
export async function restoreState(
  names: readonly string[],
  options: RestoreOptions,
  outside: Outside,
): Promise<number> {
  const { cards, shown } = await restoreCards(names, options, outside, options.dryRun === true);
  if (options.json) {
    const dryRun = options.dryRun === true;
    await printJson(shown.output, 'alsats.ctl-restore/1', { dryRun, cards: cards.map(cardJson) });
  } else if (options.dryRun || options.verbose) {
    await printChanges(cards, shown);
  }
  return shown.exitCode;
}

/** What a restore of the file would change. @returns the exit code */
export async function diffState(
  file: string,
  names: readonly string[],
  options: RestoreOptions,
  outside: Outside,
): Promise<number> {
  refuseEmpty(file, 'the name of a file');
  const { cards, shown } = await restoreCards(names, { ...options, file }, outside, true);
  const differ = cards.map((card) => ({
    ...card,
    elements: card.elements.filter(({ action }) => action === 'set' || action === 'add' || action === 'fail'),
  }));
  if (options.json) await printJson(shown.output, 'alsats.ctl-diff/1', { cards: differ.map(cardJson) });
  else await printChanges(differ, shown);
  const differs = options.exitCode === true && differ.some(({ elements }) => elements.length > 0);
  return shown.exitCode || (differs ? 1 : 0);
}

async function restoreCards(
  names: readonly string[],
  options: RestoreOptions,
  outside: Outside,
  dryRun: boolean,
): Promise<{ cards: RestoredCard[]; shown: Shown }> {
  const wanted = elementFilter(options.element ?? []);
  const chosen = chooseCards(names);
  const file = options.file ?? DEFAULT_STATE_FILE;
  const state = await readState(file, outside);
  const shown = await Shown.create(options, outside);
  if (chosen.length === 0) tellNoCard(options, outside);
  const cards: RestoredCard[] = [];
  for (const card of chosen) {
    try {
      const restored = restoreCard(card, state, wanted, dryRun, shown);
      if (restored !== null) cards.push(restored);
      else if (names.length > 0) throw notStored(card, state, file);
    } catch (error) {
      shown.error(error);
    }
  }
  // Where none of the cards is in the file, it is the wrong file.
  if (cards.length === 0 && chosen.length > 0 && names.length === 0)
    shown.error(notStored(null, state, file));
  wanted.tellUnused(shown);
  return { cards, shown };
}

function restoreCard(
  { index, id, name }: NamedCard,
  state: StateFile,
  wanted: ElementFilter,
  dryRun: boolean,
  shown: Shown,
): RestoredCard | null {
  const stored = state.card(id, index);
  if (stored === null) return null;
  const device = `hw:${index}`;
  try {
    using ctl = Ctl.open(device, { nonblock: true });
    const steps = planRestore(ctl, stored, wanted.test);
    const elements: RestoredElement[] = [];
    for (const element of runSteps(ctl, steps, dryRun)) {
      if (element.error !== null) shown.error(element.error);
      elements.push(element);
    }
    return { index, id, name, elements };
  } catch (error) {
    throw explainOpening(error, device);
  }
}

interface ElementFilter {
  readonly test: (elem: StoredElem) => boolean;
  readonly tellUnused: (shown: Shown) => void;
}

/** @throws AlsatsError of kind `invalid` for an id that is none */
function elementFilter(ids: readonly string[]): ElementFilter {
  const filters = ids.map((text) => ({
    text,
    ref: isElemIdText(text) ? parseElemId(text) : { name: text },
    used: false,
  }));
  const test = (elem: StoredElem): boolean => {
    let matches = filters.length === 0;
    for (const filter of filters) {
      const fields = Object.entries(filter.ref) as [keyof StoredElem, unknown][];
      if (!fields.every(([field, value]) => elem[field] === value)) continue;
      filter.used = true;
      matches = true;
    }
    return matches;
  };
  const tellUnused = (shown: Shown): void => {
    for (const { text, used } of filters)
      if (!used) shown.error(new AlsatsError('not-found', `no element "${text}" is stored`));
  };
  return { test, tellUnused };
}

function notStored(card: NamedCard | null, state: StateFile, file: string): AlsatsError {
  const ids = state.cardIds();
  const what = card === null ? 'any card of this machine' : `card ${card.id}`;
  const hint = ids.length === 0 ? 'it is empty' : `it has the state of ${ids.join(', ')}`;
  return new AlsatsError('not-found', `${file === '-' ? 'standard input' : file} has no state of ${what}`, {
    hint,
  });
}

function cardJson(card: RestoredCard): object {
  return {
    ...card,
    elements: card.elements.map(({ error, ...element }) => ({
      ...element,
      error: error === null ? null : failureJson(error),
    })),
  };
}

async function printChanges(cards: readonly RestoredCard[], shown: Shown): Promise<void> {
  for (const card of cards)
    for (const element of card.elements) {
      const text = changeText(element, shown.style);
      if (text !== null) await shown.output.writeLine(`${escapeText(card.id)}  ${text}`);
    }
}

function changeText(element: RestoredElement, style: Style): string | null {
  const id = style.strong(escapeText(element.id));
  switch (element.action) {
    case 'set':
      return `${id}  ${escapeText(`${valueText(element.old!)} → ${valueText(element.new!)}`)}`;
    case 'add':
      return `${id}  ${style.ok('made again')}`;
    case 'skip':
      return `${id}  ${style.dim(`left alone: ${element.reason}`)}`;
    default:
      return null;
  }
}
