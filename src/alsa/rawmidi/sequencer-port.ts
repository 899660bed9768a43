/**
 * Which sequencer port is the same thing as a raw MIDI port. Nothing of alsa-lib tells, but the kernel numbers its clients
 * by card and device (sound/core/seq: `SNDRV_SEQ_GLOBAL_CLIENTS` and `SNDRV_SEQ_CLIENTS_PER_CARD`, seq_midi.c,
 * seq_virmidi.c), and /proc/asound/seq/clients says whether such a client is there.
 */

import { readFileSync } from 'node:fs';

export interface SequencerPort {
  readonly client: number;
  readonly port: number;
  readonly clientName: string;
  readonly portName: string;
}

/** The raw MIDI port that is looked for. */
export interface RawmidiPlace {
  readonly card: number;
  readonly device: number;
  readonly subdevice: number;
  /** Name of the device. */
  readonly name: string;
  readonly isUmp: boolean;
}

const GLOBAL_CLIENTS = 16;
const CLIENTS_PER_CARD = 4;
const FIRST_DYNAMIC_CLIENT = 128;
/** 256 ports of a client for the 8 raw MIDI devices a card may have. */
const PORTS_PER_DEVICE = 32;

interface KernelClient {
  readonly name: string;
  readonly ports: ReadonlyMap<number, string>;
}

/** The kernel's sequencer clients, read when first asked for. */
export class SequencerPorts {
  readonly #path: string;
  #clients: ReadonlyMap<number, KernelClient> | null = null;

  constructor(proc = '/proc') {
    this.#path = `${proc}/asound/seq/clients`;
  }

  of({ card, device, subdevice, name, isUmp }: RawmidiPlace): SequencerPort | null {
    // Packets go by groups there, not by subdevices.
    if (isUmp) return null;
    this.#clients ??= readClients(this.#path);
    // VirMIDI has a client for each device; all its subdevices are one port.
    const ownClient = this.#client(card, device);
    if (ownClient?.name === `${name} ${card}-${device}`) return this.#port(card, device, 0);
    return this.#port(card, 0, device * PORTS_PER_DEVICE + subdevice);
  }

  #client(card: number, place: number): KernelClient | undefined {
    const number = GLOBAL_CLIENTS + card * CLIENTS_PER_CARD + place;
    return number < FIRST_DYNAMIC_CLIENT ? this.#clients?.get(number) : undefined;
  }

  #port(card: number, place: number, port: number): SequencerPort | null {
    const client = this.#client(card, place);
    const portName = client?.ports.get(port);
    if (client === undefined || portName === undefined) return null;
    return {
      client: GLOBAL_CLIENTS + card * CLIENTS_PER_CARD + place,
      port,
      clientName: client.name,
      portName,
    };
  }
}

function readClients(path: string): ReadonlyMap<number, KernelClient> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    // No sequencer: no client is tied to anything.
    return new Map();
  }
  const clients = new Map<number, KernelClient & { readonly ports: Map<number, string> }>();
  let current: Map<number, string> | null = null;
  for (const line of text.split('\n')) {
    const [, number, name = '', kind] = /^Client\s+(\d+) : "(.*)" \[(\w+)/.exec(line) ?? [];
    if (number !== undefined) {
      current = new Map();
      if (kind === 'Kernel') clients.set(Number(number), { name, ports: current });
      continue;
    }
    const [, port, portName = ''] = /^\s+Port\s+(\d+) : "(.*)" \(/.exec(line) ?? [];
    if (port !== undefined) current?.set(Number(port), portName);
  }
  return clients;
}
