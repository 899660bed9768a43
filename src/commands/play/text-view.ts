/** What a `play` command shows a person: notices, and on a terminal one line that moves. All of it goes to stderr. */

import type { LibraryMessage } from '../../alsa/native/messages.js';
import type { PcmSetup } from '../../alsa/pcm/setup.js';
import type { ChannelLevel } from '../../audio/levels.js';
import type { AudioInfo } from '../../audio/reader.js';
import type { AlsatsError } from '../../error.js';
import type { Capabilities } from '../../terminal/capabilities.js';
import { escapeText } from '../../terminal/escape.js';
import { MeterDisplay } from '../../terminal/meter-text.js';
import { formatClock, progressText } from '../../terminal/progress-text.js';
import { StatusLine } from '../../terminal/status-line.js';
import type { Style } from '../../terminal/style.js';
import { displayWidth } from '../../terminal/width.js';
import type { PlaybackEvent, PlaybackProgress } from '../../transfer/playback-events.js';
import { failureText, messageText } from '../failure.js';
import type { Outside } from '../outside.js';
import { formatText, setupText } from '../stream-text.js';
import type { PlayOptions } from './definition.js';
import type { PlayEnd, PlayView } from './view.js';

const LINE_INTERVAL_MS = 200;
const METER_INTERVAL_MS = 50;
const GAP = '  ';

/** How the terminal may be used. */
export interface TextLook {
  readonly capabilities: Capabilities;
  readonly style: Style;
}

export class TextView implements PlayView {
  readonly meter: boolean;
  readonly #options: PlayOptions;
  readonly #look: TextLook;
  readonly #line: StatusLine;
  readonly #display: MeterDisplay;
  readonly #isForeground: () => boolean;
  #latest: PlaybackProgress | null = null;
  /** The last of the track before. */
  #before: PlaybackProgress | null = null;

  constructor(options: PlayOptions, outside: Outside, look: TextLook) {
    this.#options = options;
    this.#look = look;
    this.#isForeground = () => outside.isForeground();
    // --progress may overrule NO_COLOR, but nothing can move a cursor where there is none.
    const movable = look.capabilities.cursor || (options.progress === true && outside.stderr.isTTY === true);
    const shown = options.quiet !== true && options.progress !== false;
    this.#line = new StatusLine({ stream: outside.stderr, enabled: movable && shown });
    this.meter = options.meter !== undefined && this.#line.enabled;
    this.#display = new MeterDisplay(options.meter === 'mono' ? 'mono' : 'channels');
  }

  get progressIntervalMs(): number | null {
    if (!this.#line.enabled) return null;
    return this.meter ? METER_INTERVAL_MS : LINE_INTERVAL_MS;
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
      failureText(error, { verbose: this.#options.verbose !== undefined, style: this.#look.style }),
    );
  }

  progress(progress: PlaybackProgress, levels: readonly ChannelLevel[] | null): void {
    if (levels !== null) this.#display.update(levels);
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
    // A shell's prompt is no place for it.
    if (!this.#isForeground()) return;
    this.#line.update((columns) => this.#text(columns));
  }

  remarks(messages: readonly LibraryMessage[]): void {
    if (this.#options.verbose === undefined) return;
    const { style } = this.#look;
    for (const message of messages) this.#line.printAbove(style.dim(`  ${escapeText(messageText(message))}`));
  }

  suspend(): void {
    this.#line.erase();
  }

  end(end: PlayEnd): void {
    if (end.stopped) this.#line.finish();
    if (this.#options.quiet || end.xruns === 0) return;
    const { warning } = this.#look.style;
    this.#line.printAbove(
      warning(`${end.xruns} underrun${end.xruns === 1 ? '' : 's'} in ${formatClock(end.seconds)}`),
    );
  }

  async flush(): Promise<void> {}

  close(): void {
    this.#line.erase();
  }

  #text(columns: number): string {
    const progress = this.#latest;
    if (progress === null) return '';
    const { capabilities, style } = this.#look;
    const { unicode } = capabilities;
    const meter = this.meter ? this.#display.text({ columns: Math.floor(columns / 2), style, unicode }) : '';
    const rest = meter === '' ? columns : columns - displayWidth(meter) - GAP.length;
    const text = progressText(
      {
        name: progress.name,
        formatText: formatText(progress.info),
        elapsedSeconds: progress.positionSeconds,
        totalSeconds: progress.totalSeconds,
        xruns: progress.xruns,
        paused: progress.paused,
        gainDb: progress.gainDb,
      },
      { columns: rest, style, unicode },
    );
    return meter === '' ? text : `${text}${GAP}${meter}`;
  }

  #notice(event: Exclude<PlaybackEvent, { type: 'track-error' | 'track-end' }>): string | null {
    const { style } = this.#look;
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
