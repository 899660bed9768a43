/** What a `record` command shows a person: notices, and on a terminal one line that moves. All of it goes to stderr. */

import type { PcmSetup } from '../../alsa/pcm/setup.js';
import type { ChannelLevel } from '../../audio/levels.js';
import { escapeText } from '../../terminal/escape.js';
import { formatClock } from '../../terminal/progress-text.js';
import type { Style } from '../../terminal/style.js';
import type { RecordingEvent, RecordingLoss, RecordingProgress } from '../../transfer/recording-events.js';
import type { Outside } from '../outside.js';
import { StreamLine, type TextLook } from '../stream-line.js';
import { formatText, setupText } from '../stream-text.js';
import type { RecordOptions } from './definition.js';
import type { RecordEnd, RecordView } from './view.js';

export class RecordTextView implements RecordView {
  readonly #options: RecordOptions;
  readonly #style: Style;
  readonly #line: StreamLine;
  #setup: PcmSetup | null = null;
  #latest: RecordingProgress | null = null;
  #toldFile = false;

  constructor(options: RecordOptions, outside: Outside, look: TextLook) {
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

  get levelIntervalMs(): number | null {
    return this.#line.levelIntervalMs;
  }

  event(event: RecordingEvent): void {
    if (event.type === 'start') this.#setup = event.setup;
    const text = this.#options.quiet ? null : this.#notice(event);
    if (text !== null) this.#line.printAbove(text);
  }

  progress(progress: RecordingProgress): void {
    this.#latest = progress;
    if (this.#setup === null) return;
    this.#line.show({
      activity: 'recording',
      name: progress.name ?? (progress.waiting ? 'waiting for a sound' : ''),
      formatText: formatText(this.#setup),
      elapsedSeconds: progress.positionSeconds,
      totalSeconds: progress.totalSeconds,
      xruns: progress.overruns,
      paused: progress.paused || progress.waiting,
      gainDb: this.#options.gain ?? 0,
      bytesWritten: progress.bytesWritten,
      bufferFill: progress.queueFill,
    });
  }

  levels(levels: readonly ChannelLevel[]): void {
    this.#line.levels(levels);
  }

  suspend(): void {
    this.#line.erase();
  }

  end({ seconds, bytesWritten, overruns, lostFrames }: RecordEnd): void {
    if (this.#latest !== null) {
      this.progress({ ...this.#latest, positionSeconds: seconds, bytesWritten, queueFill: 0 });
    }
    this.#line.finish();
    if (this.#options.quiet || lostFrames === 0) return;
    const rate = this.#setup?.framesPerSecond ?? 1;
    const times = overruns === 1 ? '1 overrun' : `${overruns} overruns`;
    const lost = `${lostFrames} frames (${(lostFrames / rate).toFixed(3)} s) were lost`;
    this.#line.printAbove(this.#style.warning(overruns > 0 ? `${times}; ${lost}` : lost));
  }

  async flush(): Promise<void> {}

  close(): void {
    this.#line.erase();
  }

  #notice(event: RecordingEvent): string | null {
    const style = this.#style;
    switch (event.type) {
      case 'start':
        return this.#startText(event);
      case 'file':
        return this.#fileText(event);
      case 'overrun':
        return style.warning(`overrun at ${formatClock(event.positionSeconds)}: ${lossText(event)}`);
      case 'queue-full':
        return style.warning(
          `at ${formatClock(event.positionSeconds)} the queue is full: what is written to does not keep up, and sound is being lost`,
        );
      case 'queue-free':
        return style.warning(`the queue has room again: ${lossText(event)}`);
      case 'suspend':
        return style.warning('the device is suspended; waiting for it');
      case 'resume':
        return style.warning(
          `${event.how === 'resumed' ? 'the device resumed' : 'the device was set up anew'}: ${lossText(event)}`,
        );
      case 'reacquire':
        return style.warning(`recording goes on: ${lossText(event)}`);
      case 'warning':
        return `${style.warning('warning:')} ${escapeText(event.message)}`;
      default:
        // What follows from a key shows in the line that moves.
        return null;
    }
  }

  #startText({ setup, waiting }: Extract<RecordingEvent, { type: 'start' }>): string | null {
    const lines = this.#options.verbose === undefined ? [] : [setupText(setup)];
    if (waiting && !this.#line.enabled) lines.push(`waiting for a sound of ${this.#options.startOn} dB`);
    return lines.length === 0 ? null : lines.join('\n');
  }

  /** Each file, where no line shows its name. */
  #fileText(event: Extract<RecordingEvent, { type: 'file' }>): string | null {
    const { name, state } = event;
    if (state === 'finished') {
      const { seconds } = event;
      return this.#options.verbose === undefined ? null : `${escapeText(name)}: ${seconds.toFixed(3)} s`;
    }
    const isFirst = !this.#toldFile;
    this.#toldFile = true;
    if (this.#line.enabled || this.#setup === null) return null;
    return isFirst
      ? `recording ${escapeText(name)}: ${formatText(this.#setup)}`
      : `recording ${escapeText(name)}`;
  }
}

function lossText({ lostFrames, lostSeconds, filled }: RecordingLoss): string {
  const lost = `${lostFrames} frames (${lostSeconds.toFixed(3)} s) lost`;
  return filled ? `${lost}, filled with silence` : lost;
}
