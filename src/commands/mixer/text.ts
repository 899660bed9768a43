/** Mixer elements, and what was set of them, as text. */

import { escapeText } from '../../terminal/escape.js';
import type { Style } from '../../terminal/style.js';
import { type ChannelState, elementLabel, type MixerElement, type StreamState } from './element.js';
import { dbText } from './level-ask.js';

export type Side = 'playback' | 'capture';
export const sides: readonly Side[] = ['playback', 'capture'];

/** All of an element: its channels in all scales, and what it can do. */
export function elementText(element: MixerElement, style: Style): string {
  const note = element.active ? '' : '  (inactive)';
  const lines = [style.strong(escapeText(elementLabel(element))) + note];
  const line = (label: string, text: string) => lines.push(`  ${label.padEnd(10)}${escapeText(text)}`);
  for (const side of sides) {
    const state = element[side];
    if (state === null) continue;
    const width = Math.max(...state.channels.map(({ channel }) => channel.length));
    state.channels.forEach((channel, place) => {
      line(place === 0 ? side : '', `${channel.channel.padEnd(width)}  ${channelText(channel, state)}`);
    });
    if (state.range !== null) line('', `range  ${rangeText(state)}`);
  }
  for (const { channel, item } of element.enum?.channels ?? []) {
    line(element.enum!.channels.length === 1 ? 'item' : `item ${channel}`, `'${item}'`);
  }
  if (element.enum !== null) line('items', element.enum.items.map((item) => `'${item}'`).join(' '));
  line('can', element.capabilities.join(' ') || 'nothing');
  return lines.join('\n');
}

/** `61 %  -12.00 dB  raw 62 (84 % linear)  on` */
function channelText(channel: ChannelState, { dBRange }: StreamState): string {
  const parts: string[] = [];
  if (channel.percent !== null) {
    parts.push(`${channel.percent} %`);
    if (dBRange !== null) parts.push(dbText(channel.dB));
    parts.push(`raw ${channel.raw}`, `(${channel.linearPercent} % linear)`);
  }
  if (channel.on !== null) parts.push(channel.on ? 'on' : 'off');
  return parts.join('  ');
}

function rangeText({ range, dBRange }: StreamState): string {
  const raw = `raw ${range!.min} to ${range!.max}`;
  return dBRange === null ? raw : `${raw}, ${dbText(dBRange.min)} to ${dbText(dBRange.max)}`;
}

/** What an element is set to, in few words: for lists and changes. */
export function valuesText(element: Pick<MixerElement, Side | 'enum'>): string {
  const parts = sides.flatMap((side) => {
    const state = element[side];
    if (state === null) return [];
    const other = element[side === 'playback' ? 'capture' : 'playback'];
    return [`${other === null && side === 'playback' ? '' : `${side} `}${streamText(state)}`];
  });
  if (element.enum !== null) parts.push(alike(element.enum.channels.map(({ item }) => `'${item}'`)));
  return parts.join(', ') || '-';
}

function streamText(state: StreamState): string {
  const parts = [];
  if (state.range !== null) parts.push(levelsText(state));
  const switches = state.channels.map(({ on }) => on);
  if (switches[0] !== null) parts.push(alike(switches.map((on) => (on ? 'on' : 'off'))));
  return parts.join(' ');
}

function levelsText({ channels, dBRange }: StreamState): string {
  const percent = alike(channels.map((channel) => `${channel.percent} %`));
  const raw = `raw ${alike(channels.map((channel) => String(channel.raw)))}`;
  if (dBRange === null) return `${percent} (${raw})`;
  return `${percent} (${alike(channels.map(({ dB }) => dbText(dB)))}, ${raw})`;
}

/** One for all where all are the same, and each otherwise. */
export function alike(texts: readonly string[]): string {
  return texts.every((text) => text === texts[0]) ? (texts[0] ?? '') : texts.join('/');
}
