/** What steers a `play` while it runs: keys and signals. */

import { type Key, KeyReader } from '../../terminal/keys.js';
import type { Player } from '../../transfer/player.js';
import { EXIT_SIGINT, EXIT_SIGTERM } from '../exit-code.js';
import type { Outside } from '../outside.js';

const SEEK_SECONDS = 5;
const GAIN_STEP_DB = 1;
const MIN_GAIN_DB = -60;
const MAX_GAIN_DB = 24;
const FOREGROUND_WATCH_MS = 300;

/** The part of a player that is steered. */
export type SteeredPlayer = Pick<
  Player,
  'togglePause' | 'seekBy' | 'next' | 'setGainDb' | 'releaseDevice' | 'reacquireDevice'
> & { readonly device: Pick<Player['device'], 'gainDb'> };

export interface ControlsOptions {
  readonly player: SteeredPlayer;
  readonly outside: Outside;
  readonly keys: boolean;
  /** Playback is to end; with the exit code of a signal, or null where the user wants it so. */
  readonly onStop: (signalExit: number | null) => void;
  /** The process is about to be stopped by Ctrl-Z. */
  readonly onSuspend: () => void;
}

export class Controls {
  readonly #options: ControlsOptions;
  readonly #keys: KeyReader | null;
  readonly #handlers: readonly (readonly [NodeJS.Signals, () => void])[];
  #interrupted = false;
  #hadTerminal = false;
  #watch: NodeJS.Timeout | undefined;

  constructor(options: ControlsOptions) {
    this.#options = options;
    const { player } = options;
    this.#keys = options.keys ? this.#createKeys() : null;
    this.#handlers = [
      ['SIGINT', () => this.#interrupt(EXIT_SIGINT)],
      ['SIGTERM', () => this.#interrupt(EXIT_SIGTERM)],
      ['SIGUSR1', () => player.togglePause()],
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

  #createKeys(): KeyReader {
    const { outside } = this.#options;
    return new KeyReader({
      input: outside.stdin,
      onKey: (key) => this.#onKey(key),
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
    const { player, outside, onSuspend } = this.#options;
    // Others shall have the device while we are stopped.
    player.releaseDevice();
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
    this.#options.player.reacquireDevice();
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
    } else {
      this.#watch = setInterval(() => {
        if (this.#options.outside.isForeground()) this.#takeTerminal();
      }, FOREGROUND_WATCH_MS);
    }
  }

  #onKey(key: Key): void {
    const { player, outside, onStop } = this.#options;
    switch (key) {
      case 'space':
        player.togglePause();
        break;
      case 'left':
        void player.seekBy(-SEEK_SECONDS);
        break;
      case 'right':
        void player.seekBy(SEEK_SECONDS);
        break;
      case 'up':
        player.setGainDb(Math.min(MAX_GAIN_DB, player.device.gainDb + GAIN_STEP_DB));
        break;
      case 'down':
        player.setGainDb(Math.max(MIN_GAIN_DB, player.device.gainDb - GAIN_STEP_DB));
        break;
      case 'n':
        void player.next();
        break;
      case 'q':
        onStop(null);
        break;
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
    }
  }
}
