/** Runs `alsats mixer set`, `toggle`, `mute` and `unmute`. */

import type { Mixer } from '../../alsa/mixer/mixer.js';
import { AlsatsError } from '../../error.js';
import { escapeText } from '../../terminal/escape.js';
import { printJson } from '../../terminal/json-output.js';
import type { Outside } from '../outside.js';
import { Shown } from '../shown.js';
import { StopSignals } from '../stop-signals.js';
import { applyPlan, type ChangeReport, fadePlan, reportPlan } from './apply.js';
import { changesText } from './changes-text.js';
import { describeSelem, type ElementFacts, factsOf, type MixerElement } from './element.js';
import { machineTime } from './fade-time.js';
import { findElement } from './find-element.js';
import { type MixerOptions, openMixer, reportMixerCard } from './mixer-choice.js';
import { type Change, type Part, planChanges } from './plan.js';

export interface SetOptions extends MixerOptions, Part {
  readonly quiet?: boolean;
  readonly dryRun?: boolean;
  /** In seconds. */
  readonly fade?: number;
}

/** What came of setting an element. */
export interface SetResult {
  readonly dryRun: boolean;
  readonly element: MixerElement;
  readonly changes: readonly ChangeReport[];
}

const HELP = 'alsats mixer set NAME VALUE…, or "alsats mixer set --help"';

/** @returns the exit code */
export async function setElement(
  operands: readonly string[],
  options: SetOptions,
  outside: Outside,
): Promise<number> {
  const [name, ...words] = operands;
  // Words that look like options and are none come here, since levels may have a minus in front.
  const option = words.find((word) => /^-[^\d.]/.test(word)) ?? (/^-./.test(name ?? '') ? name : undefined);
  if (option !== undefined) throw new AlsatsError('invalid', `unknown option "${option}"`, { hint: HELP });
  if (name === undefined || words.length === 0) {
    throw new AlsatsError('invalid', 'name an element and a value', { hint: HELP });
  }
  using mixer = await openMixer(options);
  const facts = factsOf(findElement(mixer, name));
  const plan = planChanges(facts, words, options);
  const stopped = await carryOut(facts, plan, options, outside);
  const changes = reportPlan(mixer, facts, plan, options.dryRun === true);
  if (!options.quiet) await show(mixer, facts, changes, options, outside);
  return stopped;
}

/** @returns the exit code of a signal that ended a fade early, 0 otherwise */
async function carryOut(
  facts: ElementFacts,
  plan: readonly Change[],
  { fade, dryRun }: SetOptions,
  outside: Outside,
): Promise<number> {
  if (fade !== undefined && !plan.some(({ kind }) => kind === 'volume')) {
    throw new AlsatsError('invalid', 'there is no level to fade to', {
      hint: 'as in: set Master 20% --fade 3s',
    });
  }
  if (dryRun) return 0;
  if (fade === undefined) {
    applyPlan(facts, plan);
    return 0;
  }
  using signals = new StopSignals(outside);
  await fadePlan(facts, plan, fade, signals.signal, machineTime);
  return signals.signalExit ?? 0;
}

async function show(
  mixer: Mixer,
  facts: ElementFacts,
  changes: readonly ChangeReport[],
  options: SetOptions,
  outside: Outside,
): Promise<void> {
  const shown = await Shown.create(options, outside);
  const isDryRun = options.dryRun === true;
  if (options.json) {
    const result: SetResult = { dryRun: isDryRun, element: describeSelem(facts.selem, facts), changes };
    await printJson(shown.output, 'alsats.mixer-set/1', { card: reportMixerCard(mixer), ...result });
  } else {
    await shown.output.writeLine(escapeText(changesText(facts, changes, isDryRun)));
  }
}
