/** Peak and RMS meters as text, with a peak hold and a clip mark. */

import { type Clock, systemClock } from './clock.js';
import { plainStyle, type Style } from './style.js';

/** Levels of one channel since the last reading, as a level meter gives them; −Infinity dB is silence. */
export interface MeterReading {
  readonly peakDb: number;
  readonly rmsDb: number;
  readonly clippedSamples: number;
}

/** `mono` shows the loudest of all channels as one bar, `channels` each for itself. */
export type MeterLayout = 'mono' | 'channels';

export interface MeterTextOptions {
  readonly columns: number;
  readonly style?: Style;
  readonly unicode: boolean;
}

/** The lower end of the scale; the upper one is 0 dB, full scale. */
const floorDb = -60;
const yellowFromDb = -12;
const redFromDb = -3;
const peakHoldMs = 1000;
const decayDbPerSecond = 20;
const clipHoldMs = 3000;
/** Up to this many channels have bars of their own, where the line is wide enough. */
const mostBars = 2;
const widestBar = 30;
const narrowestBar = 4;

interface ChannelState {
  peakDb: number;
  rmsDb: number;
  heldDb: number;
  heldAtMs: number;
  clippedAtMs: number;
}

/** The moving state of the meters of one stream. */
export class MeterDisplay {
  readonly #layout: MeterLayout;
  readonly #clock: Clock;
  #channels: ChannelState[] = [];

  constructor(layout: MeterLayout, clock: Clock = systemClock) {
    this.#layout = layout;
    this.#clock = clock;
  }

  /** Takes in a reading, one entry per channel. */
  update(readings: readonly MeterReading[]): void {
    const shown = this.#layout === 'mono' && readings.length > 1 ? [mixedDown(readings)] : readings;
    const nowMs = this.#clock.nowMs();
    this.#channels = shown.map((reading, index) => {
      const before = this.#channels[index];
      const clippedAtMs = before?.clippedAtMs ?? Number.NEGATIVE_INFINITY;
      const held = before === undefined ? Number.NEGATIVE_INFINITY : heldNow(before, nowMs);
      const higher = before === undefined || reading.peakDb >= held;
      return {
        peakDb: reading.peakDb,
        rmsDb: reading.rmsDb,
        heldDb: higher ? reading.peakDb : before.heldDb,
        heldAtMs: higher ? nowMs : before.heldAtMs,
        clippedAtMs: reading.clippedSamples > 0 ? nowMs : clippedAtMs,
      };
    });
  }

  /** The meters as one piece of text of at most `columns`; empty before the first reading. */
  text(options: MeterTextOptions): string {
    const nowMs = this.#clock.nowMs();
    const count = this.#channels.length;
    if (count === 0) return '';
    const barColumns = Math.min(
      widestBar,
      Math.floor((options.columns - (count - 1) * gap.length) / count) - numberColumns,
    );
    if (count <= mostBars && barColumns >= narrowestBar) {
      return this.#channels.map((channel) => barWithNumber(channel, nowMs, barColumns, options)).join(gap);
    }
    return compactText(this.#channels, nowMs, options);
  }
}

const gap = '  ';
/** A space, the number (`-12.3`) and the clip mark. */
const numberColumns = 7;

/** One reading for all channels: the highest peak, the mean power, all clipped samples. */
function mixedDown(readings: readonly MeterReading[]): MeterReading {
  const power = readings.reduce((sum, { rmsDb }) => sum + 10 ** (rmsDb / 10), 0) / readings.length;
  return {
    peakDb: readings.reduce((highest, { peakDb }) => Math.max(highest, peakDb), Number.NEGATIVE_INFINITY),
    rmsDb: 10 * Math.log10(power),
    clippedSamples: readings.reduce((sum, { clippedSamples }) => sum + clippedSamples, 0),
  };
}

/** Where the hold mark stands now: it stays for a second, then falls, but never below the level itself. */
function heldNow(channel: ChannelState, nowMs: number): number {
  const fallingMs = Math.max(0, nowMs - channel.heldAtMs - peakHoldMs);
  return Math.max(channel.peakDb, channel.heldDb - (fallingMs / 1000) * decayDbPerSecond);
}

function isClipping(channel: ChannelState, nowMs: number): boolean {
  return nowMs - channel.clippedAtMs < clipHoldMs;
}

/** Position of a level on a bar, 0 to `columns`. */
function columnOf(db: number, columns: number): number {
  return Math.round(Math.min(1, Math.max(0, (db - floorDb) / -floorDb)) * columns);
}

function paintOf(db: number, style: Style): (text: string) => string {
  if (db >= redFromDb) return style.meterRed;
  return db >= yellowFromDb ? style.meterYellow : style.meterGreen;
}

function barWithNumber(
  channel: ChannelState,
  nowMs: number,
  columns: number,
  { style = plainStyle, unicode }: MeterTextOptions,
): string {
  const [solid, light, mark, empty] = unicode ? ['█', '▒', '│', '·'] : ['#', '-', '|', '.'];
  const rms = columnOf(channel.rmsDb, columns);
  const peak = columnOf(channel.peakDb, columns);
  const held = columnOf(heldNow(channel, nowMs), columns);
  // Runs of one colour are painted together: a colour sequence for each column would triple the bytes sent.
  const zones = [style.meterGreen, style.meterYellow, style.meterRed];
  const runs = ['', '', ''];
  for (let column = 0; column < columns; column++) {
    const db = floorDb * (1 - (column + 0.5) / columns);
    const zone = db >= redFromDb ? 2 : db >= yellowFromDb ? 1 : 0;
    const character = column < rms ? solid : column < peak ? light : column === held - 1 ? mark : empty;
    runs[zone] += character;
  }
  const bar = zones.map((paint, zone) => (runs[zone] === '' ? '' : paint(runs[zone] as string))).join('');
  const clip = isClipping(channel, nowMs) ? style.meterRed('!') : ' ';
  return `${bar} ${levelNumber(heldNow(channel, nowMs))}${clip}`;
}

/** The held peak in dB, five columns wide. */
function levelNumber(db: number): string {
  if (db < -99.9) return ' -inf';
  return db.toFixed(1).padStart(5);
}

const blocks = ['·', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** One character per channel, and the highest held peak as a number. */
function compactText(
  channels: readonly ChannelState[],
  nowMs: number,
  { columns, style = plainStyle, unicode }: MeterTextOptions,
): string {
  const shown = channels.slice(0, Math.max(0, columns - numberColumns));
  const cells = shown.map((channel) => {
    if (isClipping(channel, nowMs)) return style.meterRed('!');
    const step = columnOf(channel.peakDb, unicode ? 8 : 9);
    return paintOf(channel.peakDb, style)(unicode ? (blocks[step] as string) : String(step));
  });
  const loudest = Math.max(...channels.map((channel) => heldNow(channel, nowMs)));
  const clip = channels.some((channel) => isClipping(channel, nowMs)) ? style.meterRed('!') : ' ';
  return `${cells.join('')} ${levelNumber(loudest)}${clip}`;
}
