/** The device names ALSA's configuration offers, as `aplay -L` lists them (`snd_device_name_hint`). */

import { MAX_INT, requireInteger, requireOneOf } from './arguments.js';
import { check } from './error.js';
import { controlApi } from './native/api/control.js';
import { PointerCell, readPointer, takeCString } from './native/memory.js';
import type { Address } from './native/types.js';

/** Interfaces that have names; the values mean nothing. */
const kinds = { pcm: 0, rawmidi: 1, seq: 2, ctl: 3, timer: 4, hwdep: 5 } as const;
export type DeviceKind = keyof typeof kinds;
export const deviceKinds = Object.freeze(Object.keys(kinds) as DeviceKind[]);

/** A name that can be opened: a PCM by `Pcm.open`, and so on. */
export interface DeviceName {
  readonly kind: DeviceKind;
  readonly name: string;
  /** Lines of text, the card and device first; null where the configuration has none. */
  readonly description: string | null;
  /** Whether sound, or MIDI, goes out. True where the configuration does not say. */
  readonly playback: boolean;
  /** Whether sound, or MIDI, comes in. True where the configuration does not say. */
  readonly capture: boolean;
}

// A list that does not end is memory read wrongly.
const MAX_NAMES = 65_536;

/**
 * The names of one kind. `snd_device_name_hint`, `snd_device_name_get_hint`, `snd_device_name_free_hint`
 *
 * The configuration is read, and the cards' control devices are opened for it; no PCM is.
 *
 * @param card only those of this card; null for all cards and what belongs to none
 * @throws AlsaError where the configuration cannot be read
 */
export function deviceNames(kind: DeviceKind, card: number | null = null): DeviceName[] {
  requireOneOf('kind', kinds, kind);
  const index = card === null ? -1 : requireInteger('card', card, 0, MAX_INT);
  const cell = new PointerCell();
  const action = `cannot list the names of ${kind} devices`;
  check('snd_device_name_hint', controlApi.snd_device_name_hint(index, kind, cell.cell), { action });
  const hints = cell.value;
  if (hints === null) return [];
  try {
    return [...entries(hints)].flatMap((hint) => readHint(kind, hint));
  } finally {
    controlApi.snd_device_name_free_hint(hints);
  }
}

/** A list of pointers that ends with NULL. */
function* entries(hints: Address): Generator<Address, void> {
  for (let index = 0; index < MAX_NAMES; index++) {
    const hint = readPointer(hints, index);
    if (hint === null) return;
    yield hint;
  }
}

function readHint(kind: DeviceKind, hint: Address): DeviceName[] {
  const name = field(hint, 'NAME');
  if (name === null) return [];
  const direction = field(hint, 'IOID');
  return [
    {
      kind,
      name,
      description: field(hint, 'DESC'),
      playback: direction !== 'Input',
      capture: direction !== 'Output',
    },
  ];
}

/** One field of a hint; the string is C's, handed over to be freed. */
function field(hint: Address, id: 'NAME' | 'DESC' | 'IOID'): string | null {
  return takeCString(controlApi.snd_device_name_get_hint(hint, id));
}
