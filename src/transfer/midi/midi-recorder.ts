/**
 * Records MIDI to a file that is complete at any moment.
 *
 * Until the recording begins (behind a count-in, or with the first note) messages are only taken note of: what they left
 * of programs, controllers and bends is put in front of the first note.
 */

import type { MidiFileWriter } from '../../midi/file/file-writer.js';
import { TempoMap } from '../../midi/file/tempo-map.js';
import { PortState } from './channel-state.js';
import type { InletEvent, InletMessage, MidiInlet } from './inlet.js';
import { Metronome } from './metronome.js';
import type {
  MidiRecorderOptions,
  MidiRecordingEnd,
  MidiRecordingProgress,
} from './midi-recorder-options.js';
import type { QueueSeconds } from './outlet.js';
import { microsecondsPerQuarterAt, queueTempoOf, secondsPerTick } from './queue-tempo.js';
import { RecordingSaver } from './recording-saver.js';

const TICK_MS = 100;

export class MidiRecorder {
  readonly #options: MidiRecorderOptions;
  readonly #inlet: MidiInlet;
  readonly #writer: MidiFileWriter;
  readonly #saver: RecordingSaver;
  readonly #tempoMap: TempoMap;
  readonly #ticksPerSecond: number;
  readonly #beatSeconds: number;
  readonly #stopping = new AbortController();
  readonly #states: PortState[];
  readonly #gone = new Set<number>();
  #metronome: Metronome | null = null;
  /** When the recording began; null before. */
  #beginAt: QueueSeconds | null = null;
  #lastAt: QueueSeconds = 0;
  #lastPort = 0;
  #messages = 0;
  #lost = 0;
  #end: MidiRecordingEnd = 'stopped';
  #failure: unknown = null;
  #recordedSeconds = 0;

  constructor(options: MidiRecorderOptions) {
    this.#options = options;
    this.#inlet = options.inlet;
    this.#writer = options.writer;
    this.#saver = new RecordingSaver(options.writer);
    const { division, beatsPerMinute, timeSignature } = options;
    const microsecondsPerQuarter = microsecondsPerQuarterAt(beatsPerMinute);
    this.#tempoMap = new TempoMap({
      division,
      tempos: [{ tick: 0, microsecondsPerQuarter }],
      timeSignatures: [{ tick: 0, ...timeSignature }],
    });
    this.#beatSeconds = (microsecondsPerQuarter * 4) / 1e6 / timeSignature.denominator;
    this.#ticksPerSecond = 1 / secondsPerTick(queueTempoOf(division, beatsPerMinute));
    this.#states = Array.from({ length: options.inlet.sourceCount }, () => new PortState());
    if (division.kind === 'musical') {
      this.#writer.track.tempo({ tick: 0, microsecondsPerQuarter });
      this.#writer.track.timeSignature({ tick: 0, ...timeSignature });
    }
  }

  /** Messages that are in the recording. */
  get messages(): number {
    return this.#messages;
  }

  /** How often the kernel threw events away. */
  get lost(): number {
    return this.#lost;
  }

  get end(): MidiRecordingEnd {
    return this.#end;
  }

  /** How long the recording is, once it has ended. */
  get recordedSeconds(): number {
    return this.#recordedSeconds;
  }

  /** Ends the recording, as it ordinarily ends. */
  stop(): void {
    this.#stopWith('stopped');
  }

  /**
   * Records until it is stopped; the file is finished then, whatever happens.
   *
   * @throws what went wrong: of writing it rejects as `node:fs` does
   */
  async run(): Promise<void> {
    const { every = repeat } = this.#options;
    let cancel = () => {};
    try {
      await this.#writer.flush();
      this.#start();
      cancel = every(TICK_MS, () => this.#tick());
      for await (const batch of this.#inlet.batches(this.#stopping.signal)) {
        for (const event of batch) this.#take(event);
        if (this.#stopping.signal.aborted) break;
      }
    } catch (error) {
      this.#failure ??= error;
    } finally {
      cancel();
    }
    const endTick = this.#endTick();
    this.#recordedSeconds = endTick / this.#ticksPerSecond;
    try {
      await this.#writer.finish(endTick);
    } catch (error) {
      this.#failure ??= error;
    }
    if (this.#failure !== null) throw this.#failure;
  }

  progress(): MidiRecordingProgress {
    const begin = this.#beginAt;
    const now = this.#inlet.queueSeconds();
    const isWaiting = begin === null;
    const elapsedSeconds = isWaiting ? 0 : Math.max(0, now - begin);
    return {
      state: isWaiting ? 'waiting' : now < begin ? 'count-in' : 'recording',
      elapsedSeconds,
      place: this.#tempoMap.barBeatAt(Math.floor(elapsedSeconds * this.#ticksPerSecond)),
      messages: this.#messages,
      bytesWritten: this.#writer.bytesWritten,
    };
  }

  #start(): void {
    const { countInBars = 0, waitForNote = false, timeSignature, onEvent } = this.#options;
    this.#inlet.start();
    if (waitForNote) return;
    const countInSeconds = countInBars * timeSignature.numerator * this.#beatSeconds;
    if (countInBars > 0) onEvent?.({ type: 'count-in', bars: countInBars });
    this.#begin(countInSeconds);
  }

  #begin(at: QueueSeconds): void {
    const { metronome = false, countInBars = 0, timeSignature, onEvent } = this.#options;
    this.#beginAt = at;
    this.#lastAt = at;
    if (metronome || countInBars > 0) {
      const countInSeconds = countInBars * timeSignature.numerator * this.#beatSeconds;
      this.#metronome = new Metronome({
        startAt: at - countInSeconds,
        beatSeconds: this.#beatSeconds,
        beatsPerBar: timeSignature.numerator,
        endAt: metronome ? undefined : at,
        click: (clickAt, isStrong) => this.#inlet.click(clickAt, isStrong),
      });
      this.#metronome.fill(this.#inlet.queueSeconds());
    }
    onEvent?.({ type: 'begin' });
  }

  #take(event: InletEvent): void {
    if (this.#stopping.signal.aborted) return;
    switch (event.type) {
      case 'message':
        this.#message(event);
        break;
      case 'lost':
        this.#lost++;
        this.#options.onEvent?.(event);
        break;
      case 'source-gone':
        this.#gone.add(event.source);
        this.#options.onEvent?.(event);
        if (this.#gone.size === this.#inlet.sourceCount) this.#stopWith('sources-gone');
        break;
    }
  }

  #message(message: InletMessage): void {
    const { source, bytes, at } = message;
    const state = this.#states[source]!;
    const isVoice = bytes[0]! >= 0x80 && bytes[0]! < 0xf0;
    const startsNote = (bytes[0]! & 0xf0) === 0x90 && (bytes[2] ?? 0) > 0;
    if (this.#beginAt === null && startsNote) {
      this.#begin(at);
      this.#writeStates();
    }
    const isEarly = this.#beginAt === null || at < this.#beginAt - (startsNote ? this.#beatSeconds / 2 : 0);
    const isFirst = !isEarly && this.#messages === 0;
    if (isFirst && this.#options.waitForNote !== true) this.#writeStates();
    if (isVoice) state.applyMessage(bytes[0]! | ((bytes[1] ?? 0) << 8) | ((bytes[2] ?? 0) << 16));
    if (isEarly) return;
    this.#write(source, Math.max(at, this.#beginAt!), bytes);
    if (this.#messages === this.#options.maxMessages) this.#stopWith('messages');
  }

  /** What came before the beginning, as far as it lasts. */
  #writeStates(): void {
    for (const [source, state] of this.#states.entries()) {
      for (const word of state.chaseFrom(new PortState())) {
        const hasTwo = (word & 0xe0) !== 0xc0;
        const bytes = [word & 0xff, (word >> 8) & 0xff, ...(hasTwo ? [(word >> 16) & 0xff] : [])];
        this.#put(source, 0, Uint8Array.from(bytes));
      }
    }
  }

  #write(source: number, at: QueueSeconds, bytes: Uint8Array): void {
    this.#lastAt = Math.max(this.#lastAt, at);
    this.#messages++;
    this.#put(source, this.#tickOf(at), bytes);
  }

  #put(source: number, tick: number, bytes: Uint8Array): void {
    const { track } = this.#writer;
    if (source !== this.#lastPort) track.port(tick, source);
    this.#lastPort = source;
    const isVoice = bytes[0]! >= 0x80 && bytes[0]! < 0xf0;
    if (isVoice) track.message(tick, bytes);
    else if (bytes.length > 0) track.sysex(tick, bytes);
  }

  #tickOf(at: QueueSeconds): number {
    return Math.round(Math.max(0, at - (this.#beginAt ?? at)) * this.#ticksPerSecond);
  }

  #endTick(): number {
    if (this.#beginAt === null) return 0;
    // Silence that ended it is no part of it.
    const endAt = this.#end === 'silence' ? this.#lastAt : this.#inlet.queueSeconds();
    return this.#tickOf(Math.max(this.#lastAt, endAt));
  }

  #tick(): void {
    try {
      const now = this.#inlet.queueSeconds();
      this.#metronome?.fill(now);
      this.#checkEnd(now);
    } catch (error) {
      this.#fail(error);
    }
    if (!this.#stopping.signal.aborted) this.#saver.save().catch((error) => this.#fail(error));
  }

  #checkEnd(now: QueueSeconds): void {
    const { stopAfterSilenceSeconds, durationSeconds } = this.#options;
    if (this.#beginAt === null) return;
    if (durationSeconds !== undefined && now - this.#beginAt >= durationSeconds) this.#stopWith('duration');
    const isSilent = this.#messages > 0 && this.#states.every((state) => state.silence().length === 0);
    if (stopAfterSilenceSeconds !== undefined && isSilent && now - this.#lastAt >= stopAfterSilenceSeconds) {
      this.#stopWith('silence');
    }
  }

  #stopWith(end: MidiRecordingEnd): void {
    if (this.#stopping.signal.aborted) return;
    this.#end = end;
    this.#stopping.abort();
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    this.#stopWith('stopped');
  }
}

function repeat(milliseconds: number, act: () => void): () => void {
  const timer = setInterval(act, milliseconds);
  return () => clearInterval(timer);
}
