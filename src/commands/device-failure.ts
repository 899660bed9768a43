/** What a user can do when a PCM cannot be opened. */

import { cardIndexes, cardName } from '../alsa/card.js';
import { explainLoadFailure } from '../alsa/config/load.js';
import { CardHandle } from '../alsa/ctl/ctl-handle.js';
import { AlsaError } from '../alsa/error.js';
import type { PcmStream } from '../alsa/pcm/names.js';
import { type PcmOwner, pcmOwners } from '../alsa/pcm/owner.js';
import { ConfigSyntaxError } from '../config-text/syntax-error.js';
import { AlsatsError } from '../error.js';

/** Adds to an error of opening `device` what the machine knows about the cause. Other errors come back as they are. */
export function explainDeviceFailure(error: unknown, device: string, stream: PcmStream): unknown {
  if (!(error instanceof AlsatsError) || error.hint !== undefined) return error;
  const what = `cannot open "${device}" for ${stream}`;
  const broken = error instanceof AlsaError ? explainLoadFailure(error) : error;
  if (broken instanceof ConfigSyntaxError) {
    return new AlsatsError('malformed', `ALSA's configuration is broken: ${broken.message}`, {
      hint: 'see "alsats config check"',
      cause: error,
    });
  }
  switch (isUnknownCard(error) ? 'not-found' : error.kind) {
    case 'busy':
      return explainBusy(error, what, device, stream);
    case 'permission': {
      const hint =
        'sound devices (/dev/snd) belong to group "audio": add yourself with "sudo usermod -aG audio $USER", log in again';
      return new AlsatsError('permission', error.message, { hint, cause: error });
    }
    case 'not-found':
      return new AlsatsError(
        'not-found',
        `${what}: ${isUnknownName(error) ? 'no such PCM' : 'no such device'}`,
        {
          hint: hintOrNone(() => notFoundHint(error, device, stream)),
          cause: error,
        },
      );
    case 'invalid':
      // What is wrong with a PCM of the user's own only libasound can say.
      return new AlsatsError('invalid', `${what}: ${firstMessage(error) ?? 'invalid argument'}`, {
        cause: error,
      });
    default:
      return error;
  }
}

/** What libasound said first is the cause of all it said after. */
function firstMessage(error: AlsatsError): string | undefined {
  return error instanceof AlsaError ? error.libraryMessages[0]?.text : undefined;
}

/** Whether a name is that of a card that is not there, which alsa-lib takes for an invalid argument. */
export function isUnknownCard(error: AlsatsError): boolean {
  return error.kind === 'invalid' && (firstMessage(error)?.startsWith('Cannot get card index') ?? false);
}

/** Whether ALSA's configuration knows no such name at all; a device that is not there gives more messages. */
function isUnknownName(error: AlsatsError): boolean {
  return firstMessage(error)?.startsWith('Unknown PCM') ?? false;
}

/** Names the processes that hold the device. */
function explainBusy(error: AlsatsError, what: string, device: string, stream: PcmStream): AlsatsError {
  const place = /^(?:plug)?hw:(?:CARD=)?([^,]+)(?:,(?:DEV=)?(\d+))?/.exec(device);
  const card = place === null ? null : cardNumber(place[1]!);
  const deviceNumber = place?.[2] === undefined ? null : Number(place[2]);
  const holders = [...pcmOwners()].filter(
    (owner) =>
      owner.stream === stream &&
      (card === null || owner.card === card) &&
      (deviceNumber === null || owner.device === deviceNumber),
  );
  const message = `${what}: the device is in use`;
  if (holders.length === 0) return new AlsatsError('busy', message, { cause: error });
  const names = [...new Set(holders.map(holderText))].join(', ');
  return new AlsatsError('busy', `${message} by ${names}`, {
    hint: 'end that program, choose another device with -D, or wait for it with --wait-for-device',
    cause: error,
  });
}

function holderText({ pid, program }: PcmOwner): string {
  return program === null ? `process ${pid}` : `${program} (process ${pid})`;
}

function cardNumber(name: string): number | null {
  if (/^\d+$/.test(name)) return Number(name);
  for (const index of cardIndexes()) if (cardId(index) === name) return index;
  return null;
}

function cardId(index: number): string | null {
  try {
    using ctl = CardHandle.open(`hw:${index}`);
    return ctl.cardInfo().id;
  } catch {
    return null;
  }
}

/** A hint asks the machine more; what goes wrong with that must not hide the error it is about. */
function hintOrNone(hint: () => string): string | undefined {
  try {
    return hint();
  } catch (error) {
    if (error instanceof AlsatsError) return undefined;
    throw error;
  }
}

/** Lists what could have been meant. */
function notFoundHint(error: AlsatsError, device: string, stream: PcmStream): string {
  if (isUnknownName(error)) return 'it is not in ALSA\'s configuration; see "alsats hints"';
  const cards = [...cardIndexes()];
  if (cards.length === 0) return 'this machine has no sound card; -D virtual works without one';
  const place = /^(?:plug)?hw:(?:CARD=)?([^,]+)/.exec(device);
  const card = place === null ? null : cardNumber(place[1]!);
  if (card !== null) return deviceHint(card, stream);
  const names = cards.map((index) => `hw:${cardId(index) ?? index} (${cardName(index)})`);
  return `the cards of this machine are ${names.join(', ')}; see "alsats hints"`;
}

function deviceHint(card: number, stream: PcmStream): string {
  using ctl = CardHandle.open(`hw:${card}`);
  const devices = [...ctl.pcmDevices()].filter((device) => ctl.pcmInfo(device, stream) !== null);
  const { id } = ctl.cardInfo();
  if (devices.length === 0) return `card ${id} has no ${stream} device`;
  return `card ${id} has ${stream} device${devices.length > 1 ? 's' : ''} ${devices.join(', ')}; see "alsats hints"`;
}
