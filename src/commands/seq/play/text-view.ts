/** What a `seq play` command shows a person: notices and a line that moves on stderr, lyrics on stdout. */

import type { AlsatsError } from '../../../error.js';
import type { Capabilities } from '../../../terminal/capabilities.js';
import { escapeText } from '../../../terminal/escape.js';
import { Output } from '../../../terminal/output.js';
import { formatClock, progressText } from '../../../terminal/progress-text.js';
import type { StatusLine } from '../../../terminal/status-line.js';
import type { Style } from '../../../terminal/style.js';
import type { MidiPlaybackEvent, MidiProgress, MidiTrack } from '../../../transfer/midi/midi-player.js';
import { failureText } from '../../failure.js';
import type { Outside } from '../../outside.js';
import { progressLine } from '../../progress-line.js';
import type { SeqPlayOptions } from './definition.js';
import { LyricLines } from './lyric-lines.js';
import type { SeqPlayView, ViewHandlers } from './view.js';

const LINE_INTERVAL_MS = 100;

/** How the terminal may be used. */
export interface TextLook {
  readonly capabilities: Capabilities;
  readonly style: Style;
}

export class TextView implements SeqPlayView {
  readonly #options: SeqPlayOptions;
  readonly #outside: Outside;
  readonly #look: TextLook;
  readonly #line: StatusLine;
  readonly #output: Output;
  readonly #onFailure: (error: unknown) => void;
  readonly #lyrics = new LyricLines();
  #written: Promise<unknown> = Promise.resolve();
  #latest: MidiProgress | null = null;

  constructor(options: SeqPlayOptions, outside: Outside, handlers: ViewHandlers, look: TextLook) {
    this.#options = options;
    this.#outside = outside;
    this.#look = look;
    this.#onFailure = handlers.onFailure;
    this.#output = new Output(outside.stdout, 'standard output', handlers.onClosed);
    this.#line = progressLine(options, outside, look.capabilities);
  }

  get progressIntervalMs(): number | null {
    return this.#line.enabled ? LINE_INTERVAL_MS : null;
  }

  ports(): void {}

  event(event: MidiPlaybackEvent): void {
    switch (event.type) {
      case 'start':
        // On a terminal the line that moves says it.
        if (!this.#line.enabled && !this.#options.quiet) {
          const bars = event.bars === null ? '' : `, ${event.bars} bar${event.bars === 1 ? '' : 's'}`;
          this.#line.printAbove(`playing ${escapeText(event.name)}: ${formatClock(event.seconds)}${bars}`);
        }
        break;
      case 'text':
        if (this.#options.lyrics === true) this.#text(event);
        break;
      case 'seek':
        this.#print(this.#lyrics.flush());
        break;
      case 'track-end':
        this.#print(this.#lyrics.flush());
        if (this.#latest !== null) this.progress({ ...this.#latest, positionSeconds: event.positionSeconds });
        this.#line.finish();
        this.#latest = null;
        break;
      default:
      // What follows from a key shows in the line that moves.
    }
  }

  fileError(error: AlsatsError): void {
    const { verbose } = this.#options;
    this.#line.printAbove(failureText(error, { verbose, style: this.#look.style }));
  }

  warnings({ name, warnings }: MidiTrack): void {
    if (this.#options.verbose !== true) return;
    const { warning } = this.#look.style;
    for (const { byteOffset, message } of warnings) {
      this.#line.printAbove(`${warning('warning:')} ${escapeText(name)}: at byte ${byteOffset}: ${message}`);
    }
  }

  progress(progress: MidiProgress): void {
    this.#latest = progress;
    // A shell's prompt is no place for it.
    if (!this.#outside.isForeground()) return;
    const { style, capabilities } = this.#look;
    this.#line.update((columns) =>
      progressText(
        {
          name: progress.name,
          formatText: placeText(progress),
          elapsedSeconds: progress.positionSeconds,
          totalSeconds: progress.totalSeconds,
          xruns: null,
          paused: progress.paused,
          gainDb: 0,
        },
        { columns, style, unicode: capabilities.unicode },
      ),
    );
  }

  suspend(): void {
    this.#line.erase();
  }

  end(): void {
    this.#print(this.#lyrics.flush());
    this.#line.finish();
  }

  async flush(): Promise<void> {
    await this.#written;
  }

  close(): void {
    this.#line.erase();
  }

  #text({ kind, text, place }: Extract<MidiPlaybackEvent, { type: 'text' }>): void {
    if (kind === 'lyric') {
      this.#print(this.#lyrics.add(text));
    } else if (kind === 'marker' || kind === 'cue-point') {
      const where = place === null ? '' : `${place.bar}:${place.beat} `;
      // A line of lyrics that has begun comes behind it, as a whole.
      this.#print([`[${where}${text}]`]);
    }
  }

  #print(lines: readonly string[]): void {
    if (lines.length === 0) return;
    // Both streams may be the same terminal.
    this.#line.erase();
    for (const line of lines) {
      this.#written = this.#output.writeLine(escapeText(line)).catch(this.#onFailure);
    }
    if (this.#latest !== null) this.progress(this.#latest);
  }
}

/** `12:3, 96 bpm`; the tempo in percent where it was changed. */
function placeText({ place, beatsPerMinute, tempoFactor }: MidiProgress): string {
  const parts: string[] = [];
  if (place !== null) parts.push(`${place.bar}:${place.beat}`);
  if (beatsPerMinute !== null) parts.push(`${Number(beatsPerMinute.toFixed(1))} bpm`);
  const text = parts.join(', ');
  return tempoFactor === 1 ? text : `${text} (${Math.round(tempoFactor * 100)}%)`.trim();
}
