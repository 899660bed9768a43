/** How recorders and watchers are stopped: SIGINT and SIGTERM are the ordinary way, a second SIGINT ends at once. */

import { EXIT_SIGINT, EXIT_SIGTERM } from './exit-code.js';
import type { Outside } from './outside.js';

/** Listens for the signals until closed. */
export class StopSignals implements Disposable {
  readonly #controller = new AbortController();
  readonly #outside: Pick<Outside, 'signals' | 'exitProcess'>;
  #signalExit: number | null = null;

  constructor(outside: Pick<Outside, 'signals' | 'exitProcess'>) {
    this.#outside = outside;
    outside.signals.on('SIGINT', this.#onInterrupt);
    outside.signals.on('SIGTERM', this.#onTerminate);
  }

  /** Aborted once the program is to end. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /**
   * The exit code of the signal that came first, null where none did: for a command that was to wait for something, and
   * was stopped before it came.
   */
  get signalExit(): number | null {
    return this.#signalExit;
  }

  /** Ends the program as a signal would: nobody reads any more, what was waited for has come. */
  readonly stop = (): void => this.#controller.abort();

  /** Resolves when the program is to end. */
  stopped(): Promise<void> {
    if (this.signal.aborted) return Promise.resolve();
    return new Promise((resolve) => this.signal.addEventListener('abort', () => resolve(), { once: true }));
  }

  [Symbol.dispose](): void {
    this.#outside.signals.off('SIGINT', this.#onInterrupt);
    this.#outside.signals.off('SIGTERM', this.#onTerminate);
  }

  readonly #onInterrupt = (): void => {
    if (this.#signalExit !== null) this.#outside.exitProcess(EXIT_SIGINT);
    this.#end(EXIT_SIGINT);
  };

  readonly #onTerminate = (): void => this.#end(EXIT_SIGTERM);

  #end(signalExit: number): void {
    this.#signalExit ??= signalExit;
    this.stop();
  }
}
