/**
 * Plays one sequence through an outlet: schedules ahead of the queue's clock, keeps account of what was delivered, and so
 * can stop, pause, jump and change the tempo at any moment without a note that hangs or an event that is lost.
 */

import type { TextKind } from '../../midi/file/meta.js';
import type { MidiSequence } from '../../midi/file/sequence.js';
import type { BarBeat } from '../../midi/file/tempo-map.js';
import { statesBefore } from './channel-state.js';
import { createShaping, type ShapingOptions } from './message-shaping.js';
import { lookaheadSeconds, type MidiOutlet, type QueueSeconds } from './outlet.js';
import { Passes, type PassStart } from './passes.js';
import { PortRest } from './port-rest.js';
import { ScheduleLedger } from './schedule-ledger.js';
import type { PlannedItem } from './sequence-pass.js';
import { SysexPacer } from './sysex-pacer.js';

export interface TrackPlaybackOptions extends ShapingOptions {
  readonly outlet: MidiOutlet;
  readonly sequence: MidiSequence;
  /** Where to begin, in seconds at the file's own tempo; 0 by default. */
  readonly startSeconds?: number | undefined;
  /** Where to end; the end of the sequence by default. */
  readonly endSeconds?: number | undefined;
  /** How often it is played; 0 for ever; 1 by default. */
  readonly loop?: number | undefined;
  /** 1 by default. */
  readonly tempoFactor?: number | undefined;
  /** What ports take of long system exclusive messages; that of a MIDI cable by default. */
  readonly sysexBytesPerSecond?: number | undefined;
  /** Told when a text of the file is due. */
  readonly onText?: ((text: PlayedText) => void) | undefined;
}

export interface PlayedText {
  readonly kind: TextKind;
  readonly text: string;
  /** In seconds at the file's own tempo. */
  readonly seconds: number;
  readonly place: BarBeat | null;
}

/** How far ahead everything is scheduled that there is room for. */
export type FillState = 'ahead' | 'full' | 'end';

/**
 * The clock of a queue that runs may be a little ahead of what was delivered, which only counts for what is said of it:
 * events this far behind certainly were.
 */
const certainSeconds = 0.1;
/** A message takes so long on a MIDI cable. */
const messageSeconds = 0.001;

export class TrackPlayback {
  readonly #options: TrackPlaybackOptions;
  readonly #outlet: MidiOutlet;
  readonly #sequence: MidiSequence;
  readonly #pacer: SysexPacer;
  readonly #ledger: ScheduleLedger;
  readonly #rest: PortRest;
  readonly #passes: Passes;
  #isPaused = false;
  #isRunning = false;

  constructor(options: TrackPlaybackOptions) {
    this.#options = options;
    this.#outlet = options.outlet;
    this.#ledger = new ScheduleLedger(options.outlet);
    this.#rest = new PortRest(options.outlet, this.#ledger.delivered);
    this.#sequence = options.sequence;
    this.#pacer = new SysexPacer(options.sysexBytesPerSecond);
    this.#passes = new Passes({
      sequence: options.sequence,
      portCount: options.outlet.portCount,
      shaping: createShaping(options),
      pacer: this.#pacer,
      startSeconds: options.startSeconds,
      endSeconds: options.endSeconds,
      loop: options.loop ?? 1,
    });
    this.#passes.tempoFactor = options.tempoFactor ?? 1;
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  get tempoFactor(): number {
    return this.#passes.tempoFactor;
  }

  /** Schedules the beginning, and lets the queue run. */
  start(): void {
    this.#begin(this.#passes.startSeconds, this.#passes.startIndex);
  }

  /** Schedules what is due within the next second. */
  fill(): FillState {
    const now = this.#outlet.queueSeconds();
    this.#collect(now - certainSeconds, now);
    const state = this.#schedule(now + lookaheadSeconds);
    return this.#outlet.flush() ? state : 'full';
  }

  /** When everything was played, as far as is known. */
  get endAt(): QueueSeconds {
    return Math.max(this.#passes.last?.endAt ?? 0, this.#ledger.lastAt);
  }

  /** When the next text is to be told; infinite where none is near. */
  get nextTextAt(): QueueSeconds {
    return this.#ledger.nextTextAt;
  }

  /** The place in the music, in seconds at the file's own tempo. */
  get positionSeconds(): number {
    const now = this.#outlet.queueSeconds();
    this.#passes.forgetBefore(now);
    return this.#passes.heard?.secondsAt(now) ?? this.#passes.startSeconds;
  }

  /** Stands still: what sounds ends, and nothing more comes until {@link resume}. */
  pause(): void {
    if (this.#isPaused) return;
    this.#isPaused = true;
    this.#halt();
    const { isInSysex } = this.#rest;
    this.#rest.silence();
    this.#rest.liftPedals();
    // What ended it would make the rest of a message nonsense: it is sent once more as a whole.
    if (isInSysex) this.#replan();
  }

  resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.#rest.putPedalsBack();
    this.#run();
  }

  /** Goes to a place, in seconds at the file's own tempo; out of the part that is played, to its nearest end. */
  seekTo(seconds: number): void {
    const target = Math.min(this.#passes.endSeconds, Math.max(this.#passes.startSeconds, seconds));
    this.#takeBack();
    this.#rest.silence();
    this.#passes.clear();
    this.#begin(target, this.#sequence.indexAt(Math.ceil(this.#sequence.tempoMap.tickAt(target))));
  }

  /** @param factor 1 for the file's own tempo, 2 for twice as fast */
  setTempoFactor(factor: number): void {
    this.#passes.tempoFactor = factor;
    this.#replan();
  }

  /** Schedules anew what was not delivered. */
  #replan(): void {
    const undelivered = this.#takeBack();
    this.#rest.endSysex();
    const pass = this.#passes.heard;
    if (pass === undefined) return;
    const now = this.#outlet.queueSeconds();
    if (now < pass.startAt) {
      // It has not begun, and the ports are not ready for it.
      this.#passes.clear();
      this.#begin(pass.options.startSeconds, pass.options.startIndex);
      return;
    }
    const index = undelivered
      .filter((item) => item.pass === pass && item.index >= 0)
      .reduce((first, item) => Math.min(first, item.index), pass.nextIndex);
    this.#passes.clear();
    this.#startPass({ startIndex: index, startSeconds: pass.secondsAt(now), startAt: now });
    this.#run();
  }

  /** Ends at once, or is at its end: nothing sounds afterwards, and controllers are as they were before. */
  finish(): void {
    this.#takeBack();
    this.#rest.reset();
    this.#passes.clear();
  }

  /** Plays from a place on, with the ports made what they are there. */
  #begin(seconds: number, index: number): void {
    const target = statesBefore(index, this.#sequence.columns.words, this.#outlet.portCount);
    const lead = target.map((state, port) => state.chaseFrom(this.#ledger.delivered[port]!));
    this.#startPass({
      startIndex: index,
      startSeconds: seconds,
      startAt: this.#outlet.queueSeconds(),
      lead,
      leadSecondsEach: messageSeconds,
    });
    this.#run();
  }

  /** With the ports as what was delivered has left them. */
  #startPass(start: PassStart): void {
    this.#passes.begin(
      start,
      this.#ledger.delivered.map((state) => state.copy()),
    );
  }

  #run(): void {
    // What comes first is there before the clock runs.
    this.#schedule(this.#outlet.queueSeconds() + lookaheadSeconds);
    this.#outlet.flush();
    if (this.#isPaused) return;
    this.#outlet.startQueue();
    this.#isRunning = true;
  }

  /** Stops the clock, and takes account of what was delivered until then. */
  #halt(): void {
    if (this.#isRunning) this.#outlet.stopQueue();
    this.#isRunning = false;
    const now = this.#outlet.queueSeconds();
    this.#collect(now, now);
  }

  /** Stops, and takes back what was not delivered. */
  #takeBack(): PlannedItem[] {
    this.#halt();
    this.#pacer.reset();
    const undelivered = this.#ledger.takeBack();
    this.#passes.takeBack();
    return undelivered;
  }

  #schedule(horizon: QueueSeconds): FillState {
    if (!this.#ledger.sendWaiting(horizon)) return 'full';
    for (;;) {
      const pass = this.#passes.last;
      if (pass === undefined) return 'end';
      if (pass.nextAt > horizon) return 'ahead';
      const item = pass.next();
      if (item === null) {
        if (!this.#passes.again()) return this.#ledger.hasWaiting ? 'ahead' : 'end';
      } else if (!this.#ledger.add(item, horizon)) {
        return 'full';
      }
    }
  }

  /** Takes account of what was delivered up to a time, and tells the texts that are due. */
  #collect(until: QueueSeconds, now: QueueSeconds): void {
    this.#ledger.collect(until);
    for (const item of this.#ledger.takeTexts(now)) this.#tell(item);
    this.#passes.forgetBefore(now);
  }

  #tell({ content }: PlannedItem): void {
    if (content.kind !== 'text') return;
    const { tempoMap } = this.#sequence;
    const { textKind, text, tick } = content;
    this.#options.onText?.({
      kind: textKind,
      text,
      seconds: tempoMap.secondsAt(tick),
      place: tempoMap.barBeatAt(tick),
    });
  }
}
