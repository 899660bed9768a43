/** Reads single keys from a terminal, and gives it back as it was. */

import { type Clock, systemClock } from './clock.js';
import { type KeyInput, takesKeys } from './key-input.js';
import { type Key, KeyParser, type TerminalInput } from './key-parser.js';
import type { MouseReport } from './mouse-report.js';

export type { Key, MouseReport };

export interface KeyReaderOptions {
  readonly input: KeyInput;
  /** Called for each key; Ctrl-C and Ctrl-Z come as `ctrl-c` and `ctrl-z`, since raw mode sends no signals. */
  readonly onKey: (key: Key) => void;
  /** Called for what the mouse does, where the terminal was asked to tell. */
  readonly onMouse?: (report: MouseReport) => void;
  /** Called once if the terminal goes away; the reader has then stopped. */
  readonly onEnd?: () => void;
  /** Where to ask the terminal to mark pasted text, so that it is ignored instead of taken for keys. */
  readonly terminal?: { write(text: string): unknown };
  readonly clock?: Clock;
  /** How long ESC may wait for the rest of a sequence before it is the Escape key; 50 by default. */
  readonly escapeTimeoutMs?: number;
  /** Tells the end of the process, so that the terminal is given back whatever happens; `process` by default. */
  readonly lifetime?: ProcessLifetime;
}

export interface ProcessLifetime {
  on(event: 'exit', listener: () => void): unknown;
  off(event: 'exit', listener: () => void): unknown;
}

const markPastes = '\x1b[?2004h';
const markPastesNoMore = '\x1b[?2004l';

/** Reads keys between `start()` and `stop()`. Does not keep the process alive once stopped or suspended. */
export class KeyReader {
  readonly #options: KeyReaderOptions;
  readonly #input: KeyInput;
  readonly #lifetime: ProcessLifetime;
  #parser = new KeyParser();
  #state: 'stopped' | 'reading' | 'suspended' = 'stopped';
  #wasRaw = false;
  #cancelTimeout: (() => void) | null = null;

  constructor(options: KeyReaderOptions) {
    this.#options = options;
    this.#input = options.input;
    this.#lifetime = options.lifetime ?? process;
  }

  /** Puts the terminal in raw mode and begins to read. Does nothing where that is no terminal, or twice. */
  start(): void {
    if (this.#state !== 'stopped' || !takesKeys(this.#input)) return;
    this.#wasRaw = this.#input.isRaw === true;
    this.#lifetime.on('exit', this.#giveBack);
    this.#input.on('end', this.#onEnd);
    this.#input.on('close', this.#onEnd);
    // A terminal that hangs up fails with EIO; unheard, that would end the process with a stack trace.
    this.#input.on('error', this.#onEnd);
    this.#state = 'suspended';
    this.resume();
  }

  /** Gives the terminal back for a while: before the process stops itself on Ctrl-Z. */
  suspend(): void {
    if (this.#state !== 'reading') return;
    this.#state = 'suspended';
    this.#cancelTimeout?.();
    this.#cancelTimeout = null;
    this.#parser = new KeyParser();
    this.#input.off('data', this.#onData);
    this.#giveBack();
    this.#input.pause();
  }

  /** Takes the terminal again: after SIGCONT. */
  resume(): void {
    if (this.#state !== 'suspended') return;
    this.#state = 'reading';
    this.#input.setRawMode?.(true);
    this.#options.terminal?.write(markPastes);
    this.#input.on('data', this.#onData);
    this.#input.resume();
  }

  /** Gives the terminal back for good, in the mode it was in. May be called at any time. */
  stop(): void {
    if (this.#state === 'stopped') return;
    this.suspend();
    this.#state = 'stopped';
    this.#lifetime.off('exit', this.#giveBack);
    this.#input.off('end', this.#onEnd);
    this.#input.off('close', this.#onEnd);
    this.#input.off('error', this.#onEnd);
  }

  readonly #giveBack = (): void => {
    this.#options.terminal?.write(markPastesNoMore);
    this.#input.setRawMode?.(this.#wasRaw);
  };

  readonly #onEnd = (): void => {
    this.stop();
    this.#options.onEnd?.();
  };

  readonly #onData = (chunk: Uint8Array): void => {
    this.#cancelTimeout?.();
    this.#cancelTimeout = null;
    this.#emit(this.#parser.feed(chunk));
    if (this.#state !== 'reading' || !this.#parser.isWaiting) return;
    const { clock = systemClock, escapeTimeoutMs = 50 } = this.#options;
    this.#cancelTimeout = clock.after(escapeTimeoutMs, () => {
      this.#cancelTimeout = null;
      this.#emit(this.#parser.flush());
    });
  };

  #emit(inputs: readonly TerminalInput[]): void {
    for (const input of inputs) {
      // What was typed behind the key that stopped the reader is not for us any more.
      if (this.#state !== 'reading') return;
      if (typeof input === 'string') this.#options.onKey(input);
      else this.#options.onMouse?.(input);
    }
  }
}
