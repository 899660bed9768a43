// amixer's account of simple elements, as data.
import assert from 'node:assert/strict';
import { runPeer } from './peer.js';

/** One direction of one channel. */
export interface AmixerLevel {
  raw: number | null;
  percent: number | null;
  /** as amixer prints it, `-22.50dB`; silence is `-99999.99dB` */
  db: string | null;
  on: boolean | null;
}

export interface AmixerElement {
  name: string;
  index: number;
  capabilities: string[];
  items: string[];
  /** items by channel number */
  chosen: string[];
  /** by amixer's channel names; `both` where the volume is common */
  channels: Record<string, { both?: AmixerLevel; playback?: AmixerLevel; capture?: AmixerLevel }>;
}

export async function runAmixer(card: string, args: readonly string[], input?: string): Promise<string> {
  const options = input === undefined ? {} : { input: Buffer.from(input) };
  const { stdout, stderr, status, signal } = await runPeer('amixer', ['-c', card, ...args], options);
  assert.deepEqual([status, signal], [0, null], `amixer ${args.join(' ')}: ${stderr}`);
  return stdout.toString();
}

/** Every block of `amixer scontents`, `sget` or of a batch of `sset`, in its order. */
export function parseAmixer(text: string): AmixerElement[] {
  return text
    .split(/^(?=Simple mixer control )/m)
    .filter((block) => block.startsWith('Simple'))
    .map(parseBlock);
}

function parseBlock(block: string): AmixerElement {
  const [, name = '', index] = /^Simple mixer control '(.*)',(\d+)$/m.exec(block) ?? [];
  const quoted = (text: string | undefined) =>
    [...(text ?? '').matchAll(/'((?:[^']|'(?! |$))*)'/g)].map((m) => m[1]!);
  const element: AmixerElement = {
    name,
    index: Number(index),
    capabilities: (/^ {2}Capabilities: (.*)$/m.exec(block)?.[1] ?? '').trim().split(' '),
    items: quoted(/^ {2}Items: (.*)$/m.exec(block)?.[1]),
    chosen: [...block.matchAll(/^ {2}Item\d+: '(.*)'$/gm)].map((match) => match[1]!),
    channels: {},
  };
  for (const line of block.split('\n').slice(1)) {
    const [, channel, rest = ''] = /^ {2}([A-Z][A-Za-z ]*): ?(.*)$/.exec(line) ?? [];
    if (channel === undefined || /^(Capabilities|Items|Limits|.*channels|.*group)$/.test(channel)) continue;
    if (rest.trim() !== '') element.channels[channel] = parseLevels(rest);
  }
  return element;
}

function parseLevels(text: string): AmixerElement['channels'][string] {
  const [, both = '', playback, capture] = /^(.*?)(?:Playback ?(.*?))?(?:Capture ?(.*))?$/.exec(text) ?? [];
  const levels: AmixerElement['channels'][string] = {};
  if (both.trim() !== '') levels.both = parseLevel(both);
  if (playback !== undefined) levels.playback = parseLevel(playback);
  if (capture !== undefined) levels.capture = parseLevel(capture);
  return levels;
}

function parseLevel(text: string): AmixerLevel {
  const [, raw] = /^(-?\d+)/.exec(text.trim()) ?? [];
  const [, percent] = /\[(-?\d+)%\]/.exec(text) ?? [];
  const [, db] = /\[(-?[\d.]+dB)\]/.exec(text) ?? [];
  const [, on] = /\[(on|off)\]/.exec(text) ?? [];
  return {
    raw: raw === undefined ? null : Number(raw),
    percent: percent === undefined ? null : Number(percent),
    db: db ?? null,
    on: on === undefined ? null : on === 'on',
  };
}
