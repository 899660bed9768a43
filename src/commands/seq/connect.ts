/** Runs `alsats seq connect` and `alsats seq disconnect`. */

import { formatSeqAddress, isSameAddress, SEQ_CLIENT_SYSTEM } from '../../alsa/seq/address.js';
import type { SeqTimestamps } from '../../alsa/seq/port-info.js';
import type { Seq } from '../../alsa/seq/seq.js';
import { AlsatsError } from '../../error.js';
import { printJson } from '../../terminal/json-output.js';
import type { Outside } from '../outside.js';
import { refuseEmpty, type ShowOptions } from '../show-options.js';
import { Shown } from '../shown.js';
import {
  isReceiver,
  isSender,
  type ListedConnection,
  type ListedPort,
  readGraph,
  type SeqGraph,
} from './graph.js';
import { connectionText } from './graph-text.js';
import { openSequencer } from './open.js';
import { type FoundPort, findPort } from './port-lookup.js';

export const CONNECT_SCHEMA = 'alsats.seq-connect/1';
export const DISCONNECT_SCHEMA = 'alsats.seq-disconnect/1';

export interface ConnectOptions extends ShowOptions {
  readonly exclusive?: boolean;
  /** Queue whose time events are stamped with. */
  readonly queue?: number;
  /** Stamps are ticks, not real time. */
  readonly tick?: boolean;
}

export interface DisconnectOptions extends ShowOptions {
  readonly all?: boolean;
}

export const sending = { purpose: 'to read from', isFit: isSender };
export const receiving = { purpose: 'to send to', isFit: isReceiver };
/** Connections may be of ports that nobody else may connect. */
export const anySender = {
  purpose: 'to read from',
  isFit: (port: ListedPort) => port.capabilities.includes('read'),
};
export const anyReceiver = {
  purpose: 'to send to',
  isFit: (port: ListedPort) => port.capabilities.includes('write'),
};

/** @returns the exit code */
export async function connectPorts(
  senderText: string,
  destText: string,
  options: ConnectOptions,
  outside: Outside,
): Promise<number> {
  if (options.tick && options.queue === undefined)
    throw new AlsatsError('invalid', '--tick needs --queue: ticks are those of a queue');
  for (const text of [senderText, destText]) refuseEmpty(text, 'the name of a port');
  using seq = openSequencer();
  const graph = readGraph(seq);
  const sender = findPort(senderText, graph, sending);
  const dest = findPort(destText, graph, receiving);
  const timestamps: SeqTimestamps | null =
    options.queue === undefined ? null : { queue: options.queue, unit: options.tick ? 'tick' : 'real' };
  const connection = connectionOf(sender, dest, options.exclusive ?? false, timestamps);
  const changed = makeConnection(seq, connection);
  const shown = await Shown.create(options, outside);
  if (options.json) await printJson(shown.output, CONNECT_SCHEMA, { ...connection, changed });
  else
    await shown.output.writeLine(
      `${connectionText(connection)}${changed ? '' : '  (was connected already)'}`,
    );
  return shown.exitCode;
}

function connectionOf(
  sender: FoundPort,
  dest: FoundPort,
  exclusive: boolean,
  timestamps: SeqTimestamps | null,
): ListedConnection {
  return { sender, dest, exclusive, timestamps };
}

/**
 * Makes a connection what it is said to be, whatever it was before.
 *
 * @returns false where it was that already
 */
export function makeConnection(seq: Seq, connection: ListedConnection): boolean {
  const { sender, dest, exclusive, timestamps } = connection;
  const before = seq.subscription(sender, dest);
  if (before !== null) {
    const isSame =
      before.isExclusive === exclusive &&
      before.timestamps?.queue === timestamps?.queue &&
      before.timestamps?.unit === timestamps?.unit;
    if (isSame) return false;
    seq.unsubscribe({ sender, dest });
  }
  try {
    seq.subscribe({ sender, dest, isExclusive: exclusive, timestamps });
  } catch (error) {
    throw explainConnecting(seq, error, connection);
  }
  return true;
}

function explainConnecting(seq: Seq, error: unknown, { sender, dest, exclusive }: ListedConnection): unknown {
  if (!(error instanceof AlsatsError) || error.kind !== 'busy') return error;
  const ends = `${formatSeqAddress(sender)} to ${formatSeqAddress(dest)}`;
  const { connections } = readGraph(seq);
  const rival = connections.find(
    (other) => isSameAddress(other.sender, sender) || isSameAddress(other.dest, dest),
  );
  const why = exclusive ? 'there is another connection' : 'another connection is exclusive';
  return new AlsatsError('busy', `cannot connect ${ends}: ${why}`, {
    cause: error,
    hint: rival === undefined ? undefined : `disconnect ${connectionText(rival)}`,
  });
}

/** @returns the exit code */
export async function disconnectPorts(
  senderText: string | undefined,
  destText: string | undefined,
  options: DisconnectOptions,
  outside: Outside,
): Promise<number> {
  const isPair = senderText !== undefined && destText !== undefined;
  if (options.all ? senderText !== undefined : !isPair)
    throw new AlsatsError('invalid', 'give the two ports of a connection, or --all', {
      hint: 'see "alsats help seq disconnect"',
    });
  for (const text of [senderText, destText]) refuseEmpty(text, 'the name of a port');
  using seq = openSequencer();
  const graph = readGraph(seq);
  const shown = await Shown.create(options, outside);
  const targets = isPair
    ? pairOf(senderText, destText, graph)
    : graph.connections.filter((one) => isOrdinary(one, graph));
  const removed: ListedConnection[] = [];
  for (const connection of targets) {
    try {
      if (removeConnection(seq, connection)) removed.push(connection);
    } catch (error) {
      if (!options.all) throw error;
      shown.error(error);
    }
  }
  if (options.json) await printJson(shown.output, DISCONNECT_SCHEMA, { connections: removed });
  else await shown.output.writeLine(disconnectedText(targets, removed));
  return shown.exitCode;
}

function pairOf(senderText: string, destText: string, graph: SeqGraph): ListedConnection[] {
  const sender = findPort(senderText, graph, anySender);
  const dest = findPort(destText, graph, anyReceiver);
  const known = graph.connections.find(
    (one) => isSameAddress(one.sender, sender) && isSameAddress(one.dest, dest),
  );
  return [known ?? connectionOf(sender, dest, false, null)];
}

function disconnectedText(
  targets: readonly ListedConnection[],
  removed: readonly ListedConnection[],
): string {
  if (targets.length === 0) return 'there were no connections';
  return targets
    .map((one) => `${connectionText(one)}  ${removed.includes(one) ? 'disconnected' : '(was not connected)'}`)
    .join('\n');
}

/** @returns false where there was none */
export function removeConnection(
  seq: Seq,
  { sender, dest }: Pick<ListedConnection, 'sender' | 'dest'>,
): boolean {
  try {
    seq.unsubscribe({ sender, dest });
    return true;
  } catch (error) {
    if (error instanceof AlsatsError && error.kind === 'not-found') return false;
    throw error;
  }
}

/** One that a user may have made: not the kernel's own ports, and none that only their owners may connect. */
export function isOrdinary({ sender, dest }: ListedConnection, { clients }: SeqGraph): boolean {
  if (sender.client === SEQ_CLIENT_SYSTEM || dest.client === SEQ_CLIENT_SYSTEM) return false;
  return [sender, dest].every((end) => {
    const port = clients.find(({ id }) => id === end.client)?.ports.find(({ id }) => id === end.port);
    return port !== undefined && !port.capabilities.includes('no-export');
  });
}
