/** What a MIDI recording is made of, and what it tells. */

import type { Division } from '../../midi/file/division.js';
import type { MidiFileWriter } from '../../midi/file/file-writer.js';
import type { BarBeat } from '../../midi/file/tempo-map.js';
import type { MidiInlet } from './inlet.js';

export interface MidiRecorderOptions {
  readonly inlet: MidiInlet;
  readonly writer: MidiFileWriter;
  readonly division: Division;
  /** Quarter notes a minute; says nothing where the ticks are frames. */
  readonly beatsPerMinute: number;
  readonly timeSignature: { readonly numerator: number; readonly denominator: number };
  /** Whether the inlet's clicks are wanted while it records. */
  readonly metronome?: boolean | undefined;
  /** Bars that are counted before it records; they are clicked in any case. 0 by default. */
  readonly countInBars?: number | undefined;
  /** The recording begins with the first note; what is silence before it is left out. */
  readonly waitForNote?: boolean | undefined;
  /** Ends it once no message came, and no note was held, for so long. */
  readonly stopAfterSilenceSeconds?: number | undefined;
  /** Ends it after this time. */
  readonly durationSeconds?: number | undefined;
  /** Ends it after so many messages. */
  readonly maxMessages?: number | undefined;
  readonly onEvent?: ((event: MidiRecordingEvent) => void) | undefined;
  /** Calls back again and again until it is told not to; a test has its own. */
  readonly every?: ((milliseconds: number, act: () => void) => () => void) | undefined;
}

export type MidiRecordingEvent =
  | { readonly type: 'count-in'; readonly bars: number }
  | { readonly type: 'begin' }
  | { readonly type: 'lost' }
  | { readonly type: 'source-gone'; readonly source: number };

export type MidiRecordingEnd = 'stopped' | 'silence' | 'duration' | 'messages' | 'sources-gone';

export interface MidiRecordingProgress {
  readonly state: 'waiting' | 'count-in' | 'recording';
  readonly elapsedSeconds: number;
  readonly place: BarBeat | null;
  readonly messages: number;
  readonly bytesWritten: number;
}
