/** What a card is made of: its PCM, raw MIDI, UMP and hwdep devices, as `aplay -l` and `amidi -l` list them. */

import { AlsatsError } from '../error.js';
import type { Ctl } from './ctl/ctl.js';
import { AlsaError } from './error.js';
import type { PcmStream } from './pcm/names.js';

/** One direction of a device. */
export interface Subdevices {
  readonly count: number;
  /** How many nobody has open. */
  readonly available: number;
  /** By number; what the driver calls each. */
  readonly names: readonly string[];
}

/** A device of a card. */
export interface CardDevice {
  /** `ump` is an endpoint of MIDI 2.0, which alsa-lib knows from 1.2.10 on. */
  readonly kind: 'pcm' | 'rawmidi' | 'ump' | 'hwdep';
  readonly device: number;
  /** Of an endpoint, what its maker calls the product. */
  readonly id: string;
  readonly name: string;
  /** The name it is opened by, `hw:CARD=PCH,DEV=0`: the card's id outlasts a reboot, its index may not. */
  readonly deviceName: string;
  /** Null where it does not go that way; both for hwdep, and for ump, whose function blocks have directions. */
  readonly playback: Subdevices | null;
  readonly capture: Subdevices | null;
}

/** What PCM and raw MIDI devices say of a subdevice. */
interface SubdeviceInfo {
  readonly id: string;
  readonly name: string;
  readonly subdeviceName: string;
  readonly subdevicesCount: number;
  readonly subdevicesAvailable: number;
}

const rawmidiDirections = { playback: 'output', capture: 'input' } as const;

/** What is asked of a card; a {@link Ctl} answers it. */
export type CardDeviceSource = Pick<
  Ctl,
  | 'pcmDevices'
  | 'pcmSubdevices'
  | 'rawmidiDevices'
  | 'rawmidiSubdevices'
  | 'hwdepDevices'
  | 'hwdepInfo'
  | 'umpDevices'
  | 'umpInfo'
>;

/** All devices of the card behind `ctl`, whose id is `cardId`. @throws AlsaError */
export function cardDevices(ctl: CardDeviceSource, cardId: string): CardDevice[] {
  const place = (device: number) => ({ device, deviceName: `hw:CARD=${cardId},DEV=${device}` });
  const pcms = [...ctl.pcmDevices()].flatMap((device) =>
    streamDevice('pcm', place(device), (stream) => [...ctl.pcmSubdevices(device, stream)]),
  );
  const rawmidis = [...ctl.rawmidiDevices()].flatMap((device) =>
    streamDevice('rawmidi', place(device), (stream) => [
      ...ctl.rawmidiSubdevices(device, rawmidiDirections[stream]),
    ]),
  );
  const hwdeps = [...ctl.hwdepDevices()].map((device): CardDevice => {
    const { id, name } = ctl.hwdepInfo(device);
    return { kind: 'hwdep', ...place(device), id, name, playback: null, capture: null };
  });
  const umps = umpDevices(ctl).map((device): CardDevice => {
    const { productId, name } = ctl.umpInfo(device);
    return { kind: 'ump', ...place(device), id: productId, name, playback: null, capture: null };
  });
  return [...pcms, ...rawmidis, ...umps, ...hwdeps];
}

/** None where alsa-lib or the kernel is older than MIDI 2.0, or where a control plug-in knows nothing of it. */
function umpDevices(ctl: CardDeviceSource): number[] {
  try {
    return [...ctl.umpDevices()];
  } catch (error) {
    const isUnknown = error instanceof AlsatsError && error.kind === 'unsupported';
    if (isUnknown || (error instanceof AlsaError && error.code === 'ENXIO')) return [];
    throw error;
  }
}

/** @param list the subdevices of one direction, none where there is no such direction */
function streamDevice(
  kind: 'pcm' | 'rawmidi',
  place: Pick<CardDevice, 'device' | 'deviceName'>,
  list: (stream: PcmStream) => readonly SubdeviceInfo[],
): CardDevice[] {
  const playback = list('playback');
  const capture = list('capture');
  const first = playback[0] ?? capture[0];
  if (first === undefined) return [];
  const { id, name } = first;
  return [{ kind, ...place, id, name, playback: subdevicesOf(playback), capture: subdevicesOf(capture) }];
}

function subdevicesOf(infos: readonly SubdeviceInfo[]): Subdevices | null {
  const first = infos[0];
  if (first === undefined) return null;
  return {
    count: first.subdevicesCount,
    available: first.subdevicesAvailable,
    names: infos.map((info) => info.subdeviceName),
  };
}
