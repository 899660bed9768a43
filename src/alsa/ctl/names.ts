/** The enumerations of ALSA's control interface: names as alsa-lib prints them, numbers as its headers define them. */

/** `snd_ctl_elem_iface_t`: what of a card an element belongs to. */
export const elemIfaces = Object.freeze({
  CARD: 0,
  HWDEP: 1,
  MIXER: 2,
  PCM: 3,
  RAWMIDI: 4,
  TIMER: 5,
  SEQUENCER: 6,
} as const);
export type ElemIface = keyof typeof elemIfaces;

/** `snd_ctl_elem_type_t`: what the values of an element are. */
export const elemTypes = Object.freeze({
  BOOLEAN: 1,
  INTEGER: 2,
  ENUMERATED: 3,
  BYTES: 4,
  IEC958: 5,
  INTEGER64: 6,
} as const);
export type ElemType = keyof typeof elemTypes;

/** The most values one element can have: the room in `struct snd_ctl_elem_value`. */
export const maxElemValues: Readonly<Record<ElemType, number>> = Object.freeze({
  BOOLEAN: 128,
  INTEGER: 128,
  ENUMERATED: 128,
  BYTES: 512,
  IEC958: 1,
  INTEGER64: 64,
});

/** `SND_CTL_POWER_…`: the ACPI power state of a card. */
export const powerStates = Object.freeze({
  D0: 0x0000,
  D1: 0x0100,
  D2: 0x0200,
  D3hot: 0x0300,
  D3cold: 0x0301,
} as const);
export type PowerState = keyof typeof powerStates;
