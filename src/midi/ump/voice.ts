/** Channel voice messages of the MIDI 2.0 protocol (M2-104-UM, 7.4). */

import type { UmpBody, UmpValues } from './message.js';

const BANK_VALID = 1;
const RESET = 1;
const DETACH = 2;

interface Voice {
  readonly type: string;
  /** @param first the second byte of the first word, `second` its last one, `data` the second word */
  readonly values: (first: number, second: number, data: number) => UmpValues;
}

const key = (first: number, second: number, data: number): UmpValues => ({
  note: first,
  velocity: data >>> 16,
  attributeType: second,
  attribute: data & 0xffff,
});
const parameter = (bank: number, index: number, value: number): UmpValues => ({ bank, index, value });
const relative = (bank: number, index: number, data: number): UmpValues => ({
  bank,
  index,
  change: data | 0,
});
const noteController = (note: number, index: number, value: number): UmpValues => ({ note, index, value });

/** By status, the upper half of the status byte. */
const voices: Readonly<Record<number, Voice>> = {
  0: { type: 'registered-note-controller', values: noteController },
  1: { type: 'assignable-note-controller', values: noteController },
  2: { type: 'rpn', values: parameter },
  3: { type: 'nrpn', values: parameter },
  4: { type: 'relative-rpn', values: relative },
  5: { type: 'relative-nrpn', values: relative },
  6: { type: 'note-pitch-bend', values: (note, _, bend) => ({ note, bend }) },
  8: { type: 'note-off', values: key },
  9: { type: 'note-on', values: key },
  10: { type: 'poly-pressure', values: (note, _, pressure) => ({ note, pressure }) },
  11: { type: 'control-change', values: (controller, _, value) => ({ controller, value }) },
  12: { type: 'program-change', values: program },
  13: { type: 'channel-pressure', values: (_first, _second, pressure) => ({ pressure }) },
  14: { type: 'pitch-bend', values: (_first, _second, bend) => ({ bend }) },
  15: {
    type: 'note-management',
    values: (note, flags) => ({ note, detach: (flags & DETACH) !== 0, reset: (flags & RESET) !== 0 }),
  },
};

export const voiceTypes: readonly string[] = Object.values(voices).map(({ type }) => type);

/** Null for what is reserved. */
export function voiceMessage(words: Uint32Array): UmpBody | null {
  const [first = 0, data = 0] = words;
  const voice = voices[(first >>> 20) & 15];
  if (voice === undefined) return null;
  const values = voice.values((first >>> 8) & 0xff, first & 0xff, data);
  return { type: voice.type, channel: (first >>> 16) & 15, values };
}

/** The bank is null where it stays what it was. */
function program(_: number, options: number, data: number): UmpValues {
  const bank = (options & BANK_VALID) === 0 ? null : (((data >>> 8) & 0x7f) << 7) | (data & 0x7f);
  return { program: (data >>> 24) & 0x7f, bank };
}
