/** How much room other clients have for events: alsa-lib tells of one's own client alone, the kernel's file of all. */

import { readFileSync } from 'node:fs';

/** The input pool of a program's client, in events of 28 bytes. */
export interface ReceiverRoom {
  readonly poolEvents: number;
  readonly freeEvents: number;
}

/**
 * The input pools of all programs, by client. Empty where the file cannot be read. Drivers have none: they take an event
 * or they do not.
 */
export function receiverRooms(file = '/proc/asound/seq/clients'): Map<number, ReceiverRoom> {
  let text: string;
  try {
    text = readFileSync(file, 'latin1');
  } catch {
    return new Map();
  }
  return parseReceiverRooms(text);
}

/** The text of the kernel's file. Names in it are whatever their owners chose. */
export function parseReceiverRooms(text: string): Map<number, ReceiverRoom> {
  const rooms = new Map<number, ReceiverRoom>();
  for (const part of text.split(/^Client +(?=\d+ : ")/m).slice(1)) {
    const client = Number.parseInt(part, 10);
    const pool = /^ {2}Input pool :\n +Pool size +: (\d+)\n +Cells in use +: (\d+)$/m.exec(part);
    if (pool === null || rooms.has(client)) continue;
    const poolEvents = Number(pool[1]);
    rooms.set(client, { poolEvents, freeEvents: Math.max(0, poolEvents - Number(pool[2])) });
  }
  return rooms;
}
