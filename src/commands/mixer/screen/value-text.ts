/** Levels in words, the same everywhere on the screen and as amixer has them. */

import { roundToEven } from '../../../audio/rounding.js';
import { escapeText } from '../../../terminal/escape.js';
import { type Column, isOn, labelOf } from './columns.js';
import type { Direction, ScreenChannel, ScreenElement, ScreenSide } from './element.js';

/** `66%`; nothing without a volume. */
export function percentText({ percent }: Pick<ScreenChannel, 'percent'>): string {
  return percent === null ? '' : `${roundToEven(percent)}%`;
}

/** `-22.50 dB`, `silent`; nothing without decibels. */
function dbText({ db }: ScreenChannel, { dbRange }: ScreenSide): string {
  if (dbRange === null) return '';
  return db === null ? 'silent' : `${db.toFixed(2)} dB`;
}

function switchText({ on }: ScreenChannel, what: 'mute' | 'record'): string {
  if (on === null) return '';
  return what === 'mute' ? (on ? 'on' : 'muted') : on ? 'recording' : 'not recording';
}

function levelText(channel: ScreenChannel, side: ScreenSide): string {
  const raw = channel.raw === null ? '' : `raw ${channel.raw}`;
  return [percentText(channel), dbText(channel, side), raw].filter((text) => text !== '').join('  ');
}

const shortChannelNames: Readonly<Record<string, string>> = { 'front-left': 'L', 'front-right': 'R' };

/** `Front Left`. */
export function channelText(name: string): string {
  return escapeText(
    name.replace(
      /(^|-)([a-z])/g,
      (_match, dash: string, letter: string) => (dash && ' ') + letter.toUpperCase(),
    ),
  );
}

/** All there is to say about a column, in one line: `66%  -22.50 dB  raw 57 of 0…87  on`. */
export function columnText(column: Column, hasRoom: boolean): string {
  const { element, volume, mute, record } = column;
  if (element.choice !== null) return choiceText(element);
  const parts = [
    volume === null ? '' : volumeText(volume, hasRoom),
    mute === null ? '' : switchesText(mute, 'mute'),
    record === null ? '' : switchesText(record, 'record'),
    element.isActive ? '' : 'inactive',
  ];
  return parts.filter((text) => text !== '').join('  ');
}

/** What all channels share once, otherwise each. */
function volumeText(side: ScreenSide, hasRoom: boolean): string {
  const texts = side.channels.map((channel) => levelText(channel, side));
  const range = hasRoom && side.range !== null ? ` of ${side.range.min}…${side.range.max}` : '';
  if (texts.every((text) => text === texts[0])) return (texts[0] ?? '') + range;
  return side.channels
    .map(({ name }, at) => `${shortChannelNames[name] ?? channelText(name)} ${texts[at]}`)
    .join(' | ');
}

function switchesText({ channels }: ScreenSide, what: 'mute' | 'record'): string {
  const [first] = channels;
  if (first === undefined) return '';
  if (channels.every(({ on }) => on === first.on)) return switchText(first, what);
  const marked = channels.filter((channel) => isOn(channel) === (what === 'record'));
  const names = marked.map(({ name }) => shortChannelNames[name] ?? channelText(name)).join(', ');
  return `${what === 'mute' ? 'muted' : 'recording'}: ${names}`;
}

function choiceText({ choice }: ScreenElement): string {
  if (choice === null) return '';
  const names = [...new Set(choice.chosen.map((item) => choice.items[item] ?? '?'))];
  return escapeText(names.join(' | '));
}

/** One short mark for the row below the bars: who is off, or who is on. */
export function markText({ channels }: ScreenSide, what: 'mute' | 'record'): string {
  const word = what === 'mute' ? 'MUTE' : 'REC';
  const marked = channels.filter((channel) => isOn(channel) === (what === 'record'));
  if (marked.length === 0) return what === 'mute' ? 'on' : '-';
  if (marked.length === channels.length) return word;
  const names = marked.map(({ name }) => shortChannelNames[name] ?? '').join('');
  return names === '' ? `${word} ${marked.length}` : `${word} ${names}`;
}

/** `66%`, `66 70`, `40…66%` for one, two, more channels that differ. */
export function valueText(column: Column): string {
  const percents = column.volume?.channels.map(({ percent }) => roundToEven(percent ?? 0)) ?? [];
  if (percents.length === 0) return '';
  const [least, most] = [Math.min(...percents), Math.max(...percents)];
  if (least === most) return `${least}%`;
  return percents.length === 2 ? percents.join(' ') : `${least}…${most}%`;
}

/** One line for one channel; shorter where there is little room. */
export function channelLine(
  { direction, channel, side }: DetailChannel,
  { namesDirection, hasRoom }: { readonly namesDirection: boolean; readonly hasRoom: boolean },
): string {
  const short = shortChannelNames[channel.name];
  const parts = [
    namesDirection ? (direction === 'playback' ? 'play' : 'rec') : '',
    hasRoom || short === undefined ? channelText(channel.name) : short,
    levelText(channel, side),
    switchText(channel, direction === 'playback' ? 'mute' : 'record'),
  ];
  const line = parts.filter((text) => text !== '').join('  ');
  return hasRoom ? line : line.replaceAll('  ', ' ');
}

/** One channel of an element, in one direction. */
export interface DetailChannel {
  readonly direction: Direction;
  readonly side: ScreenSide;
  readonly channel: ScreenChannel;
}

/** `raw 0…87, -65.25…0.00 dB` */
export function rangeText({ range, dbRange }: ScreenSide): string {
  if (range === null) return '';
  const raw = `raw ${range.min}…${range.max}`;
  if (dbRange === null) return raw;
  const least = dbRange.minDb === null ? 'silent' : dbRange.minDb.toFixed(2);
  return `${raw}, ${least}…${dbRange.maxDb.toFixed(2)} dB`;
}

export function titleOf(element: ScreenElement): string {
  return escapeText(labelOf(element));
}
