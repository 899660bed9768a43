/** What the MIDI player plays through: a kernel queue with ports behind it, or a test's stand-in. */

/** Seconds the queue has run, pauses left out. */
export type QueueSeconds = number;

export interface MidiOutlet {
  /** Of the ports that are played to; at least one. */
  readonly portCount: number;
  /** What the queue's clock says. While it stands, all up to there was delivered, and nothing behind it. */
  queueSeconds(): QueueSeconds;
  /** Lets the queue run, from where it stands. */
  startQueue(): void;
  /** Has the queue stand at once. */
  stopQueue(): void;
  /**
   * Schedules a channel message: status byte in bits 0 to 7 of `word`, data bytes above it. False where there is no room
   * now: nothing was scheduled then.
   */
  scheduleMessage(port: number, word: number, at: QueueSeconds): boolean;
  /** Schedules a piece of a system exclusive message, or other bytes that are sent as they are. */
  scheduleBytes(port: number, bytes: Uint8Array, at: QueueSeconds): boolean;
  /** Has what was scheduled so far reach the kernel. False where there was no room for all: the rest goes with the next. */
  flush(): boolean;
  /** Takes back what is scheduled and not delivered. */
  clear(): void;
  /** Sends past the queue, whatever is scheduled. */
  sendMessage(port: number, word: number): void;
  sendBytes(port: number, bytes: Uint8Array): void;
  /** Resolves once there is room again, or the signal is aborted. */
  room(signal: AbortSignal): Promise<void>;
}

/** Events behind the moment that are scheduled: enough for a busy machine, and little to take back at a key. */
export const lookaheadSeconds = 1;
