/** How `play` and `seq play` end: with what they play, by a signal, or because showing it is of no use any more. */

import { exitCodeOf } from './exit-code.js';

export interface PlaybackRun {
  /** Plays until the end, or until {@link PlaybackEnding.signal} is aborted. */
  readonly play: () => Promise<unknown>;
  /** The exit code where no signal came. */
  readonly exitCode: () => number;
  /** Tells the end. */
  readonly end: (exit: number) => void;
  /** Resolves once all that was told is written. */
  readonly flush: () => Promise<unknown>;
}

export class PlaybackEnding {
  readonly #stopping = new AbortController();
  /** The code of the signal that came first: it counts for more than anything that went wrong before. */
  #signalExit: number | null = null;
  /** What made going on pointless. */
  #failure: unknown = null;

  /** Aborted once playing is to stop. */
  get signal(): AbortSignal {
    return this.#stopping.signal;
  }

  /** Playing is to stop: for a signal, with its exit code, or because somebody wants it to. */
  readonly stop = (signalExit: number | null): void => {
    this.#signalExit ??= signalExit;
    this.#stopping.abort();
  };

  /** What a view is given. */
  readonly ofView = {
    onClosed: (): void => this.#stopping.abort(),
    onFailure: (error: unknown): void => {
      this.#failure ??= error;
      this.#stopping.abort();
    },
  };

  /** @returns the exit code @throws what made it end early */
  async of({ play, exitCode, end, flush }: PlaybackRun): Promise<number> {
    try {
      await play();
      this.#throwFailure();
      const exit = this.#signalExit ?? exitCode();
      end(exit);
      // After a signal nothing is waited for.
      if (this.#signalExit === null) await flush();
      this.#throwFailure();
      return exit;
    } catch (error) {
      end(exitCodeOf(error));
      throw error;
    }
  }

  #throwFailure(): void {
    if (this.#failure !== null) throw this.#failure;
  }
}
