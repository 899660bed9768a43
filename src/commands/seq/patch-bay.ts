/**
 * Patch bays: connections by the names of their ends, so that they outlive re-plugging, a reboot and other numbers.
 *
 * Two devices of the same make have the same names. They are told apart by which of them it is, in the order of their
 * numbers: the second of two stays the second.
 */

import type { SeqTimestamps } from '../../alsa/seq/port-info.js';
import { AlsatsError } from '../../error.js';
import { isOrdinary } from './connect.js';
import type { ListedClient, ListedConnection, ListedEnd, SeqGraph } from './graph.js';

export const PATCH_BAY_SCHEMA = 'alsats.patch-bay/1';

/** A port, by names. */
export interface PatchEnd {
  readonly client: string;
  /** Which of the clients of this name, from 0. */
  readonly clientIndex: number;
  readonly port: string;
  /** Which of the client's ports of this name, from 0. */
  readonly portIndex: number;
}

export interface PatchConnection {
  readonly sender: PatchEnd;
  readonly dest: PatchEnd;
  readonly exclusive: boolean;
  readonly timestamps: SeqTimestamps | null;
}

export interface PatchBay {
  readonly connections: readonly PatchConnection[];
}

/** The connections there are, but those of the system's own ports. */
export function patchBayOf(graph: SeqGraph): PatchBay {
  const connections: PatchConnection[] = [];
  for (const connection of graph.connections) {
    if (!isOrdinary(connection, graph)) continue;
    const sender = endOf(connection.sender, graph.clients);
    const dest = endOf(connection.dest, graph.clients);
    if (sender === null || dest === null) continue;
    const { exclusive, timestamps } = connection;
    connections.push({ sender, dest, exclusive, timestamps });
  }
  return { connections };
}

function endOf(end: ListedEnd, clients: readonly ListedClient[]): PatchEnd | null {
  const client = clients.find(({ id }) => id === end.client);
  const port = client?.ports.find(({ id }) => id === end.port);
  if (client === undefined || port === undefined) return null;
  return {
    client: client.name,
    clientIndex: clients.filter(({ name }) => name === client.name).indexOf(client),
    port: port.name,
    portIndex: client.ports.filter(({ name }) => name === port.name).indexOf(port),
  };
}

/** The connection with the numbers that its ends have now; null where one is not there. */
export function locate(
  connection: PatchConnection,
  clients: readonly ListedClient[],
): ListedConnection | null {
  const sender = locateEnd(connection.sender, clients);
  const dest = locateEnd(connection.dest, clients);
  if (sender === null || dest === null) return null;
  return { sender, dest, exclusive: connection.exclusive, timestamps: connection.timestamps };
}

/** The port with these names, null where there is none. */
export function locateEnd(end: PatchEnd, clients: readonly ListedClient[]): ListedEnd | null {
  const client = clients.filter(({ name }) => name === end.client)[end.clientIndex];
  const port = client?.ports.filter(({ name }) => name === end.port)[end.portIndex];
  if (client === undefined || port === undefined) return null;
  return { client: client.id, port: port.id, clientName: client.name, portName: port.name };
}

/** `Midi Through:Midi Through Port-0` */
export function patchEndText({ client, clientIndex, port }: PatchEnd): string {
  return `"${client}"${clientIndex === 0 ? '' : ` (number ${clientIndex + 1} of this name)`} port "${port.trim()}"`;
}

/** More connections than any studio has; a file with more is none of ours. */
const MAX_CONNECTIONS = 10_000;

/** @throws AlsatsError of kind `malformed` */
export function parsePatchBay(text: string, file: string): PatchBay {
  const refuse = (what: string): never => {
    throw new AlsatsError('malformed', `${file} is no patch bay: ${what}`, {
      hint: '"alsats seq save" writes one',
    });
  };
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch (cause) {
    throw new AlsatsError('malformed', `${file} is no patch bay: ${(cause as Error).message}`, { cause });
  }
  const whole = fieldsOf(read);
  if (whole === null || whole.schema !== PATCH_BAY_SCHEMA) refuse(`its schema is not "${PATCH_BAY_SCHEMA}"`);
  const list = whole!.connections;
  if (!Array.isArray(list)) refuse('it has no list of connections');
  if ((list as unknown[]).length > MAX_CONNECTIONS) refuse(`it has more than ${MAX_CONNECTIONS} connections`);
  const connections = (list as unknown[]).map((one, index): PatchConnection => {
    const fields = fieldsOf(one);
    const sender = endFrom(fields?.sender);
    const dest = endFrom(fields?.dest);
    const timestamps = timestampsFrom(fields?.timestamps);
    if (fields === null || sender === null || dest === null || timestamps === undefined)
      return refuse(`connection ${index + 1} is not complete`);
    return { sender, dest, exclusive: fields.exclusive === true, timestamps };
  });
  return { connections };
}

function fieldsOf(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
}

function endFrom(value: unknown): PatchEnd | null {
  const fields = fieldsOf(value);
  if (fields === null || typeof fields.client !== 'string' || typeof fields.port !== 'string') return null;
  const { clientIndex = 0, portIndex = 0 } = fields;
  if (!isIndex(clientIndex) || !isIndex(portIndex)) return null;
  return { client: fields.client, clientIndex, port: fields.port, portIndex };
}

function isIndex(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 256;
}

/** Undefined for what makes no sense. */
function timestampsFrom(value: unknown): SeqTimestamps | null | undefined {
  if (value === null || value === undefined) return null;
  const fields = fieldsOf(value);
  if (fields === null || !isIndex(fields.queue)) return undefined;
  if (fields.unit !== 'tick' && fields.unit !== 'real') return undefined;
  return { queue: fields.queue, unit: fields.unit };
}
