/** The lines of a batch, one after the other, on one mixer. */

import type { Mixer } from '../../alsa/mixer/mixer.js';
import { AlsatsError } from '../../error.js';
import { remember } from '../../remember.js';
import { escapeText } from '../../terminal/escape.js';
import { jsonText, systemEventClock } from '../../terminal/json-output.js';
import { failureJson } from '../failure.js';
import { applyPlan, type ChangeReport, fadePlan, makeMoves, reportChanges } from './apply.js';
import { bareValue } from './bare-value.js';
import { type BatchLine, parseBatchLine } from './batch-line.js';
import { changesText, tellsOfBefore } from './changes-text.js';
import { describeSelem, type ElementFacts, elementLabel, factsOf } from './element.js';
import { machineTime } from './fade-time.js';
import { findElement } from './find-element.js';
import { commonVolume, KnownPlans } from './known-plans.js';
import { type Change, type Part, planAsks, planChanges, type VolumeChange } from './plan.js';
import { valuesText } from './text.js';
import { parseWord, type WordAsk } from './words.js';

/** The answer to a line: null where nothing is to be said. */
export interface BatchAnswer {
  readonly text: string | null;
  readonly error: unknown;
}

/** How many lines that have come together are done between two looks at what others set. */
const LINES_PER_LOOK = 64;
const NOTHING: BatchAnswer = { text: null, error: null };

/** A line as it was read, its words once they were, and what it came to. */
interface KnownLine {
  readonly parsed: (BatchLine & Pick<Part, 'untold'>) | null;
  asks: readonly WordAsk[] | null;
  plans: KnownPlans | null;
}

function withFrom(changes: readonly VolumeChange[], from: number): VolumeChange[] {
  return changes.map((change) => ({ ...change, from }));
}

export class BatchRunner {
  readonly #mixer: Mixer;
  readonly #json: boolean;
  readonly #quiet: boolean;
  /** What is known of elements, by what lines call them; forgotten when anything comes, goes or changes its nature. */
  readonly #known = new Map<string, ElementFacts>();
  /** Who steers a mixer says the same things again and again. */
  readonly #lines = new Map<string, KnownLine>();
  #line = 0;
  #answers = 0;
  #done = 0;
  #failed = 0;

  constructor(mixer: Mixer, { json = false, quiet = false }: { json?: boolean; quiet?: boolean }) {
    this.#mixer = mixer;
    this.#json = json;
    this.#quiet = quiet;
  }

  get done(): number {
    return this.#done;
  }

  get failed(): number {
    return this.#failed;
  }

  /** Whether a line takes its time, which only {@link runSlow} gives it. */
  needsTime(line: string): boolean {
    // Those that are known are none: looking there is quicker than reading.
    return !this.#lines.has(line) && line.includes('--fade');
  }

  /** Does what a line says. Does not throw. */
  run(line: string): BatchAnswer {
    this.#line++;
    try {
      const known = this.#read(line);
      if (known.parsed === null) return NOTHING;
      const text = this.#answer(known.parsed, known);
      this.#done++;
      return text === null ? NOTHING : { text, error: null };
    } catch (error) {
      return this.#failure(error);
    }
  }

  /** @throws AlsatsError of kind `invalid` */
  #read(line: string): KnownLine {
    const known = this.#lines.get(line);
    if (known !== undefined) return known;
    const parsed = parseBatchLine(line);
    return remember(this.#lines, line, {
      parsed: parsed === null ? null : { ...parsed, untold: this.#quiet },
      asks: null,
      plans: null,
    });
  }

  #plan(facts: ElementFacts, line: BatchLine, known: KnownLine): readonly Change[] {
    if (facts.items !== null) return planChanges(facts, line.words, line);
    known.asks ??= line.words.map((word) => parseWord(word, line.scale ?? null));
    const changes = planAsks(facts, known.asks, line);
    if (!this.#json && line.dryRun !== true) {
      if (known.plans?.facts !== facts) known.plans = new KnownPlans(facts, known.asks);
      known.plans.add(changes);
    }
    return changes;
  }

  /** The short way for a line that was met before; undefined where there is more to it. */
  #repeat(plans: KnownPlans): string | null | undefined {
    const needsPresent = !plans.areAbsolute || !this.#quiet;
    const from = needsPresent ? plans.present() : 0;
    const plan = from === null ? undefined : plans.from(from);
    if (plan === undefined || from === null) return undefined;
    makeMoves(plan.calls);
    if (this.#quiet) return null;
    this.takeEvents();
    const now = commonVolume(plan.changes);
    const { told } = plan;
    if (now !== null && told !== null && now === told.now && (told.from ?? from) === from) return told.text;
    const { facts } = plans;
    const reports = reportChanges(facts, withFrom(plan.changes, from), false);
    const text = this.#setAnswer(facts, reports, false)!;
    if (now !== null) plan.told = { from: tellsOfBefore(reports) ? from : null, now, text };
    return text;
  }

  /** The same as {@link run}, for lines that fade. */
  async runSlow(line: string): Promise<BatchAnswer> {
    try {
      const parsed = parseBatchLine(line);
      if (parsed === null || parsed.fade === undefined || parsed.dryRun === true) return this.run(line);
      const facts = this.#facts(parsed.names[0]!);
      const plan = planChanges(facts, parsed.words, parsed);
      const never = new AbortController().signal;
      await fadePlan(facts, plan, parsed.fade, never, machineTime);
      this.#line++;
      const text = this.#setAnswer(facts, this.#report(facts, plan, false), false);
      this.#done++;
      return { text, error: null };
    } catch (error) {
      this.#line++;
      return this.#failure(error);
    }
  }

  #failure(error: unknown): BatchAnswer {
    this.#failed++;
    if (this.#json) {
      const { type, ...rest } = failureJson(error);
      return { text: this.#jsonLine(type, rest), error };
    }
    const message = error instanceof Error ? error.message : String(error);
    const hint = error instanceof AlsatsError && error.hint !== undefined ? ` (${error.hint})` : '';
    return { text: escapeText(`error: line ${this.#line}: ${message}${hint}`), error };
  }

  #answer(line: BatchLine, known: KnownLine): string | null {
    if (this.#line % LINES_PER_LOOK === 0) this.takeEvents();
    switch (line.verb) {
      case 'set': {
        const facts = this.#facts(line.names[0]!);
        if (known.plans?.facts === facts) {
          const answer = this.#repeat(known.plans);
          if (answer !== undefined) return answer;
        }
        const plan = this.#plan(facts, line, known);
        const isDryRun = line.dryRun === true;
        if (!isDryRun) applyPlan(facts, plan);
        if (this.#quiet) return null;
        return this.#setAnswer(facts, this.#report(facts, plan, isDryRun), isDryRun);
      }
      case 'get':
        return this.#getAnswer(line);
      case 'list':
        return this.#json
          ? this.#jsonLine('list', { elements: this.#mixer.elements().map((selem) => describeSelem(selem)) })
          : escapeText(
              this.#mixer
                .elements()
                .map((selem) => `${elementLabel(selem)}: ${valuesText(describeSelem(selem))}`)
                .join('; '),
            );
    }
  }

  #getAnswer(line: BatchLine): string {
    const elements = line.names.map((name) => {
      const facts = this.#facts(name);
      return describeSelem(facts.selem, facts);
    });
    if (line.value && this.#json)
      return this.#jsonLine('value', { values: elements.map((element) => bareValue(element, line)) });
    if (line.value) return escapeText(elements.map((element) => bareValue(element, line)).join(' '));
    if (this.#json) return this.#jsonLine('get', { elements });
    return escapeText(
      elements.map((element) => `${elementLabel(element)}: ${valuesText(element)}`).join('; '),
    );
  }

  /** What came of it; what happens meanwhile may change what is known of elements, too. */
  #report(facts: ElementFacts, plan: readonly Change[], isDryRun: boolean): ChangeReport[] {
    if (!isDryRun) this.takeEvents();
    return reportChanges(facts, plan, isDryRun);
  }

  #setAnswer(facts: ElementFacts, changes: readonly ChangeReport[], dryRun: boolean): string | null {
    if (this.#quiet) return null;
    if (!this.#json) return escapeText(changesText(facts, changes, dryRun));
    const { name, index } = facts.selem;
    return this.#jsonLine('set', { dryRun, name, index, changes });
  }

  #jsonLine(type: string, rest: object): string {
    const time = systemEventClock.now().toISOString();
    const monotonic = systemEventClock.monotonicSeconds();
    // The first line says what the lines are.
    const schema = this.#answers++ === 0 ? { schema: 'alsats.mixer-batch/1' } : {};
    return jsonText({ type, time, monotonic, ...schema, line: this.#line, ...rest });
  }

  #facts(name: string): ElementFacts {
    let facts = this.#known.get(name);
    if (facts === undefined) {
      facts = factsOf(findElement(this.#mixer, name));
      this.#known.set(name, facts);
    }
    return facts;
  }

  /** Takes in what others have set, before lines that have just come. */
  takeEvents(): void {
    if (this.#mixer.handleEvents().some(({ change }) => change !== 'value')) this.#known.clear();
  }
}
