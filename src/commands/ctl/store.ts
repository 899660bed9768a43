/** Runs `alsats ctl store`. */

import type { NamedCard } from '../../alsa/card-name.js';
import { Ctl } from '../../alsa/ctl/ctl.js';
import type { CardState } from '../../asound-state/card-state.js';
import { StateFile } from '../../asound-state/state-file.js';
import { cardStateToJson, STATE_SCHEMA } from '../../asound-state/state-json.js';
import { jsonText } from '../../terminal/json-output.js';
import { chooseCards, explainOpening } from '../control-choice.js';
import { tellNoCard } from '../notice.js';
import type { Outside } from '../outside.js';
import type { ShowOptions } from '../show-options.js';
import { Shown } from '../shown.js';
import { captureState } from './capture-state.js';
import { DEFAULT_STATE_FILE, readStateIfAny, writeState } from './state-source.js';

export interface StoreOptions extends ShowOptions {
  readonly file?: string;
  /** Other cards in the file are forgotten, and so is a file that is none. */
  readonly replace?: boolean;
}

/** @returns the exit code: that of the first element or card that could not be read; the others are stored */
export async function storeState(
  names: readonly string[],
  options: StoreOptions,
  outside: Outside,
): Promise<number> {
  const cards = chooseCards(names);
  const shown = await Shown.create(options, outside);
  const file = options.file ?? (options.json ? '-' : DEFAULT_STATE_FILE);
  if (cards.length === 0) {
    // Nothing is no reason to empty a file.
    tellNoCard(options, outside);
    if (file !== '-') return shown.exitCode;
  }
  const startsEmpty = file === '-' || options.replace === true || options.json === true;
  const state = startsEmpty ? new StateFile() : await readStateIfAny(file);
  const stored = cards.flatMap((card) => storeCard(card, shown));
  for (const card of stored) state.setCard(card);
  const text = options.json
    ? `${jsonText({ schema: STATE_SCHEMA, cards: stored.map(cardStateToJson) }, 2)}\n`
    : state.toString();
  if (file === '-') await shown.output.write(text);
  else await writeState(file, text);
  return shown.exitCode;
}

function storeCard(card: NamedCard, shown: Shown): CardState[] {
  const name = `hw:${card.index}`;
  try {
    using ctl = Ctl.open(name, { nonblock: true });
    return [captureState(ctl, card.id, (error) => shown.error(error))];
  } catch (error) {
    shown.error(explainOpening(error, name));
    return [];
  }
}
