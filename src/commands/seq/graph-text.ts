/** Clients, ports and connections for a person to read. */

import { formatSeqAddress, isSameAddress } from '../../alsa/seq/address.js';
import { escapeText } from '../../terminal/escape.js';
import type { Style } from '../../terminal/style.js';
import { displayWidth, padToWidth } from '../../terminal/width.js';
import {
  isReceiver,
  isSender,
  type ListedClient,
  type ListedConnection,
  type ListedEnd,
  type ListedPort,
  type SeqGraph,
} from './graph.js';

interface Line {
  readonly left: string;
  readonly right: readonly string[];
}

/** A client a paragraph: its ports at the left, what they are connected to at the right, with arrows as events go. */
export function graphText({ clients, connections }: SeqGraph, style: Style): string {
  const parts = clients.map((client) => ({
    head: clientText(client, style),
    lines: client.ports.map((port) => portLine(client, port, connections)),
  }));
  const width = Math.max(0, ...parts.flatMap(({ lines }) => lines.map(({ left }) => displayWidth(left))));
  return parts
    .map(({ head, lines }) => [head, ...lines.flatMap((line) => columns(line, width, style))].join('\n'))
    .join('\n');
}

/** `128  aseqdump  [aseqdump, process 1234]` */
function clientText(client: ListedClient, style: Style): string {
  return `${String(client.id).padStart(3)}  ${style.strong(escapeText(client.name))}  ${style.dim(`[${escapeText(ownerText(client))}]`)}`;
}

/** Who a client belongs to. */
export function ownerText({ type, pid, program, card, midiVersion }: ListedClient): string {
  const midi = midiVersion === null || midiVersion === 'legacy' ? '' : `, ${midiVersion}`;
  if (type === 'kernel') return `${card === null ? 'kernel' : `card ${card}`}${midi}`;
  if (pid === null) return `${type ?? 'unknown'}${midi}`;
  return `${program === null ? `process ${pid}` : `${program}, process ${pid}`}${midi}`;
}

function portLine(client: ListedClient, port: ListedPort, connections: readonly ListedConnection[]): Line {
  const address = { client: client.id, port: port.id };
  const inactive = port.capabilities.includes('inactive') ? ' (inactive)' : '';
  const left = `     ${formatSeqAddress(address).padEnd(7)} ${directionText(port)} ${escapeText(port.name.trim())}${inactive}`;
  const right: string[] = [];
  for (const connection of connections) {
    if (isSameAddress(connection.sender, address))
      right.push(`→ ${endText(connection.dest)}${flags(connection)}`);
    if (isSameAddress(connection.dest, address))
      right.push(`← ${endText(connection.sender)}${flags(connection)}`);
  }
  return { left, right };
}

/** `>` gives events, `<` takes them; brackets where nobody else may connect it. */
function directionText(port: ListedPort): string {
  const gives = port.capabilities.includes('read') ? (isSender(port) ? '>' : ')') : ' ';
  const takes = port.capabilities.includes('write') ? (isReceiver(port) ? '<' : '(') : ' ';
  return `${takes}${gives}`;
}

/** `14:0 Midi Through` */
export function endText(end: ListedEnd): string {
  return `${formatSeqAddress(end)} ${escapeText(end.clientName ?? '?')}`;
}

function flags({ exclusive, timestamps }: Pick<ListedConnection, 'exclusive' | 'timestamps'>): string {
  const words = [
    exclusive ? 'exclusive' : '',
    timestamps === null ? '' : `${timestamps.unit} time of queue ${timestamps.queue}`,
  ].filter((word) => word !== '');
  return words.length === 0 ? '' : ` (${words.join(', ')})`;
}

function columns({ left, right }: Line, width: number, style: Style): string[] {
  if (right.length === 0) return [left];
  return right.map((text, index) => {
    const start = index === 0 ? padToWidth(left, width) : ' '.repeat(width);
    return `${start}  ${style.ok(text)}`;
  });
}

/** `128:0 aseqdump → 14:0 Midi Through (exclusive)` */
export function connectionText(connection: ListedConnection): string {
  return `${endText(connection.sender)} → ${endText(connection.dest)}${flags(connection)}`;
}
