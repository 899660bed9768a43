/** Addresses of the sequencer (`snd_seq_addr_t`): a client and one of its ports. */

import { AlsatsError } from '../../error.js';
import { requireInteger } from '../arguments.js';

/** A port of a client. */
export interface SeqAddress {
  /** 0 to 191, or one of the numbers with a meaning of their own: {@link SEQ_ADDRESS_SUBSCRIBERS} … */
  readonly client: number;
  /** 0 to 253. */
  readonly port: number;
}

/** As `source.client`: unknown. `SND_SEQ_ADDRESS_UNKNOWN` */
export const SEQ_ADDRESS_UNKNOWN = 253;
/** As `dest.client`: all ports that are connected to the source. `SND_SEQ_ADDRESS_SUBSCRIBERS` */
export const SEQ_ADDRESS_SUBSCRIBERS = 254;
/** As `dest.client` or `dest.port`: everybody. `SND_SEQ_ADDRESS_BROADCAST` */
export const SEQ_ADDRESS_BROADCAST = 255;
/** The kernel's own client. `SND_SEQ_CLIENT_SYSTEM` */
export const SEQ_CLIENT_SYSTEM = 0;

/** To all ports connected to the source. */
export const seqSubscribers: SeqAddress = Object.freeze({
  client: SEQ_ADDRESS_SUBSCRIBERS,
  port: SEQ_ADDRESS_UNKNOWN,
});
/** The port where queues are steered. `SND_SEQ_PORT_SYSTEM_TIMER` */
export const seqSystemTimer: SeqAddress = Object.freeze({ client: SEQ_CLIENT_SYSTEM, port: 0 });
/** The port that tells of clients, ports and connections. `SND_SEQ_PORT_SYSTEM_ANNOUNCE` */
export const seqSystemAnnounce: SeqAddress = Object.freeze({ client: SEQ_CLIENT_SYSTEM, port: 1 });

export const MAX_SEQ_CLIENT = 255;
export const MAX_SEQ_PORT = 255;

/** @throws AlsatsError of kind `invalid` unless both are numbers a `snd_seq_addr_t` can hold */
export function requireAddress(name: string, address: SeqAddress): SeqAddress {
  if (typeof address !== 'object' || address === null)
    throw new AlsatsError('invalid', `${name} must be an address like {client: 14, port: 0}`);
  requireInteger(`${name}.client`, address.client, 0, MAX_SEQ_CLIENT);
  requireInteger(`${name}.port`, address.port, 0, MAX_SEQ_PORT);
  return address;
}

/** `14:0` */
export function formatSeqAddress({ client, port }: SeqAddress): string {
  return `${client}:${port}`;
}

/**
 * The address that numbers stand for: `14:0`, `14.0`, or `14` for its port 0; null for anything else. Names need a
 * sequencer: {@link Seq.parseAddress}.
 */
export function parseSeqAddress(text: string): SeqAddress | null {
  const numbers = /^(\d{1,3})(?:[:.](\d{1,3}))?$/.exec(text);
  if (numbers === null) return null;
  const client = Number(numbers[1]);
  const port = Number(numbers[2] ?? 0);
  return client > MAX_SEQ_CLIENT || port > MAX_SEQ_PORT ? null : { client, port };
}

/** Whether both are the same port. */
export function isSameAddress(a: SeqAddress, b: SeqAddress): boolean {
  return a.client === b.client && a.port === b.port;
}

/** The two bytes of a `snd_seq_addr_t`. */
export function encodeAddress(address: SeqAddress): Uint8Array {
  const bytes = new Uint8Array(new ArrayBuffer(2));
  bytes[0] = address.client;
  bytes[1] = address.port;
  return bytes;
}

const shared: (SeqAddress | undefined)[][] = Array.from({ length: MAX_SEQ_CLIENT + 1 }, () => []);

/** The one frozen object for an address: events come by the thousand, from few ports. */
export function sharedAddress(client: number, port: number): SeqAddress {
  const ports = shared[client]!;
  let address = ports[port];
  if (address === undefined) {
    address = Object.freeze({ client, port });
    ports[port] = address;
  }
  return address;
}
