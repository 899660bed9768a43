/** The raw MIDI ports of all cards: their devices with subdevices, as `amidi -l` lists them, and what belongs to each. */

import { cardIndexes } from '../card.js';
import { CardHandle } from '../ctl/ctl-handle.js';
import { AlsaError } from '../error.js';
import type { RawmidiDeviceInfo } from './info.js';
import { type SequencerPort, SequencerPorts } from './sequencer-port.js';

/** One direction of a port. */
export interface RawmidiDirection {
  /** What the driver calls it; many leave it empty. */
  readonly name: string;
  /** Whether the group it stands for is in use, for one of a MIDI 2.0 device; true for all others. */
  readonly isActive: boolean;
}

/** A subdevice of a raw MIDI device: a place to put a MIDI cable. */
export interface RawmidiPort {
  readonly card: { readonly index: number; readonly id: string; readonly name: string };
  readonly device: number;
  readonly subdevice: number;
  /** How many subdevices the device has. */
  readonly subdevicesCount: number;
  /** How many of them nobody uses, in the direction that has fewer. */
  readonly subdevicesAvailable: number;
  /** The name it is opened by: `hw:1,0,0`. */
  readonly deviceName: string;
  /** Name of the subdevice, or of the device where it has none. */
  readonly name: string;
  /** Null where it does not go that way. */
  readonly output: RawmidiDirection | null;
  readonly input: RawmidiDirection | null;
  /** Whether it speaks MIDI 2.0 packets, and no bytes. */
  readonly isUmp: boolean;
  /** The same thing in the other protocol; null where there is none or alsa-lib does not tell (before 1.2.14). */
  readonly tiedDevice: number | null;
  /** Where the sequencer has it; null where it does not, or Linux does not tell. */
  readonly sequencer: SequencerPort | null;
}

/**
 * All raw MIDI ports that this user may see, by card, device and subdevice. A card that goes away meanwhile is left out.
 *
 * @throws AlsaError where the cards cannot be listed
 */
export function rawmidiPorts(sequencerPorts = new SequencerPorts()): RawmidiPort[] {
  return [...cardIndexes()].flatMap((index) => portsOfCard(index, sequencerPorts));
}

function portsOfCard(index: number, sequencerPorts: SequencerPorts): RawmidiPort[] {
  try {
    using ctl = CardHandle.open(`hw:${index}`, { readonly: true });
    const { id, name } = ctl.cardInfo();
    return [...ctl.rawmidiDevices()].flatMap((device) => {
      const outputs = [...ctl.rawmidiSubdevices(device, 'output')];
      const inputs = [...ctl.rawmidiSubdevices(device, 'input')];
      const count = Math.max(outputs.length, inputs.length);
      return Array.from({ length: count }, (_, subdevice) =>
        portOf({ index, id, name }, outputs[subdevice], inputs[subdevice], sequencerPorts),
      );
    });
  } catch (error) {
    if (error instanceof AlsaError) return [];
    throw error;
  }
}

function portOf(
  card: RawmidiPort['card'],
  output: RawmidiDeviceInfo | undefined,
  input: RawmidiDeviceInfo | undefined,
  sequencerPorts: SequencerPorts,
): RawmidiPort {
  const info = (output ?? input)!;
  const { device, subdevice, isUmp, tiedDevice } = info;
  const directions = [output, input].filter((direction) => direction !== undefined);
  return {
    card,
    device,
    subdevice,
    subdevicesCount: info.subdevicesCount,
    subdevicesAvailable: Math.min(...directions.map(({ subdevicesAvailable }) => subdevicesAvailable)),
    deviceName: `hw:${card.index},${device},${subdevice}`,
    name: info.subdeviceName || input?.subdeviceName || info.name || info.id,
    output: directionOf(output),
    input: directionOf(input),
    isUmp,
    tiedDevice,
    sequencer: sequencerPorts.of({ card: card.index, device, subdevice, name: info.name, isUmp }),
  };
}

function directionOf(info: RawmidiDeviceInfo | undefined): RawmidiDirection | null {
  return info === undefined ? null : { name: info.subdeviceName, isActive: !info.isInactive };
}
