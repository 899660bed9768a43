/** `hints --caps`: what one PCM can do, or all of the cards' own. */

import { AlsaError } from '../../alsa/error.js';
import { capabilitiesOf, type PcmCapabilities, pcmCapabilities } from '../../alsa/pcm/capabilities.js';
import type { PcmStream } from '../../alsa/pcm/names.js';
import { AlsatsError, type ErrorKind } from '../../error.js';
import { explainDeviceFailure } from '../device-failure.js';
import type { VirtualDevice } from '../virtual-device.js';
import { listCards } from './listing.js';

/** A direction of a device that could be asked, or the reason why not. */
export type CapabilityEntry =
  | (PcmCapabilities & { readonly error: null })
  | {
      readonly device: string;
      readonly stream: PcmStream;
      readonly error: { readonly kind: ErrorKind; readonly message: string; readonly hint: string | null };
    };

const streams: readonly PcmStream[] = ['playback', 'capture'];

/** The hardware of all cards. A device that cannot be opened is listed with the reason. */
export function allCapabilities(wanted: ReadonlySet<PcmStream>): CapabilityEntry[] {
  return listCards().flatMap((card) =>
    card.devices
      .filter((device) => device.kind === 'pcm')
      .flatMap((device) =>
        streams
          .filter((stream) => wanted.has(stream) && device[stream] !== null)
          .map((stream) => entryOf(device.deviceName, stream).entry),
      ),
  );
}

/**
 * One PCM, in the directions it has.
 *
 * @param virtual the card that `device` names, where that is the virtual one
 *
 * @throws AlsatsError where it can be opened in none: `not-found`, `busy` with the owner's name …
 */
export function capabilitiesOfDevice(
  device: string,
  wanted: ReadonlySet<PcmStream>,
  virtual: VirtualDevice | null = null,
): CapabilityEntry[] {
  const asked = streams
    .filter((stream) => wanted.has(stream))
    .map((stream) => entryOf(device, stream, virtual));
  const answered = asked.filter(({ entry }) => entry.error === null);
  const busy = asked.filter(({ entry }) => entry.error?.kind === 'busy');
  if (answered.length === 0) throw (busy[0] ?? asked[0])?.failure;
  // A direction that it does not have is nothing to tell.
  return asked.filter((one) => answered.includes(one) || busy.includes(one)).map(({ entry }) => entry);
}

function entryOf(
  device: string,
  stream: PcmStream,
  virtual: VirtualDevice | null = null,
): { entry: CapabilityEntry; failure: unknown } {
  try {
    const capabilities =
      virtual === null
        ? pcmCapabilities(device, stream)
        : capabilitiesOf(virtual.card.openPcm(stream, { nonblock: true }), device);
    return { entry: { ...capabilities, error: null }, failure: null };
  } catch (error) {
    const failure = explainDeviceFailure(error, device, stream);
    // What is not the device's doing ends the command.
    if (!(error instanceof AlsaError && failure instanceof AlsatsError)) throw failure;
    const { kind, message, hint = null } = failure;
    return { entry: { device, stream, error: { kind, message, hint } }, failure };
  }
}
