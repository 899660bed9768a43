/** What a segment of playback tells of being held, of going on, and of where. */

import type { DeviceHold } from './device-hold.js';
import type { PlaybackEvent } from './playback-events.js';
import type { PlaybackPosition } from './playback-position.js';

export interface SegmentNoticesOptions {
  readonly position: PlaybackPosition;
  readonly hold: DeviceHold;
  /** Listeners know of a pause already. */
  readonly toldPause: boolean;
  readonly emit: (event: PlaybackEvent) => void;
}

export class SegmentNotices {
  readonly #options: SegmentNoticesOptions;
  #toldPause: boolean;

  constructor(options: SegmentNoticesOptions) {
    this.#options = options;
    this.#toldPause = options.toldPause;
  }

  /** Whether a `pause` was told that no `continue` followed yet. */
  get toldPause(): boolean {
    return this.#toldPause;
  }

  /** It is held; told once. */
  pause(): void {
    if (this.#toldPause) return;
    const how = this.#options.hold.isByHardware ? 'hardware' : 'drop';
    this.#options.emit({ type: 'pause', ...this.#place(), how });
    this.#toldPause = true;
  }

  /** It will go on; told where the pause was. */
  continue(): void {
    if (this.#toldPause) this.#options.emit({ type: 'continue', ...this.#place() });
    this.#toldPause = false;
  }

  seek(): void {
    this.#options.emit({ type: 'seek', ...this.#place() });
  }

  /** The device does not finish playing what it was given. */
  stuck(): void {
    const { name } = this.#options.position.heard().track;
    this.#options.emit({ type: 'warning', name, message: 'the device did not finish playing' });
  }

  #place(): { readonly name: string; readonly positionSeconds: number } {
    const { track, positionSeconds } = this.#options.position.heard();
    return { name: track.name, positionSeconds };
  }
}
