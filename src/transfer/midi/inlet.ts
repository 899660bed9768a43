/** What the MIDI recorder records from: ports on a kernel queue whose time its events are stamped with, or a test's. */

import type { QueueSeconds } from './outlet.js';

export interface InletMessage {
  readonly type: 'message';
  /** Which of the sources it comes from. */
  readonly source: number;
  /** When it came, by the queue's clock. */
  readonly at: QueueSeconds;
  /** A channel message, or a piece of a system exclusive one, as on the wire. */
  readonly bytes: Uint8Array;
}

export type InletEvent =
  | InletMessage
  /** The kernel had no room, and threw events away. */
  | { readonly type: 'lost' }
  | { readonly type: 'source-gone'; readonly source: number };

export interface MidiInlet {
  readonly sourceCount: number;
  /** Starts the queue at 0. */
  start(): void;
  queueSeconds(): QueueSeconds;
  /** Events as they come, as many at once as there are; ends when the signal is aborted. */
  batches(signal: AbortSignal): AsyncIterable<readonly InletEvent[]>;
  /** Schedules a click of the metronome. */
  click(at: QueueSeconds, isStrong: boolean): void;
  close(): void;
}
