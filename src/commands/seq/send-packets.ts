/** Runs `alsats seq send --ump`: packets of MIDI 2.0 to ports of the sequencer. */

import { setTimeout as sleep } from 'node:timers/promises';
import { type SeqAddress, seqSubscribers } from '../../alsa/seq/address.js';
import { receiverRooms } from '../../alsa/seq/receiver-room.js';
import { receiversOf } from '../../alsa/seq/receivers.js';
import type { Seq } from '../../alsa/seq/seq.js';
import { AlsatsError } from '../../error.js';
import { parsePackets } from '../../midi/ump/packet.js';
import { monotonicMs } from '../../monotonic-clock.js';
import { lineBatches } from '../line-batches.js';
import { openSequencer } from './open.js';
import type { PortJob, SendOptions } from './send.js';
import { type UmpVersion, umpVersionOf } from './ump-version.js';

const STDIN = '-';
/** Between two looks at how much room those who get them have; the kernel keeps at least 200 events for a program. */
const PACKETS_BETWEEN_LOOKS = 32;
const LOOK_AGAIN_MS = 1;
const STALL_MS = 5000;
/** A line is a packet or a few; one without an end would fill the memory. */
const lineBounds = { maxLength: 1024 * 1024, tooLong: 'standard input: a line does not end' };

/** Options that are about bytes. */
const ofBytes = ['hex', 'file', 'runningStatus', 'sysexInterval', 'pace'] as const;

/** @throws AlsatsError of kind `invalid` where the operands are no packets, or options make no sense with some */
export function packetJob(operands: readonly string[], options: SendOptions, version: UmpVersion): PortJob {
  const misplaced = ofBytes.find((name) => options[name] !== undefined);
  if (misplaced !== undefined) {
    const name = misplaced.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    throw new AlsatsError('invalid', `--${name} is about bytes: with --ump there are none`);
  }
  const readsStdin = operands.length === 1 && operands[0] === STDIN;
  const packets = readsStdin ? [] : parsePackets(operands.join(' '), 'invalid');
  if (!readsStdin && packets.length === 0) {
    throw new AlsatsError('invalid', 'there is nothing to send', {
      hint: 'give packets (40903C00 80000000), or - for standard input',
    });
  }
  return async (ports, world, signal) => {
    using sender = new PacketSender(version, ports);
    await sender.send(packets, signal);
    if (readsStdin) {
      for await (const lines of lineBatches(world.stdin(signal), lineBounds))
        for (const line of lines.filter(isWanted)) await sender.send(parsePackets(line), signal);
    }
    return { bytesSent: sender.bytesSent, isComplete: !signal.aborted };
  };
}

class PacketSender implements Disposable {
  readonly #seq: Seq;
  readonly #port: number;
  readonly #clients: readonly number[];
  #sinceLook = 0;
  #bytesSent = 0;

  constructor(version: UmpVersion, ports: readonly SeqAddress[]) {
    this.#seq = openSequencer();
    try {
      this.#seq.setMidiVersion(umpVersionOf(version));
      this.#port = this.#seq.createSimplePort('send', ['read', 'subscribe-read']);
      for (const port of ports) this.#seq.connectTo(this.#port, port);
      const source = { client: this.#seq.clientId, port: this.#port };
      this.#clients = [...receiversOf(this.#seq, source, seqSubscribers).clients];
    } catch (error) {
      this.#seq.close();
      throw error;
    }
  }

  get bytesSent(): number {
    return this.#bytesSent;
  }

  /** Resolves once all are sent, or the signal was aborted. */
  async send(packets: readonly Uint32Array[], signal: AbortSignal): Promise<void> {
    for (const words of packets) {
      if (signal.aborted) return;
      if (this.#sinceLook++ % PACKETS_BETWEEN_LOOKS === 0) await this.#room(signal);
      this.#seq.outputDirect({
        type: 'ump',
        words,
        source: { client: this.#seq.clientId, port: this.#port },
      });
      this.#bytesSent += words.byteLength;
    }
  }

  /** Resolves once all programs that get them have room; of drivers the kernel does not tell. */
  async #room(signal: AbortSignal): Promise<void> {
    const endMs = monotonicMs() + STALL_MS;
    while (!signal.aborted) {
      const rooms = receiverRooms();
      const full = this.#clients.filter((client) => {
        const room = rooms.get(client);
        return room !== undefined && room.freeEvents < Math.min(room.poolEvents, 2 * PACKETS_BETWEEN_LOOKS);
      });
      if (full.length === 0) return;
      if (monotonicMs() > endMs)
        throw new AlsatsError('write-failed', `client ${full.join(', ')} does not read what it is sent`);
      await sleep(LOOK_AGAIN_MS);
    }
  }

  [Symbol.dispose](): void {
    this.#seq.close();
  }
}

/** What begins with `#` is a remark. */
function isWanted(line: string): boolean {
  return line.trim() !== '' && !line.startsWith('#');
}
