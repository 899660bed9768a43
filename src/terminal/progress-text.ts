/** The text of the line that shows how far a playback or recording is. */

import { escapeText } from './escape.js';
import { plainStyle, type Style } from './style.js';
import { displayWidth, padToWidth, truncateToWidth } from './width.js';

/** Where a playback or recording stands. */
export interface Progress {
  /** Name of the file; escaped here. */
  readonly name: string;
  /** For instance `S16_LE 48 kHz stereo`. */
  readonly formatText: string;
  readonly elapsedSeconds: number;
  /** null where the end is not known. */
  readonly totalSeconds: number | null;
  /** null for what has none. */
  readonly xruns: number | null;
  readonly paused: boolean;
  /** Shown unless it is 0. */
  readonly gainDb: number;
  /** What is going on; playing if undefined. */
  readonly activity?: 'playing' | 'recording';
  /** Size of what is recorded; left out if undefined. */
  readonly bytesWritten?: number;
  /** How full the read-ahead is, 0 to 1; left out if undefined. */
  readonly bufferFill?: number;
}

export interface ProgressTextOptions {
  /** Columns the text may take. */
  readonly columns: number;
  readonly style?: Style;
  /** Whether characters beyond ASCII may be used. */
  readonly unicode: boolean;
}

/** Whole seconds as `m:ss` or `h:mm:ss`; negative times are 0. */
export function formatClock(seconds: number): string {
  const whole = Number.isFinite(seconds) ? Math.max(0, Math.floor(seconds)) : 0;
  const two = (value: number): string => String(value).padStart(2, '0');
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${minutes}:${two(whole % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
}

const sizeUnits = ['B', 'kB', 'MB', 'GB', 'TB'];

/** `734 B`, `1.2 MB`: three digits at most before the unit. */
export function formatSize(bytes: number): string {
  let value = bytes;
  let unit = 0;
  for (; value >= 999.5 && unit < sizeUnits.length - 1; unit++) value /= 1000;
  return `${unit === 0 || value >= 99.95 ? Math.round(value) : value.toFixed(1)} ${sizeUnits[unit]}`;
}

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar of exactly `columns`, filled to `fraction` (0 to 1). */
export function progressBar(fraction: number, columns: number, unicode: boolean): string {
  const inRange = Math.min(1, Math.max(0, fraction));
  if (!unicode) return '#'.repeat(Math.floor(inRange * columns)).padEnd(columns, '.');
  const steps = Math.floor(inRange * columns * 8);
  return ('█'.repeat(Math.floor(steps / 8)) + eighths[steps % 8]).padEnd(columns);
}

const gap = '  ';
const widestBar = 24;
const narrowestBar = 5;
/** A name is cut to this before anything else is left out. */
const shortestName = 12;

/**
 * The line, at most `columns` wide. Where room is short the bar shrinks, then the format goes, then the bar, then the
 * name is cut: time and xruns stay longest.
 */
export function progressText(progress: Progress, options: ProgressTextOptions): string {
  const { columns, unicode, style = plainStyle } = options;
  const fraction = fractionOf(progress);
  const name = escapeText(progress.name);
  const end = [
    fraction === null ? '' : `${Math.floor(fraction * 100)}%`.padStart(4),
    progress.gainDb === 0 ? '' : `gain ${formatGain(progress.gainDb, unicode)}`,
    progress.bytesWritten === undefined ? '' : formatSize(progress.bytesWritten),
    progress.bufferFill === undefined ? '' : `buffer ${Math.round(progress.bufferFill * 100)}%`,
    xrunsText(progress.xruns, style),
  ].filter((part) => part !== '');
  const tail = [timesOf(progress), ...end];
  const symbol = symbolOf(progress, unicode);
  const roomForName = columns - displayWidth(`${symbol} ${gap}${tail.join(gap)}`);

  const roomWithoutFormat = roomForName - displayWidth(name) - gap.length;
  const roomWithFormat = roomWithoutFormat - displayWidth(progress.formatText) - gap.length;
  const showFormat =
    progress.formatText !== '' && roomWithFormat >= (fraction === null ? -gap.length : narrowestBar);
  const barColumns = Math.min(widestBar, showFormat ? roomWithFormat : roomWithoutFormat);
  const bar =
    fraction !== null && barColumns >= narrowestBar ? progressBar(fraction, barColumns, unicode) : '';

  const ellipsis = unicode ? '…' : '~';
  const shownName = truncateToWidth(name, Math.max(shortestName, roomForName), ellipsis);
  const line = [
    `${symbol} ${style.strong(shownName)}`,
    showFormat ? style.dim(progress.formatText) : '',
    tail[0] as string,
    bar,
    ...end,
  ];
  return truncateToWidth(line.filter((part) => part !== '').join(gap), columns, ellipsis);
}

function xrunsText(xruns: number | null, style: Style): string {
  if (xruns === null) return '';
  return xruns === 0 ? 'xruns 0' : style.warning(`xruns ${xruns}`);
}

function fractionOf({ elapsedSeconds, totalSeconds }: Progress): number | null {
  if (totalSeconds === null || !(totalSeconds > 0)) return null;
  return Math.min(1, Math.max(0, elapsedSeconds / totalSeconds));
}

function symbolOf({ paused, activity }: Progress, unicode: boolean): string {
  const isRecording = activity === 'recording';
  if (paused) return unicode ? '‖' : '=';
  if (unicode) return isRecording ? '●' : '▶';
  return isRecording ? '*' : '>';
}

/** Elapsed and total time, as wide at the start as at the end so that the rest of the line stands still. */
function timesOf({ elapsedSeconds, totalSeconds }: Progress): string {
  const elapsed = formatClock(elapsedSeconds);
  if (totalSeconds === null) return elapsed;
  const total = formatClock(totalSeconds);
  return `${padToWidth(elapsed, total.length, 'right')} / ${total}`;
}

function formatGain(gainDb: number, unicode: boolean): string {
  if (gainDb === Number.NEGATIVE_INFINITY) return unicode ? '−∞ dB' : '-inf dB';
  return `${gainDb > 0 ? '+' : ''}${Number(gainDb.toFixed(1))} dB`;
}
