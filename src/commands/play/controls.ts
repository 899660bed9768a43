/** What steers a `play` while it runs: keys and signals. */

import type { Key } from '../../terminal/keys.js';
import type { Player } from '../../transfer/player.js';
import { JobControls, type Keys } from '../job-controls.js';
import type { Outside } from '../outside.js';

const SEEK_SECONDS = 5;
const GAIN_STEP_DB = 1;
const MIN_GAIN_DB = -60;
const MAX_GAIN_DB = 24;

/** The part of a player that is steered. */
export type SteeredPlayer = Pick<
  Player,
  'togglePause' | 'seekBy' | 'next' | 'setGainDb' | 'releaseDevice' | 'reacquireDevice'
> & { readonly device: Pick<Player['device'], 'gainDb'> };

export interface ControlsOptions {
  readonly player: SteeredPlayer;
  readonly outside: Outside;
  readonly keys: Keys | null;
  /** Playback is to end; with the exit code of a signal, or null where the user wants it so. */
  readonly onStop: (signalExit: number | null) => void;
  /** The process is about to be stopped by Ctrl-Z. */
  readonly onSuspend: () => void;
}

export class Controls {
  readonly #options: ControlsOptions;
  readonly #job: JobControls;

  constructor(options: ControlsOptions) {
    const { player, outside, keys, onStop, onSuspend } = options;
    this.#options = options;
    this.#job = new JobControls({
      outside,
      keys,
      onKey: (key) => this.#onKey(key),
      onStop,
      onUserSignal: () => player.togglePause(),
      onSuspend: () => {
        // Others shall have the device while we are stopped.
        player.releaseDevice();
        onSuspend();
      },
      onContinue: () => player.reacquireDevice(),
    });
  }

  start(): void {
    this.#job.start();
  }

  close(): void {
    this.#job.close();
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
        onStop(null);
        break;
    }
  }
}
