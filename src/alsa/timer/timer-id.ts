/** Which timer: `snd_timer_id_t`, in words, and as the kernel writes it in `/proc/asound/timers`. */

import { AlsatsError } from '../../error.js';
import { MAX_INT, requireInteger, requireOneOf } from '../arguments.js';
import { timerApi } from '../native/api/timer.js';
import { allocOpaque } from '../native/memory.js';
import type { Pointer } from '../native/types.js';

/** `snd_timer_class_t`: of the machine, of a card, of a PCM substream, or one that ticks along with another. */
export const timerClasses = Object.freeze({ slave: 0, global: 1, card: 2, pcm: 3 } as const);
export type TimerClass = keyof typeof timerClasses;

/** `snd_timer_slave_class_t`: whose timer a slave follows. */
export const timerSlaveClasses = Object.freeze({
  none: 0,
  application: 1,
  sequencer: 2,
  'oss-sequencer': 3,
} as const);
export type TimerSlaveClass = keyof typeof timerSlaveClasses;

/** The global timers (`SND_TIMER_GLOBAL_*`), by their device numbers. */
export const globalTimers = Object.freeze({ system: 0, rtc: 1, hpet: 2, hrtimer: 3 } as const);

/** A timer. What does not apply to its class is -1. */
export interface TimerId {
  readonly class: TimerClass;
  readonly sclass: TimerSlaveClass;
  /** Index of the card; -1 for a global timer. */
  readonly card: number;
  /** Which global timer (see {@link globalTimers}), which of the card, or which PCM device. */
  readonly device: number;
  /** Of a PCM: twice the substream, one more for capture. */
  readonly subdevice: number;
}

/** A timer id in the numbers of C. */
export interface RawTimerId {
  readonly class: number;
  readonly sclass: number;
  readonly card: number;
  readonly device: number;
  readonly subdevice: number;
}

/** The numbers of a `snd_timer_id_t`. Internal. */
export function decodeTimerId(id: Pointer): RawTimerId {
  return {
    class: timerApi.snd_timer_id_get_class(id),
    sclass: timerApi.snd_timer_id_get_sclass(id),
    card: timerApi.snd_timer_id_get_card(id),
    device: timerApi.snd_timer_id_get_device(id),
    subdevice: timerApi.snd_timer_id_get_subdevice(id),
  };
}

/** A `snd_timer_id_t` of numbers. Internal. @throws AlsatsError of kind `invalid` */
export function encodeTimerId(id: RawTimerId): Uint8Array {
  if (typeof id !== 'object' || id === null) throw new AlsatsError('invalid', 'id must be a timer id');
  const memory = allocOpaque(Number(timerApi.snd_timer_id_sizeof()));
  const whole = (name: keyof RawTimerId) => requireInteger(`id.${name}`, id[name], -1, MAX_INT);
  timerApi.snd_timer_id_set_class(memory, whole('class'));
  timerApi.snd_timer_id_set_sclass(memory, whole('sclass'));
  timerApi.snd_timer_id_set_card(memory, whole('card'));
  timerApi.snd_timer_id_set_device(memory, whole('device'));
  timerApi.snd_timer_id_set_subdevice(memory, whole('subdevice'));
  return memory;
}

/** Internal. @throws AlsatsError of kind `invalid` */
export function rawTimerId(id: TimerId): RawTimerId {
  if (typeof id !== 'object' || id === null) throw new AlsatsError('invalid', 'id must be a timer id');
  return {
    class: requireOneOf('id.class', timerClasses, id.class),
    sclass: requireOneOf('id.sclass', timerSlaveClasses, id.sclass),
    card: requireInteger('id.card', id.card, -1, MAX_INT),
    device: requireInteger('id.device', id.device, -1, MAX_INT),
    subdevice: requireInteger('id.subdevice', id.subdevice, -1, MAX_INT),
  };
}

const classNames = Object.keys(timerClasses) as TimerClass[];
const slaveClassNames = Object.keys(timerSlaveClasses) as TimerSlaveClass[];

/** Internal; null for a class that this library does not know. */
export function namedTimerId(raw: RawTimerId): TimerId | null {
  const name = classNames[raw.class];
  return name === undefined ? null : { ...raw, class: name, sclass: slaveClassNames[raw.sclass] ?? 'none' };
}

/** The id of a global timer. */
export function globalTimerId(timer: keyof typeof globalTimers): TimerId {
  const device = requireOneOf('timer', globalTimers, timer);
  return { class: 'global', sclass: 'none', card: -1, device, subdevice: 0 };
}

/** The id of the timer that ticks with each period of a PCM substream. */
export function pcmTimerId(
  card: number,
  device: number,
  stream: 'playback' | 'capture',
  substream = 0,
): TimerId {
  requireInteger('substream', substream, 0, 1023);
  const direction = requireOneOf('stream', { playback: 0, capture: 1 }, stream);
  return {
    class: 'pcm',
    sclass: 'none',
    card: requireInteger('card', card, 0, MAX_INT),
    device: requireInteger('device', device, 0, MAX_INT),
    subdevice: 2 * substream + direction,
  };
}

/** `G3`, `C0-0`, `P0-0-1`: as the kernel writes it; a slave as `S1-4711`, class and what it follows. */
export function formatTimerId(id: TimerId): string {
  switch (id.class) {
    case 'global':
      return `G${id.device}`;
    case 'card':
      return `C${id.card}-${id.device}`;
    case 'pcm':
      return `P${id.card}-${id.device}-${id.subdevice}`;
    default:
      return `S${timerSlaveClasses[id.sclass]}-${id.device}`;
  }
}

/** Reads what {@link formatTimerId} writes, and `system`, `rtc`, `hpet`, `hrtimer`. @throws AlsatsError of kind `invalid` */
export function parseTimerId(text: string): TimerId {
  if (Object.hasOwn(globalTimers, text)) return globalTimerId(text as keyof typeof globalTimers);
  const match = /^(?:(G)(\d+)|(C)(\d+)-(\d+)|(P)(\d+)-(\d+)-(\d+)|(S)([1-3])-(\d+))$/i.exec(text);
  const numbers = match?.slice(1).flatMap((part) => (/^\d+$/.test(part ?? '') ? [Number(part)] : [])) ?? [];
  const [first = 0, second = 0, third = 0] = numbers;
  if (match === null || numbers.some((number) => number > MAX_INT)) {
    throw new AlsatsError('invalid', `"${text}" is no timer`, {
      hint: 'write it as system, hrtimer, G3, C0-0 (card 0, timer 0) or P0-0-1 (card 0, PCM 0, capture)',
    });
  }
  switch (text.charAt(0).toUpperCase()) {
    case 'G':
      return { class: 'global', sclass: 'none', card: -1, device: first, subdevice: 0 };
    case 'C':
      return { class: 'card', sclass: 'none', card: first, device: second, subdevice: 0 };
    case 'P':
      return { class: 'pcm', sclass: 'none', card: first, device: second, subdevice: third };
    default:
      return { class: 'slave', sclass: slaveClassNames[first]!, card: -1, device: second, subdevice: 0 };
  }
}

/** The name alsa-lib opens it by: `hw:CLASS=1,SCLASS=0,DEV=3,SUBDEV=0`. */
export function timerName(id: TimerId): string {
  const raw = rawTimerId(id);
  // The card has to exist where it is named, and a global timer belongs to none.
  const card = raw.card < 0 ? '' : `CARD=${raw.card},`;
  const place = `DEV=${Math.max(raw.device, 0)},SUBDEV=${Math.max(raw.subdevice, 0)}`;
  return `hw:CLASS=${raw.class},SCLASS=${raw.sclass},${card}${place}`;
}
