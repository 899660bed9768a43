/** What any command that goes on shares: the signals that end it, keys, and the terminal's job control. */

import { takesKeys } from '../terminal/key-input.js';
import type { Key, KeyReader, MouseReport } from '../terminal/keys.js';
import { EXIT_SIGINT, EXIT_SIGTERM } from './exit-code.js';
import type { Outside } from './outside.js';

const FOREGROUND_WATCH_MS = 300;

/** Reads keys; see {@link loadKeys}. */
export type Keys = typeof KeyReader;

/** What reads keys, which is not small, where they are wanted and can be read. */
export async function loadKeys({ stdin }: Outside, areWanted: boolean): Promise<Keys | null> {
  // Not asked for in vain: it costs a look at the descriptor.
  const areRead = areWanted && takesKeys(stdin);
  return areRead ? (await import('../terminal/keys.js')).KeyReader : null;
}

export interface JobControlsOptions {
  readonly outside: Outside;
  /** Null where none are read. */
  readonly keys: Keys | null;
  /** Keys that no terminal makes signals of. */
  readonly onKey: (key: Key) => void;
  readonly onMouse?: (report: MouseReport) => void;
  /** The terminal is ours, at the start or after somebody else had it. */
  readonly onTerminal?: () => void;
  /** Called once, with the exit code the signal stands for; a second signal ends the process. */
  readonly onStop: (signalExit: number) => void;
  readonly onUserSignal: () => void;
  /** The process is about to be stopped by Ctrl-Z. */
  readonly onSuspend: () => void;
  /** It goes on. */
  readonly onContinue: () => void;
}

export class JobControls {
  readonly #options: JobControlsOptions;
  readonly #keys: KeyReader | null;
  readonly #handlers: readonly (readonly [NodeJS.Signals, () => void])[];
  #interrupted = false;
  #hadTerminal = false;
  #watch: NodeJS.Timeout | undefined;

  constructor(options: JobControlsOptions) {
    this.#options = options;
    this.#keys = options.keys === null ? null : this.#createKeys(options.keys);
    this.#handlers = [
      ['SIGINT', () => this.#interrupt(EXIT_SIGINT)],
      ['SIGTERM', () => this.#interrupt(EXIT_SIGTERM)],
      ['SIGUSR1', options.onUserSignal],
      ['SIGTSTP', this.#suspend],
      ['SIGCONT', () => this.#continue()],
    ];
  }

  start(): void {
    for (const [signal, handler] of this.#handlers) this.#options.outside.signals.on(signal, handler);
    this.#takeTerminal();
  }

  close(): void {
    clearInterval(this.#watch);
    this.#keys?.stop();
    for (const [signal, handler] of this.#handlers) this.#options.outside.signals.off(signal, handler);
  }

  #createKeys(Keys: Keys): KeyReader {
    const { outside, onMouse } = this.#options;
    return new Keys({
      input: outside.stdin,
      onKey: (key) => this.#onKey(key),
      ...(onMouse === undefined ? {} : { onMouse }),
      // Pastes are marked there; a file, or a terminal that is none, would only get the request.
      ...(outside.stderr.isTTY === true && outside.env.TERM !== 'dumb' ? { terminal: outside.stderr } : {}),
    });
  }

  #interrupt(exitCode: number): void {
    // Whoever asks twice does not want to wait for anything.
    if (this.#interrupted) {
      this.#keys?.stop();
      this.#options.outside.exitProcess(exitCode);
      return;
    }
    this.#interrupted = true;
    this.#options.onStop(exitCode);
  }

  readonly #suspend = (): void => {
    const { outside, onSuspend } = this.#options;
    onSuspend();
    this.#keys?.suspend();
    // By the signal's own default, so that a process nobody could continue is not stopped.
    outside.signals.off('SIGTSTP', this.#suspend);
    outside.stopProcess();
    outside.signals.on('SIGTSTP', this.#suspend);
    this.#continue();
  };

  #continue(): void {
    this.#takeTerminal();
    this.#options.onContinue();
  }

  /** Reads keys as soon as the terminal is ours. A shell does not tell a running job that it is in the foreground now. */
  #takeTerminal(): void {
    clearInterval(this.#watch);
    this.#watch = undefined;
    if (this.#keys === null) return;
    if (this.#options.outside.isForeground()) {
      // Later the mode has to be set anew: whoever had the terminal meanwhile may have changed it.
      if (this.#hadTerminal) this.#keys.suspend();
      this.#keys.start();
      this.#keys.resume();
      this.#hadTerminal = true;
      this.#options.onTerminal?.();
    } else {
      this.#watch = setInterval(() => {
        if (this.#options.outside.isForeground()) this.#takeTerminal();
      }, FOREGROUND_WATCH_MS);
    }
  }

  #onKey(key: Key): void {
    const { outside, onKey } = this.#options;
    switch (key) {
      // What the terminal would do were it not in raw mode: the whole job is meant, also what it is piped to.
      case 'ctrl-c':
        outside.signalGroup('SIGINT');
        break;
      case 'ctrl-z':
        outside.signalGroup('SIGTSTP');
        break;
      case 'ctrl-\\':
        this.#keys?.suspend();
        outside.signalGroup('SIGQUIT');
        break;
      default:
        onKey(key);
    }
  }
}
