/** What `play` and `record` show a person while sound goes by: notices, and the line that moves with its meter. */

import type { ChannelLevel } from '../audio/levels.js';
import type { Capabilities } from '../terminal/capabilities.js';
import { MeterDisplay } from '../terminal/meter-text.js';
import { type Progress, progressText } from '../terminal/progress-text.js';
import type { StatusLine } from '../terminal/status-line.js';
import type { Style } from '../terminal/style.js';
import { displayWidth } from '../terminal/width.js';
import type { Outside } from './outside.js';
import { progressLine } from './progress-line.js';
import type { StreamOptions } from './stream-options.js';

const LINE_INTERVAL_MS = 200;
const METER_INTERVAL_MS = 50;
const GAP = '  ';

/** How the terminal may be used. */
export interface TextLook {
  readonly capabilities: Capabilities;
  readonly style: Style;
}

export class StreamLine {
  /** Whether levels are shown. */
  readonly meter: boolean;
  readonly #look: TextLook;
  readonly #line: StatusLine;
  readonly #display: MeterDisplay;
  readonly #isForeground: () => boolean;

  constructor(options: StreamOptions, outside: Outside, look: TextLook) {
    this.#look = look;
    this.#isForeground = () => outside.isForeground();
    this.#line = progressLine(options, outside, look.capabilities);
    this.meter = options.meter !== undefined && this.#line.enabled;
    this.#display = new MeterDisplay(options.meter === 'mono' ? 'mono' : 'channels');
  }

  /** Whether there is a line at all. */
  get enabled(): boolean {
    return this.#line.enabled;
  }

  /** How often it wants to be shown anew; null for never. */
  get intervalMs(): number | null {
    if (!this.#line.enabled) return null;
    return this.meter ? METER_INTERVAL_MS : LINE_INTERVAL_MS;
  }

  /** How often it wants levels; null for never. */
  get levelIntervalMs(): number | null {
    return this.meter ? METER_INTERVAL_MS : null;
  }

  levels(levels: readonly ChannelLevel[]): void {
    this.#display.update(levels);
  }

  show(progress: Progress): void {
    // A shell's prompt is no place for it.
    if (this.#isForeground()) this.#line.update((columns) => this.#text(progress, columns));
  }

  /** A notice. */
  printAbove(text: string): void {
    this.#line.printAbove(text);
  }

  /** Leaves what it shows. */
  finish(): void {
    this.#line.finish();
  }

  erase(): void {
    this.#line.erase();
  }

  #text(progress: Progress, columns: number): string {
    const { capabilities, style } = this.#look;
    const { unicode } = capabilities;
    const meter = this.meter ? this.#display.text({ columns: Math.floor(columns / 2), style, unicode }) : '';
    const rest = meter === '' ? columns : columns - displayWidth(meter) - GAP.length;
    const text = progressText(progress, { columns: rest, style, unicode });
    return meter === '' ? text : `${text}${GAP}${meter}`;
  }
}
