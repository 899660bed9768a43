/**
 * MIDI 2.0 endpoints: Universal MIDI Packets, in 32-bit words (`snd_ump_t`, alsa-lib 1.2.10 and newer).
 *
 * All counts are words; alsa-lib's own are bytes. A word is a number in the machine's byte order: its highest four bits
 * are the message type of a packet's first word ("Universal MIDI Packet (UMP) Format", M2-104-UM, 2.1).
 */

import { AlsatsError } from '../../error.js';
import { requireInteger, requireOneOf } from '../arguments.js';
import { check } from '../error.js';
import { umpApi } from '../native/api/ump.js';
import { TimespecCell } from '../native/memory.js';
import type { Address, LongResult } from '../native/types.js';
import { addressOf, own } from '../native-object.js';
import { type RawmidiStream, rawmidiStreams } from './names.js';
import { openPort, type RawmidiOpenOptions, staysNonblock } from './open.js';
import { RawmidiHandle } from './rawmidi-handle.js';
import { readBlockInfo, readEndpointInfo, type UmpBlockInfo, type UmpEndpointInfo } from './ump-info.js';

const EAGAIN = 11;
const WORD_BYTES = 4;
const MAX_BLOCKS = 32;
const timespecCell = new TimespecCell();

/** How an endpoint is opened. */
export type UmpOpenOptions = Pick<RawmidiOpenOptions, 'nonblock' | 'sync'>;

/** A MIDI 2.0 endpoint in one direction. Opened by {@link Ump.open}, freed by `close()` or by `using`. */
export class Ump extends RawmidiHandle {
  private constructor(address: Address, name: string, stream: RawmidiStream, options: UmpOpenOptions) {
    const mode = { isNonblock: staysNonblock(options), isFixed: false };
    super(address, { what: 'MIDI 2.0', name, stream, mode, bytesOf });
  }

  /**
   * Opens an endpoint, `hw:4,0` say. `snd_ump_open`
   *
   * @throws AlsatsError of kind `unsupported` before alsa-lib 1.2.10; AlsaError of kind `not-found`, `busy` …, `invalid`
   *   where the device speaks no packets
   */
  static open(name: string, stream: RawmidiStream, options: UmpOpenOptions = {}): Ump {
    requireOneOf('stream', rawmidiStreams, stream);
    const { nonblock = false, sync = false } = options ?? {};
    const opened = openPort('snd_ump_open', umpApi.snd_ump_open, name, [stream], { nonblock, sync });
    return new Ump(own(opened[stream]!), name, stream, { nonblock, sync });
  }

  protected override release(address: Address): void {
    check('snd_ump_close', umpApi.snd_ump_close(address));
  }

  /** `snd_ump_endpoint_info` */
  endpointInfo(): UmpEndpointInfo {
    return readEndpointInfo(addressOf(this));
  }

  /** A function block, from 0. `snd_ump_block_info` @throws AlsaError where there is none */
  blockInfo(block: number): UmpBlockInfo {
    requireInteger('block', block, 0, MAX_BLOCKS - 1);
    return readBlockInfo(addressOf(this), block);
  }

  /** All function blocks. */
  *blocks(): Generator<UmpBlockInfo, void> {
    const { blocksCount } = this.endpointInfo();
    for (let block = 0; block < Math.min(blocksCount, MAX_BLOCKS); block++) yield this.blockInfo(block);
  }

  /**
   * Writes words. `snd_ump_write`
   *
   * @returns the words taken: fewer than given, or 0, where there is no room and the endpoint does not wait
   */
  write(words: Uint32Array): number {
    const address = this.#addressFor('output', words);
    return this.#wordsMoved('snd_ump_write', umpApi.snd_ump_write(address, words, words.byteLength));
  }

  /**
   * Reads words into `target`. `snd_ump_read`
   *
   * @returns how many came; 0 where there were none and the endpoint does not wait
   * @throws AlsatsError of kind `invalid` in read mode TSTAMP, which {@link tread} is for
   */
  read(target: Uint32Array): number {
    const address = this.#addressFor('input', target);
    if (this.readMode !== 'STANDARD') throw new AlsatsError('invalid', 'in read mode TSTAMP, use tread');
    return this.#wordsMoved('snd_ump_read', umpApi.snd_ump_read(address, target, target.byteLength));
  }

  /** Reads words of one time, in read mode TSTAMP; null where there were none. As {@link Rawmidi.tread}. `snd_ump_tread` */
  tread(target: Uint32Array): { readonly wordsCount: number; readonly timeNs: bigint } | null {
    const address = this.#addressFor('input', target);
    if (this.readMode !== 'TSTAMP') throw new AlsatsError('invalid', 'tread needs the read mode TSTAMP');
    const result = umpApi.snd_ump_tread(address, timespecCell.cell, target, target.byteLength);
    const wordsCount = this.#wordsMoved('snd_ump_tread', result);
    return wordsCount === 0 ? null : { wordsCount, timeNs: timespecCell.nanoseconds };
  }

  #addressFor(stream: RawmidiStream, words: Uint32Array): Address {
    const address = addressOf(this);
    if (!(words instanceof Uint32Array)) throw new AlsatsError('invalid', 'words must be a Uint32Array');
    if (this.stream === stream) return address;
    throw new AlsatsError('invalid', `"${this.name}" is open for ${this.stream}, not for ${stream}`);
  }

  /** Bytes, as C counts, to words. */
  #wordsMoved(func: string, result: LongResult): number {
    if (result === -EAGAIN) return 0;
    const action = `cannot move packets of "${this.name}"`;
    return (result < 0 ? check(func, result, { action }) : Number(result)) / WORD_BYTES;
  }
}

/** `snd_ump_rawmidi` */
function bytesOf(ump: Address): Address {
  return umpApi.snd_ump_rawmidi(ump)!;
}
