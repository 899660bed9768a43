/** Opens the ports of a command, with what a user can do about it in the error. */

import { AlsaError } from '../../alsa/error.js';
import { type RawmidiOwner, rawmidiOwners } from '../../alsa/rawmidi/owner.js';
import { AlsatsError } from '../../error.js';
import type { MidiInput, MidiOutput, MidiPorts } from '../../transfer/midi/port.js';
import { type ChosenPort, choosePort, noPortHint, type PortDirection } from './port-choice.js';

/** The port that is made for the occasion. */
export const VIRTUAL = 'virtual';

/** The machine's own ports, and the sequencer's. */
export const systemPorts: MidiPorts = {
  openInput: (name, options) =>
    open(name, ['input'], async ({ deviceName, name }) => {
      if (deviceName === VIRTUAL) return (await virtualPorts()).openVirtualInput();
      return (await rawmidi()).openRawmidiInput(deviceName, name, options);
    }),
  openOutput: (name) =>
    open(name, ['output'], async ({ deviceName, name }) => {
      if (deviceName === VIRTUAL) return (await virtualPorts()).openVirtualOutput();
      return (await rawmidi()).openRawmidiOutput(deviceName, name);
    }),
  openDuplex: (name) =>
    open(name, ['input', 'output'], async ({ deviceName, name }) => {
      if (deviceName === VIRTUAL) return (await virtualPorts()).openVirtualDuplex();
      return (await rawmidi()).openRawmidiDuplex(deviceName, name);
    }),
};

const rawmidi = () => import('../../transfer/midi/rawmidi-port.js');
const virtualPorts = () => import('../../transfer/midi/virtual-port.js');

async function open<T>(
  text: string,
  directions: readonly PortDirection[],
  use: (port: ChosenPort) => Promise<T>,
): Promise<T> {
  const chosen = text === VIRTUAL ? { deviceName: VIRTUAL, name: VIRTUAL } : choosePort(text, directions);
  try {
    return await use(chosen);
  } catch (error) {
    throw explainPortFailure(error, text, chosen.deviceName, directions);
  }
}

/** Opens all, or none. */
export async function openAll<Port extends MidiInput | MidiOutput>(
  names: readonly string[],
  open: (name: string) => Promise<Port>,
): Promise<Port[]> {
  const ports: Port[] = [];
  try {
    for (const name of names) ports.push(await open(name));
  } catch (error) {
    for (const port of ports) port[Symbol.dispose]();
    throw error;
  }
  return ports;
}

/** Adds to an error of opening a port what the machine knows about the cause. Other errors come back as they are. */
function explainPortFailure(
  error: unknown,
  text: string,
  deviceName: string,
  directions: readonly PortDirection[],
): unknown {
  if (!(error instanceof AlsatsError) || error.hint !== undefined) return error;
  const what = `cannot open MIDI port "${text}" for ${directions.join(' and ')}`;
  switch (error.kind) {
    case 'busy':
      return explainBusy(error, what, deviceName, directions);
    case 'permission': {
      const hint =
        'sound devices (/dev/snd) belong to group "audio": add yourself with "sudo usermod -aG audio $USER", log in again';
      return new AlsatsError('permission', `${what}: permission denied`, { hint, cause: error });
    }
    case 'not-found': {
      const isUnknown =
        error instanceof AlsaError && /^Unknown Raw/.test(error.libraryMessages[0]?.text ?? '');
      return new AlsatsError('not-found', `${what}: there is no such ${isUnknown ? 'port' : 'device'}`, {
        hint: noPortHint(text, directions),
        cause: error,
      });
    }
    default:
      return error;
  }
}

/** Names the processes that hold the port. */
function explainBusy(
  error: AlsatsError,
  what: string,
  deviceName: string,
  directions: readonly PortDirection[],
): AlsatsError {
  const [, card, device, subdevice] =
    /^hw:(?:CARD=)?(\d+)(?:,(?:DEV=)?(\d+))?(?:,(?:SUBDEV=)?(\d+))?/.exec(deviceName) ?? [];
  const isMeant = (text: string | undefined, number: number) => text === undefined || Number(text) === number;
  const holders = [...rawmidiOwners()].filter(
    (owner) =>
      directions.includes(owner.stream) &&
      isMeant(card, owner.card) &&
      isMeant(device, owner.device) &&
      isMeant(subdevice, owner.subdevice),
  );
  const message = `${what}: the port is in use`;
  if (holders.length === 0) return new AlsatsError('busy', message, { cause: error });
  return new AlsatsError('busy', `${message} by ${[...new Set(holders.map(holderText))].join(', ')}`, {
    hint: 'end that program, or choose another port with -p; "alsats midi list" shows them',
    cause: error,
  });
}

function holderText({ pid, program }: RawmidiOwner): string {
  return program === null ? `process ${pid}` : `${program} (process ${pid})`;
}
