/** What steers a `play` while it runs: keys and signals. */

import { readFileSync } from 'node:fs';
import { type Key, KeyReader } from '../../terminal/keys.js';
import type { Player } from '../../transfer/player.js';
import { EXIT_DONE, EXIT_SIGINT, EXIT_SIGTERM } from '../exit-code.js';
import type { Outside } from '../outside.js';

const SEEK_SECONDS = 5;
const GAIN_STEP_DB = 1;
const MIN_GAIN_DB = -60;
const MAX_GAIN_DB = 24;

export interface ControlsOptions {
  readonly player: Player;
  readonly outside: Outside;
  readonly keys: boolean;
  /** Playback is to end, with this exit code. */
  readonly onStop: (exitCode: number) => void;
  /** The process is about to be stopped by Ctrl-Z. */
  readonly onSuspend: () => void;
}

export class Controls {
  readonly #options: ControlsOptions;
  readonly #keys: KeyReader | null;
  readonly #handlers: readonly (readonly [NodeJS.Signals, () => void])[];
  #interrupted = false;

  constructor(options: ControlsOptions) {
    this.#options = options;
    const { outside, player } = options;
    this.#keys = options.keys
      ? new KeyReader({ input: outside.stdin, terminal: outside.stderr, onKey: (key) => this.#onKey(key) })
      : null;
    this.#handlers = [
      ['SIGINT', () => this.#stop(EXIT_SIGINT)],
      ['SIGTERM', () => this.#stop(EXIT_SIGTERM)],
      ['SIGUSR1', () => player.togglePause()],
      ['SIGTSTP', () => this.#suspend()],
      ['SIGCONT', () => this.#continue()],
    ];
  }

  start(): void {
    for (const [signal, handler] of this.#handlers) this.#options.outside.signals.on(signal, handler);
    if (isForeground()) this.#keys?.start();
  }

  close(): void {
    this.#keys?.stop();
    for (const [signal, handler] of this.#handlers) this.#options.outside.signals.off(signal, handler);
  }

  #stop(exitCode: number): void {
    // Whoever asks twice does not want to wait for anything.
    if (this.#interrupted) {
      this.#keys?.stop();
      this.#options.outside.exitProcess(exitCode);
      return;
    }
    this.#interrupted = true;
    this.#options.onStop(exitCode);
  }

  #suspend(): void {
    const { player, outside, onSuspend } = this.#options;
    // Others shall have the device while we are stopped.
    player.releaseDevice();
    onSuspend();
    this.#keys?.suspend();
    outside.stopProcess();
  }

  #continue(): void {
    if (isForeground()) {
      this.#keys?.start();
      this.#keys?.resume();
    }
    this.#options.player.reacquireDevice();
  }

  #onKey(key: Key): void {
    const { player, onStop } = this.#options;
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
        onStop(EXIT_DONE);
        break;
      case 'ctrl-c':
        this.#stop(EXIT_SIGINT);
        break;
      case 'ctrl-z':
        this.#suspend();
        break;
    }
  }
}

/** A job in the background that changes the terminal's mode is stopped by the kernel. */
function isForeground(): boolean {
  try {
    // After the program's name, which may hold anything: state, parent, process group, session, tty, its foreground group.
    const fields = readFileSync('/proc/self/stat', 'utf8').split(') ').at(-1)!.split(' ');
    return fields[2] === fields[5];
  } catch {
    return true;
  }
}
