/**
 * Long system exclusive messages over the sequencer: in pieces, each sent when all that get it have room.
 *
 * The kernel gives a program's client room for a few kilobytes (200 events of 28 bytes, unless it asked for more), and
 * throws away all that waits there when it runs over; a driver's buffer is emptied no faster than its wire.
 */

import { AlsatsError } from '../../error.js';
import { monotonicMs } from '../../monotonic-clock.js';
import { MAX_INT, requireInteger, requireSignal } from '../arguments.js';
import { requireAddress, type SeqAddress, seqSubscribers } from './address.js';
import { SEQ_EVENT_BYTES } from './event-layout.js';
import type { ReceiverRoom } from './receiver-room.js';
import { receiverRooms } from './receiver-room.js';
import { receiversOf } from './receivers.js';
import type { Seq } from './seq.js';

export interface SysexOutputOptions {
  /** Port of ours that it comes from; 0 by default. */
  readonly port?: number;
  /** Who gets it; all subscribers of the port by default. */
  readonly dest?: SeqAddress;
  /** Bytes of a piece; 1024 by default. */
  readonly pieceBytes?: number;
  /** How fast at most; what a MIDI wire carries, 3125 a second, where a driver gets it, and no limit otherwise. */
  readonly bytesPerSecond?: number;
  /** How long a receiver may have no room; 5000 by default. */
  readonly stallMs?: number;
  readonly signal?: AbortSignal | undefined;
}

const DEFAULT_PIECE_BYTES = 1024;
const DEFAULT_STALL_MS = 5000;
const WIRE_BYTES_PER_SECOND = 3125;
const LOOK_AGAIN_MS = 1;

/**
 * Sends a message of any length directly.
 *
 * @param bytes as on the wire, F0 to F7
 * @throws AlsatsError of kind `write-failed` where a receiver lost a piece or does not read; the signal's reason
 */
export async function outputSysex(
  seq: Seq,
  bytes: Uint8Array,
  options: SysexOutputOptions = {},
): Promise<void> {
  const { port = 0, dest = seqSubscribers } = options;
  const signal = requireSignal(options.signal);
  if (!(bytes instanceof Uint8Array)) throw new AlsatsError('invalid', 'bytes must be a Uint8Array');
  requireAddress('dest', dest);
  const wantedBytes = requireInteger('pieceBytes', options.pieceBytes ?? DEFAULT_PIECE_BYTES, 1, MAX_INT);
  const { stallMs = DEFAULT_STALL_MS } = options;
  const source = { client: seq.clientId, port };
  const receivers = receiversOf(seq, source, dest);
  const pieceBytes = Math.min(wantedBytes, mostBytesFor(receivers.clients));
  const bytesPerSecond =
    options.bytesPerSecond ?? (receivers.hasWire ? WIRE_BYTES_PER_SECOND : Number.POSITIVE_INFINITY);
  const startMs = monotonicMs();
  for (let sent = 0; sent < bytes.byteLength; ) {
    signal?.throwIfAborted();
    const piece = bytes.subarray(sent, sent + pieceBytes);
    await roomFor(piece.byteLength, receivers.clients, stallMs, signal);
    seq.outputDirect({ type: 'system-exclusive', data: piece, source, dest });
    sent += piece.byteLength;
    const dueMs = startMs + (sent / bytesPerSecond) * 1000;
    if (sent < bytes.byteLength) await pauseUntil(dueMs, signal);
  }
}

/** What fits into the smallest of their pools, and leaves half of it for what others send. */
function mostBytesFor(clients: ReadonlySet<number>): number {
  const rooms = receiverRooms();
  const events = [...clients].map((client) => rooms.get(client)?.poolEvents ?? Number.POSITIVE_INFINITY);
  const smallest = Math.min(...events);
  return Math.max(SEQ_EVENT_BYTES, (Math.floor(smallest / 2) - 1) * SEQ_EVENT_BYTES);
}

/** Resolves once each of the clients can take a piece; at once for those of which the kernel does not tell. */
async function roomFor(
  pieceBytes: number,
  clients: ReadonlySet<number>,
  stallMs: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  const neededEvents = 1 + Math.ceil(pieceBytes / SEQ_EVENT_BYTES);
  const hasRoom = (room: ReceiverRoom | undefined) =>
    room === undefined || room.freeEvents > neededEvents || room.freeEvents === room.poolEvents;
  const endMs = monotonicMs() + stallMs;
  for (;;) {
    if (clients.size === 0) return;
    const rooms = receiverRooms();
    const full = [...clients].filter((client) => !hasRoom(rooms.get(client)));
    if (full.length === 0) return;
    if (monotonicMs() >= endMs) {
      throw new AlsatsError('write-failed', `client ${full.join(', ')} does not read what it is sent`);
    }
    await pauseUntil(monotonicMs() + LOOK_AGAIN_MS, signal);
  }
}

function pauseUntil(timeMs: number, signal: AbortSignal | undefined): Promise<void> {
  const delayMs = timeMs - monotonicMs();
  if (delayMs <= 0) return new Promise((turned) => setImmediate(turned));
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, delayMs);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
