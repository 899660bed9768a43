/** The passes through the part of a sequence that is played: the one that is heard, and those scheduled behind it. */

import type { MidiSequence } from '../../midi/file/sequence.js';
import { type PortState, statesBefore } from './channel-state.js';
import type { MessageShaping } from './message-shaping.js';
import type { QueueSeconds } from './outlet.js';
import { SequencePass } from './sequence-pass.js';
import type { SysexPacer } from './sysex-pacer.js';

export interface PassesOptions {
  readonly sequence: MidiSequence;
  readonly portCount: number;
  readonly shaping: MessageShaping;
  readonly pacer: SysexPacer;
  /** The ends of the part, in seconds at the file's own tempo; those of the sequence where they are undefined. */
  readonly startSeconds: number | undefined;
  readonly endSeconds: number | undefined;
  /** How often it is played; 0 for ever. */
  readonly loop: number;
}

/** Where a pass begins. */
export type PassStart = Pick<
  ConstructorParameters<typeof SequencePass>[0],
  'startIndex' | 'startSeconds' | 'startAt' | 'lead' | 'leadSecondsEach'
>;

export class Passes {
  /** 1 is the file's own tempo; for those that are begun from now on. */
  tempoFactor = 1;
  readonly #options: PassesOptions;
  readonly #startTick: number;
  readonly #endTick: number;
  #passes: SequencePass[] = [];
  #left: number;

  constructor(options: PassesOptions) {
    this.#options = options;
    const { tempoMap, endTick } = options.sequence;
    const { startSeconds = 0, endSeconds, loop } = options;
    this.#endTick =
      endSeconds === undefined ? endTick : Math.min(endTick, Math.ceil(tempoMap.tickAt(endSeconds)));
    this.#startTick = Math.min(this.#endTick, Math.max(0, Math.floor(tempoMap.tickAt(startSeconds))));
    // The first one is begun by whoever plays.
    this.#left = loop === 0 ? Number.POSITIVE_INFINITY : loop - 1;
  }

  get startSeconds(): number {
    return this.#options.sequence.tempoMap.secondsAt(this.#startTick);
  }

  get endSeconds(): number {
    return this.#options.sequence.tempoMap.secondsAt(this.#endTick);
  }

  /** The first event of the part. */
  get startIndex(): number {
    return this.#options.sequence.indexAt(this.#startTick);
  }

  /** The one that is heard. */
  get heard(): SequencePass | undefined {
    return this.#passes[0];
  }

  /** The one that is scheduled. */
  get last(): SequencePass | undefined {
    return this.#passes.at(-1);
  }

  /** @param states of the ports, as they are when it begins: it goes on with them */
  begin(start: PassStart, states: readonly PortState[]): void {
    const { sequence, portCount, shaping, pacer } = this.#options;
    const { tempoFactor } = this;
    const endTick = this.#endTick;
    this.#passes.push(
      new SequencePass({ sequence, endTick, tempoFactor, portCount, shaping, pacer, states, ...start }),
    );
  }

  /** Begins once more behind the end of the last. @returns false where it was played often enough */
  again(): boolean {
    const pass = this.last;
    if (pass === undefined || this.#left <= 0 || pass.endAt <= pass.startAt) return false;
    this.#left--;
    const { startIndex, startSeconds } = this;
    const { sequence, portCount } = this.#options;
    const { states } = pass.options;
    const lead = statesBefore(startIndex, sequence.columns.words, portCount).map((state, port) =>
      state.chaseFrom(states[port]!),
    );
    this.begin({ startIndex, startSeconds, startAt: pass.endAt, lead }, states);
    return true;
  }

  /** Lets go of those that were heard. */
  forgetBefore(now: QueueSeconds): void {
    while (this.#passes.length > 1 && this.#passes[1]!.options.startAt <= now) this.#passes.shift();
  }

  /** Takes back those behind the one that is heard: they will come again. */
  takeBack(): void {
    for (; this.#passes.length > 1; this.#left++) this.#passes.pop();
  }

  clear(): void {
    this.#passes = [];
  }
}
