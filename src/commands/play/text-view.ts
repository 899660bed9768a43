/** What a `play` command shows a person: notices, and on a terminal one line that moves. All of it goes to stderr. */

import type { LibraryMessage } from '../../alsa/native/messages.js';
import type { PcmSetup } from '../../alsa/pcm/setup.js';
import type { ChannelLevel } from '../../audio/levels.js';
import type { AudioInfo } from '../../audio/reader.js';
import type { AlsatsError } from '../../error.js';
import { escapeText } from '../../terminal/escape.js';
import { formatClock } from '../../terminal/progress-text.js';
import type { Style } from '../../terminal/style.js';
import type { PlaybackEvent, PlaybackProgress } from '../../transfer/playback-events.js';
import { failureText, messageText } from '../failure.js';
import type { Outside } from '../outside.js';
import { StreamLine, type TextLook } from '../stream-line.js';
import { formatText, setupText } from '../stream-text.js';
import type { PlayOptions } from './definition.js';
import type { PlayEnd, PlayView } from './view.js';

export class TextView implements PlayView {
  readonly #options: PlayOptions;
  readonly #style: Style;
  readonly #line: StreamLine;
  #latest: PlaybackProgress | null = null;
  /** The last of the track before. */
  #before: PlaybackProgress | null = null;

  constructor(options: PlayOptions, outside: Outside, look: TextLook) {
    this.#options = options;
    this.#style = look.style;
    this.#line = new StreamLine(options, outside, look);
  }

  get meter(): boolean {
    return this.#line.meter;
  }

  get progressIntervalMs(): number | null {
    return this.#line.intervalMs;
  }

  event(event: PlaybackEvent): void {
    if (event.type === 'track-error') return;
    if (event.type === 'track-end') {
      this.#endLine(event.positionSeconds);
      return;
    }
    const text = this.#options.quiet ? null : this.#notice(event);
    if (text !== null) this.#line.printAbove(text);
    if (event.type === 'start') this.#beginLine(event);
  }

  trackError(error: AlsatsError): void {
    this.#line.printAbove(
      failureText(error, { verbose: this.#options.verbose !== undefined, style: this.#style }),
    );
  }

  progress(progress: PlaybackProgress, levels: readonly ChannelLevel[] | null): void {
    if (levels !== null) this.#line.levels(levels);
    // Between two tracks there is nothing to be shown.
    if (this.#latest !== null) this.#show(progress);
  }

  /** Every track leaves a line, however short it was. */
  #beginLine({ name, info }: { name: string; info: AudioInfo }): void {
    const totalSeconds = info.frames === null ? null : info.frames / info.framesPerSecond;
    const { paused = false, xruns = 0, gainDb = this.#options.gain ?? 0 } = this.#before ?? {};
    this.#show({
      ...{ name, info, positionSeconds: 0, totalSeconds, readAheadSeconds: 0 },
      ...{ paused, xruns, gainDb },
    });
  }

  #endLine(positionSeconds: number): void {
    if (this.#latest !== null) this.#show({ ...this.#latest, positionSeconds });
    this.#line.finish();
    this.#before = this.#latest;
    this.#latest = null;
  }

  #show(progress: PlaybackProgress): void {
    this.#latest = progress;
    this.#line.show({
      name: progress.name,
      formatText: formatText(progress.info),
      elapsedSeconds: progress.positionSeconds,
      totalSeconds: progress.totalSeconds,
      xruns: progress.xruns,
      paused: progress.paused,
      gainDb: progress.gainDb,
    });
  }

  remarks(messages: readonly LibraryMessage[]): void {
    if (this.#options.verbose === undefined) return;
    for (const message of messages)
      this.#line.printAbove(this.#style.dim(`  ${escapeText(messageText(message))}`));
  }

  suspend(): void {
    this.#line.erase();
  }

  end(end: PlayEnd): void {
    if (end.stopped) this.#line.finish();
    if (this.#options.quiet || end.xruns === 0) return;
    const { warning } = this.#style;
    this.#line.printAbove(
      warning(`${end.xruns} underrun${end.xruns === 1 ? '' : 's'} in ${formatClock(end.seconds)}`),
    );
  }

  async flush(): Promise<void> {}

  close(): void {
    this.#line.erase();
  }

  #notice(event: Exclude<PlaybackEvent, { type: 'track-error' | 'track-end' }>): string | null {
    const style = this.#style;
    switch (event.type) {
      case 'start':
        return this.#startText(event);
      case 'xrun': {
        const lasted =
          event.lastedSeconds === null ? '' : `, ${(event.lastedSeconds * 1000).toFixed(1)} ms long`;
        const cause = event.cause === 'input' ? 'the input did not deliver in time' : 'the system was late';
        return style.warning(`underrun at ${formatClock(event.positionSeconds)}${lasted}: ${cause}`);
      }
      case 'suspend':
        return style.warning('the device is suspended; waiting for it');
      case 'resume':
        return event.how === 'resumed' ? 'the device resumed' : 'the device was set up anew';
      case 'warning':
        return `${style.warning('warning:')} ${escapeText(`${event.name}: ${event.message}`)}`;
      default:
        // What follows from a key shows in the line that moves.
        return null;
    }
  }

  #startText({ name, info, setup }: { name: string; info: AudioInfo; setup: PcmSetup }): string | null {
    const lines: string[] = [];
    // On a terminal the line that moves says it.
    if (!this.#line.enabled) {
      const length = info.frames === null ? '' : `, ${formatClock(info.frames / info.framesPerSecond)}`;
      lines.push(`playing ${escapeText(name)}: ${formatText(info)}${length}`);
    }
    if (this.#options.verbose !== undefined) lines.push(setupText(setup));
    return lines.length === 0 ? null : lines.join('\n');
  }
}
