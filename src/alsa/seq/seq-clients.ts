/** Clients, their ports and connections: the part of {@link Seq} that needs no events. */

import { AlsatsError } from '../../error.js';
import { requireInteger, requireString } from '../arguments.js';
import { check } from '../error.js';
import { seqApi } from '../native/api/seq.js';
import { addressOf } from '../native-object.js';
import { encodeAddress, MAX_SEQ_CLIENT, MAX_SEQ_PORT, requireAddress, type SeqAddress } from './address.js';
import {
  allocClientInfo,
  changeClientInfo,
  decodeClientInfo,
  type SeqClientChanges,
  type SeqClientInfo,
} from './client-info.js';
import {
  type SeqPortCapability,
  type SeqPortType,
  type SeqSubscriberKind,
  seqPortCapabilities,
  seqPortTypes,
} from './names.js';
import {
  changeClientPool,
  readClientPool,
  readSystemInfo,
  type SeqClientPool,
  type SeqClientPoolChanges,
  type SeqSystemInfo,
} from './pool.js';
import {
  allocPortInfo,
  bitsOfNames,
  decodePortInfo,
  encodeNewPort,
  encodePortInfo,
  type SeqPortChanges,
  type SeqPortInfo,
  type SeqPortOptions,
} from './port-info.js';
import { SeqHandle } from './seq-handle.js';
import {
  absent,
  absentEnd,
  decodeSubscription,
  encodeSubscription,
  querySubscribers,
  type SeqSubscriber,
  type SeqSubscription,
} from './subscription.js';

const ENOENT = 2;

export abstract class SeqClients extends SeqHandle {
  // --- clients ---

  /** The kernel's limits, and how much of them is in use. `snd_seq_system_info` */
  systemInfo(): SeqSystemInfo {
    return readSystemInfo(addressOf(this));
  }

  /** All clients, by number. `snd_seq_query_next_client` */
  *clients(): Generator<SeqClientInfo, void> {
    const info = allocClientInfo();
    seqApi.snd_seq_client_info_set_client(info, -1);
    for (;;) {
      const result = seqApi.snd_seq_query_next_client(addressOf(this), info);
      if (result === -ENOENT) return;
      check('snd_seq_query_next_client', result, { action: 'cannot list the clients of the sequencer' });
      yield decodeClientInfo(info);
    }
  }

  /** A client; this one by default. `snd_seq_get_any_client_info` @throws AlsaError of kind `not-found` */
  clientInfo(client: number = this.clientId): SeqClientInfo {
    const info = allocClientInfo();
    requireInteger('client', client, 0, MAX_SEQ_CLIENT);
    const func = 'snd_seq_get_any_client_info';
    const result = seqApi[func](addressOf(this), client, info);
    check(func, result, absent(result, `cannot look at client ${client}`));
    return decodeClientInfo(info);
  }

  /** Changes what this client is. `snd_seq_set_client_info` */
  setClientInfo(changes: SeqClientChanges): void {
    changeClientInfo(addressOf(this), changes);
  }

  /** Up to 63 bytes; the kernel cuts what is longer. `snd_seq_set_client_name` */
  setClientName(name: string): void {
    requireString('name', name);
    check('snd_seq_set_client_name', seqApi.snd_seq_set_client_name(addressOf(this), name));
  }

  /** Whether the kernel converts events for this client between MIDI 1.0 and 2.0. @throws AlsatsError of kind `unsupported` before alsa-lib 1.2.10 */
  setUmpConversion(enabled: boolean): void {
    const func = 'snd_seq_set_client_ump_conversion';
    check(func, seqApi[func](addressOf(this), enabled ? 1 : 0));
  }

  // --- pools ---

  /** The kernel's room for the events of this client. `snd_seq_get_client_pool` */
  clientPool(): SeqClientPool {
    return readClientPool(addressOf(this));
  }

  /** `snd_seq_set_client_pool` @throws AlsaError of kind `busy` while events wait on queues */
  setClientPool(changes: SeqClientPoolChanges): void {
    changeClientPool(addressOf(this), changes);
  }

  /** Drops the events that wait for being read. `snd_seq_reset_pool_input` */
  resetPoolInput(): void {
    check('snd_seq_reset_pool_input', seqApi.snd_seq_reset_pool_input(addressOf(this)));
  }

  /** Drops this client's events that wait on queues. `snd_seq_reset_pool_output` */
  resetPoolOutput(): void {
    check('snd_seq_reset_pool_output', seqApi.snd_seq_reset_pool_output(addressOf(this)));
  }

  // --- ports ---

  /** All ports of a client that may be seen. `snd_seq_query_next_port` @throws AlsaError of kind `not-found` without the client */
  *ports(client: number = this.clientId): Generator<SeqPortInfo, void> {
    const info = allocPortInfo();
    requireInteger('client', client, 0, MAX_SEQ_CLIENT);
    seqApi.snd_seq_port_info_set_client(info, client);
    seqApi.snd_seq_port_info_set_port(info, -1);
    for (;;) {
      const result = seqApi.snd_seq_query_next_port(addressOf(this), info);
      if (result === -ENOENT) return;
      check('snd_seq_query_next_port', result, absent(result, `cannot list the ports of client ${client}`));
      yield decodePortInfo(info);
    }
  }

  /** `snd_seq_get_any_port_info` @throws AlsaError of kind `not-found` */
  portInfo(address: SeqAddress): SeqPortInfo {
    const { client, port } = requireAddress('address', address);
    const info = allocPortInfo();
    const func = 'snd_seq_get_any_port_info';
    requireInteger('client', client, 0, MAX_SEQ_CLIENT);
    const result = seqApi[func](addressOf(this), client, requireInteger('port', port, 0, MAX_SEQ_PORT), info);
    check(func, result, absent(result, `cannot look at port ${client}:${port}`));
    return decodePortInfo(info);
  }

  /** Makes a port of this client. `snd_seq_create_port` @returns its number */
  createPort(options: SeqPortOptions): number {
    const info = allocPortInfo();
    encodeNewPort(info, options);
    check('snd_seq_create_port', seqApi.snd_seq_create_port(addressOf(this), info), {
      action: 'cannot make a port',
    });
    return seqApi.snd_seq_port_info_get_port(info);
  }

  /** The same, with 16 MIDI channels where it is a MIDI port. `snd_seq_create_simple_port` @returns its number */
  createSimplePort(
    name: string,
    capabilities: readonly SeqPortCapability[],
    types: readonly SeqPortType[] = ['midi-generic', 'application'],
  ): number {
    requireString('name', name);
    const capabilityBits = bitsOfNames('capabilities', seqPortCapabilities, capabilities);
    const typeBits = bitsOfNames('types', seqPortTypes, types);
    const func = 'snd_seq_create_simple_port';
    return check(func, seqApi[func](addressOf(this), name, capabilityBits, typeBits), {
      action: 'cannot make a port',
    });
  }

  /** Changes a port of this client. `snd_seq_set_port_info` */
  changePort(port: number, changes: SeqPortChanges): void {
    if (typeof changes !== 'object' || changes === null)
      throw new AlsatsError('invalid', 'the changes of a port must be an object');
    requireInteger('port', port, 0, MAX_SEQ_PORT);
    const info = allocPortInfo();
    const result = seqApi.snd_seq_get_port_info(addressOf(this), port, info);
    check('snd_seq_get_port_info', result, absent(result, `cannot change port ${port}`));
    encodePortInfo(info, changes);
    check('snd_seq_set_port_info', seqApi.snd_seq_set_port_info(addressOf(this), port, info), {
      action: `cannot change port ${port}`,
    });
  }

  /** Takes a port of this client away, with its connections. `snd_seq_delete_port` */
  deletePort(port: number): void {
    requireInteger('port', port, 0, MAX_SEQ_PORT);
    const result = seqApi.snd_seq_delete_port(addressOf(this), port);
    check('snd_seq_delete_port', result, absent(result, `cannot take port ${port} away`));
  }

  /**
   * The address that a text means: `14:0`, `14.0`, `14` for its port 0, or the name of a client or the beginning of
   * one, `Midi Through:1`, quoted where it has a colon or a dot. `snd_seq_parse_address`
   *
   * @throws AlsaError of kind `not-found`; AlsatsError `invalid` for what is no address
   */
  parseAddress(text: string): SeqAddress {
    const address = addressOf(this);
    requireString('text', text);
    const numbers = /^(\d+)(?:[:.](\d+))?$/.exec(text);
    const port = Number(/[:.](\d*)$/.exec(text)?.[1] || 0);
    if (port > MAX_SEQ_PORT || Number(numbers?.[1] ?? 0) > MAX_SEQ_CLIENT)
      throw new AlsatsError('invalid', `"${text}" is no address: clients and ports count up to 255`);
    const bytes = encodeAddress({ client: 0, port: 0 });
    const result = seqApi.snd_seq_parse_address(address, bytes, text);
    check('snd_seq_parse_address', result, absent(result, `"${text}" is no client of the sequencer`));
    return { client: bytes[0]!, port: bytes[1]! };
  }

  // --- connections ---

  /** Connects two ports, of any clients. `snd_seq_subscribe_port` @throws AlsaError of kind `busy` where they are already, or one is exclusively */
  subscribe(subscription: SeqSubscription): void {
    const memory = encodeSubscription(subscription);
    const result = seqApi.snd_seq_subscribe_port(addressOf(this), memory);
    check('snd_seq_subscribe_port', result, absentEnd(result, `cannot connect ${between(subscription)}`));
  }

  /** `snd_seq_unsubscribe_port` @throws AlsaError of kind `not-found` where they are not connected */
  unsubscribe({ sender, dest }: Pick<SeqSubscription, 'sender' | 'dest'>): void {
    const memory = encodeSubscription({ sender, dest });
    const result = seqApi.snd_seq_unsubscribe_port(addressOf(this), memory);
    check(
      'snd_seq_unsubscribe_port',
      result,
      absentEnd(result, `cannot disconnect ${between({ sender, dest })}`),
    );
  }

  /** How two ports are connected, null where they are not. `snd_seq_get_port_subscription` */
  subscription(sender: SeqAddress, dest: SeqAddress): Required<SeqSubscription> | null {
    const memory = encodeSubscription({ sender, dest });
    const func = 'snd_seq_get_port_subscription';
    const result = seqApi[func](addressOf(this), memory);
    if (result === -ENOENT) return null;
    check(func, result, absentEnd(result, `cannot look at the connection ${between({ sender, dest })}`));
    return decodeSubscription(memory);
  }

  /** Who reads from a port, or who writes to it. `snd_seq_query_port_subscribers` */
  subscribers(port: SeqAddress, kind: SeqSubscriberKind): Generator<SeqSubscriber, void> {
    return querySubscribers(() => addressOf(this), port, kind);
  }

  /** From a port of this client to another. `snd_seq_connect_to` */
  connectTo(port: number, dest: SeqAddress): void {
    this.subscribe({ sender: { client: this.clientId, port }, dest });
  }

  /** From another port to one of this client. `snd_seq_connect_from` */
  connectFrom(port: number, sender: SeqAddress): void {
    this.subscribe({ sender, dest: { client: this.clientId, port } });
  }

  /** `snd_seq_disconnect_to` */
  disconnectTo(port: number, dest: SeqAddress): void {
    this.unsubscribe({ sender: { client: this.clientId, port }, dest });
  }

  /** `snd_seq_disconnect_from` */
  disconnectFrom(port: number, sender: SeqAddress): void {
    this.unsubscribe({ sender, dest: { client: this.clientId, port } });
  }
}

function between({ sender, dest }: Pick<SeqSubscription, 'sender' | 'dest'>): string {
  return `${sender.client}:${sender.port} → ${dest.client}:${dest.port}`;
}
