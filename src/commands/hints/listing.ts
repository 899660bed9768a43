/** What `hints` lists: the names that can be opened, and the cards with their devices. */

import { cardIndexes } from '../../alsa/card.js';
import { type CardDevice, cardDevices, type Subdevices } from '../../alsa/card-devices.js';
import { type CardIdentity, cardIdentity } from '../../alsa/card-identity.js';
import type { CardInfo } from '../../alsa/ctl/card-info.js';
import { CardHandle } from '../../alsa/ctl/ctl-handle.js';
import { type DeviceKind, type DeviceName, deviceNames } from '../../alsa/device-name.js';
import { AlsaError } from '../../alsa/error.js';
import { configuredPcms } from '../../alsa/pcm/configured-names.js';
import type { PcmStream } from '../../alsa/pcm/names.js';
import { type PcmOwner, pcmOwners } from '../../alsa/pcm/owner.js';

/** A process that has a subdevice open. */
export type SubdeviceOwner = Pick<PcmOwner, 'subdevice' | 'pid' | 'program'>;

/** One direction of a device, with who has it. */
export interface ListedSubdevices extends Subdevices {
  /** Of PCM devices, as far as the kernel tells. */
  readonly owners: readonly SubdeviceOwner[];
}

export interface ListedDevice extends Omit<CardDevice, 'playback' | 'capture'> {
  readonly playback: ListedSubdevices | null;
  readonly capture: ListedSubdevices | null;
}

export interface ListedCard extends CardInfo {
  /** By the id, which outlasts a reboot: `hw:CARD=PCH`. */
  readonly deviceName: string;
  readonly hardware: CardIdentity;
  readonly devices: readonly ListedDevice[];
}

export interface Listing {
  readonly cards: readonly ListedCard[];
  readonly devices: readonly DeviceName[];
}

/** What is to be listed; both directions where neither is wanted. */
export interface ListingWishes {
  /** Endpoints of MIDI 2.0, `ump`, have no names in alsa-lib's configuration. */
  readonly kind: DeviceKind | 'ump' | null;
  readonly playback: boolean;
  readonly capture: boolean;
  readonly part: 'all' | 'cards' | 'names';
}

/** @throws AlsaError where ALSA's configuration cannot be read */
export function createListing(wishes: ListingWishes): Listing {
  const goes = ({ playback, capture }: { readonly playback: unknown; readonly capture: unknown }) =>
    !(wishes.playback && !playback) && !(wishes.capture && !capture);
  const fits = (device: ListedDevice) =>
    (wishes.kind === null || device.kind === wishes.kind) && goes(device);
  return {
    cards:
      wishes.part === 'names'
        ? []
        : listCards().map((card) => ({ ...card, devices: card.devices.filter(fits) })),
    devices:
      wishes.part === 'cards' || wishes.kind === 'ump' ? [] : listNames(wishes.kind ?? 'pcm').filter(goes),
  };
}

/** It is in no configuration: it lives in the process. */
const virtualCardName: DeviceName = {
  kind: 'pcm',
  name: 'virtual',
  description: 'Sound card that lives in the process: what is played can be captured, no hardware needed',
  playback: true,
  capture: true,
};

/** Names of one kind, with the PCMs of the configuration that have no hint of their own. */
function listNames(kind: DeviceKind): DeviceName[] {
  const hinted = deviceNames(kind);
  if (kind !== 'pcm') return hinted;
  const known = new Set(hinted.map(({ name }) => name));
  const others = configuredPcms()
    .filter(({ name }) => !known.has(name))
    .map(({ name, description, type, target }): DeviceName => {
      const origin = target === null ? `of type ${type}` : `another name of ${target}`;
      return {
        kind,
        name,
        description: description ?? `PCM of the configuration, ${origin}`,
        playback: true,
        capture: true,
      };
    });
  return [...hinted, ...others, virtualCardName];
}

/** All cards this user may open. One that goes away meanwhile is left out. */
export function listCards(): ListedCard[] {
  const indexes = [...cardIndexes()];
  if (indexes.length === 0) return [];
  const owners = [...pcmOwners()];
  return indexes.flatMap((index) => describeCard(index, owners) ?? []);
}

/** A card; null where it is gone, or not for this user. */
export function describeCard(index: number, owners: readonly PcmOwner[] = []): ListedCard | null {
  try {
    using ctl = CardHandle.open(`hw:${index}`);
    const info = ctl.cardInfo();
    return {
      ...info,
      deviceName: `hw:CARD=${info.id}`,
      hardware: cardIdentity(index),
      devices: cardDevices(ctl, info.id).map((device) => withOwners(index, device, owners)),
    };
  } catch (error) {
    if (error instanceof AlsaError) return null;
    throw error;
  }
}

function withOwners(card: number, device: CardDevice, owners: readonly PcmOwner[]): ListedDevice {
  const add = (stream: PcmStream, subdevices: Subdevices | null): ListedSubdevices | null => {
    if (subdevices === null) return null;
    const isHere = (owner: PcmOwner) =>
      device.kind === 'pcm' &&
      owner.card === card &&
      owner.device === device.device &&
      owner.stream === stream;
    return {
      ...subdevices,
      owners: owners.filter(isHere).map(({ subdevice, pid, program }) => ({ subdevice, pid, program })),
    };
  };
  return {
    ...device,
    playback: add('playback', device.playback),
    capture: add('capture', device.capture),
  };
}
