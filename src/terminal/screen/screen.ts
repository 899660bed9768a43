/**
 * The whole terminal as a drawing area: entered and left without a trace, drawn in frames that hold only what changed.
 *
 * Control functions of xterm that its kin and multiplexers know, and that others ignore: the alternate screen (mode
 * 1049), mouse reports (1002, 1006), synchronized output (2026).
 */

import { type Clock, systemClock } from '../clock.js';
import type { CellBuffer } from './cell-buffer.js';
import { frameText } from './frame.js';

/** The terminal to draw on, as `process.stdout` is one. */
export interface ScreenStream {
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
  /** True while the terminal takes nothing: frames are then left out rather than piled up. */
  readonly writableNeedDrain?: boolean | undefined;
  write(text: string): unknown;
  on(event: 'resize' | 'drain', listener: () => void): unknown;
  off(event: 'resize' | 'drain', listener: () => void): unknown;
}

/** Tells the end of the process, be it by an exception nobody caught. */
export interface ScreenLifetime {
  on(event: 'exit' | 'uncaughtExceptionMonitor', listener: () => void): unknown;
  off(event: 'exit' | 'uncaughtExceptionMonitor', listener: () => void): unknown;
}

/** Makes the picture for a size; called only when it is really drawn. */
export type Painter = (columns: number, rows: number) => CellBuffer;

export interface ScreenOptions {
  readonly stream: ScreenStream;
  /** False draws attributes alone (bold, reverse …). */
  readonly colored: boolean;
  /** Whether the terminal is to tell what the mouse does. */
  readonly mouse: boolean;
  readonly paint: Painter;
  readonly clock?: Clock;
  /** Shortest time between two frames; 15 ms by default. What comes in between is drawn with the next. */
  readonly minIntervalMs?: number;
  readonly lifetime?: ScreenLifetime;
}

const enterScreen = '\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[m\x1b[2J';
// Erased, for the Linux console, which has no other screen to go back to.
const leaveScreen = '\x1b[m\x1b[H\x1b[2J\x1b[?7h\x1b[?25h\x1b[?1049l';
const mouseOn = '\x1b[?1000h\x1b[?1002h\x1b[?1006h';
const mouseOff = '\x1b[?1006l\x1b[?1002l\x1b[?1000l';
const eraseScreen = '\x1b[m\x1b[2J';
/** A terminal that knows this shows the frame at once, and one that does not is not bothered. */
const beginFrame = '\x1b[?2026h';
const endFrame = '\x1b[?2026l';

/** Also where the terminal says 0, as one does that nobody has given a size. */
const defaultColumns = 80;
const defaultRows = 24;

/** Draws between `enter()` and `leave()`. */
export class Screen {
  readonly #options: ScreenOptions;
  readonly #stream: ScreenStream;
  readonly #clock: Clock;
  readonly #lifetime: ScreenLifetime;
  #isEntered = false;
  /** What the terminal shows; null where it has to be drawn from nothing. */
  #shown: CellBuffer | null = null;
  #drawnAtMs = Number.NEGATIVE_INFINITY;
  #cancelDrawing: (() => void) | null = null;
  #waitsForDrain = false;

  constructor(options: ScreenOptions) {
    this.#options = options;
    this.#stream = options.stream;
    this.#clock = options.clock ?? systemClock;
    this.#lifetime = options.lifetime ?? process;
  }

  get columns(): number {
    return this.#stream.columns || defaultColumns;
  }

  get rows(): number {
    return this.#stream.rows || defaultRows;
  }

  /** Takes the terminal and draws. From now on it is given back at the end of the process, whatever ends it. */
  enter(): void {
    if (this.#isEntered) return;
    this.#isEntered = true;
    this.#lifetime.on('exit', this.#leave);
    this.#lifetime.on('uncaughtExceptionMonitor', this.#leave);
    this.#stream.on('resize', this.#onResize);
    this.#stream.on('drain', this.#onDrain);
    this.#stream.write(enterScreen + (this.#options.mouse ? mouseOn : ''));
    this.#shown = null;
    this.#draw();
  }

  /** Gives the terminal back as it was. May be called at any time. */
  leave(): void {
    this.#leave();
  }

  /** Something has changed: draws at once, or as soon as the last frame is old enough. */
  update(): void {
    if (!this.#isEntered || this.#cancelDrawing !== null) return;
    const { minIntervalMs = 15 } = this.#options;
    const waitMs = Math.max(0, this.#drawnAtMs + minIntervalMs - this.#clock.nowMs());
    this.#cancelDrawing = this.#clock.after(waitMs, () => {
      this.#cancelDrawing = null;
      this.#draw();
    });
  }

  /** Draws everything anew: something else may have written to the terminal. */
  redraw(): void {
    if (!this.#isEntered) return;
    this.#shown = null;
    this.#draw(eraseScreen);
  }

  readonly #leave = (): void => {
    if (!this.#isEntered) return;
    this.#isEntered = false;
    this.#cancelDrawing?.();
    this.#cancelDrawing = null;
    this.#waitsForDrain = false;
    this.#lifetime.off('exit', this.#leave);
    this.#lifetime.off('uncaughtExceptionMonitor', this.#leave);
    this.#stream.off('resize', this.#onResize);
    this.#stream.off('drain', this.#onDrain);
    this.#stream.write((this.#options.mouse ? mouseOff : '') + leaveScreen);
  };

  // Terminals keep some of what was there, each in its own way: it is drawn from nothing.
  readonly #onResize = (): void => this.redraw();

  readonly #onDrain = (): void => {
    if (!this.#waitsForDrain) return;
    this.#waitsForDrain = false;
    this.redraw();
  };

  #draw(prefix = ''): void {
    if (this.#stream.writableNeedDrain === true) {
      this.#waitsForDrain = true;
      return;
    }
    this.#cancelDrawing?.();
    this.#cancelDrawing = null;
    const { paint, colored } = this.#options;
    const buffer = paint(this.columns, this.rows);
    const text = prefix + frameText(this.#shown, buffer, colored);
    this.#shown = buffer;
    this.#drawnAtMs = this.#clock.nowMs();
    if (text !== '') this.#stream.write(beginFrame + text + endFrame);
  }
}
