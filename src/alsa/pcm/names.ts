/** The enumerations of ALSA's PCM interface: names as alsa-lib prints them, numbers as its headers define them. */

/** `snd_pcm_stream_t`. */
export const pcmStreams = Object.freeze({ playback: 0, capture: 1 } as const);
export type PcmStream = keyof typeof pcmStreams;

/** `snd_pcm_access_t`: who copies (rw or mmap) and how samples lie in memory. */
export const pcmAccesses = Object.freeze({
  MMAP_INTERLEAVED: 0,
  MMAP_NONINTERLEAVED: 1,
  MMAP_COMPLEX: 2,
  RW_INTERLEAVED: 3,
  RW_NONINTERLEAVED: 4,
} as const);
export type PcmAccess = keyof typeof pcmAccesses;

/** `snd_pcm_subformat_t`: how many of the most significant bits of a sample the hardware uses. */
export const pcmSubformats = Object.freeze({ STD: 0, MSBITS_MAX: 1, MSBITS_20: 2, MSBITS_24: 3 } as const);
export type PcmSubformat = keyof typeof pcmSubformats;

/** `snd_pcm_state_t`. */
export const pcmStates = Object.freeze({
  OPEN: 0,
  SETUP: 1,
  PREPARED: 2,
  RUNNING: 3,
  XRUN: 4,
  DRAINING: 5,
  PAUSED: 6,
  SUSPENDED: 7,
  DISCONNECTED: 8,
  PRIVATE1: 1024,
} as const);
export type PcmState = keyof typeof pcmStates;

/** `snd_pcm_tstamp_t`: whether the hardware pointer carries a time stamp. */
export const pcmTimestampModes = Object.freeze({ NONE: 0, ENABLE: 1 } as const);
export type PcmTimestampMode = keyof typeof pcmTimestampModes;

/** `snd_pcm_tstamp_type_t`: the clock of time stamps. */
export const pcmTimestampClocks = Object.freeze({ GETTIMEOFDAY: 0, MONOTONIC: 1, MONOTONIC_RAW: 2 } as const);
export type PcmTimestampClock = keyof typeof pcmTimestampClocks;

/** `snd_pcm_audio_tstamp_type_t`: which clock of the sound hardware an audio time stamp is read from. */
export const pcmAudioTimestampTypes = Object.freeze({
  COMPAT: 0,
  DEFAULT: 1,
  LINK: 2,
  LINK_ABSOLUTE: 3,
  LINK_ESTIMATED: 4,
  LINK_SYNCHRONIZED: 5,
} as const);
export type PcmAudioTimestampType = keyof typeof pcmAudioTimestampTypes;

/** `snd_pcm_class_t`. */
export const pcmClasses = Object.freeze({ GENERIC: 0, MULTI: 1, MODEM: 2, DIGITIZER: 3 } as const);
export type PcmClass = keyof typeof pcmClasses;

/** `snd_pcm_subclass_t`. */
export const pcmSubclasses = Object.freeze({ GENERIC_MIX: 0, MULTI_MIX: 1 } as const);
export type PcmSubclass = keyof typeof pcmSubclasses;

/** `snd_pcm_chmap_type`: what may be done with a channel map. */
export const pcmChannelMapTypes = Object.freeze({ NONE: 0, FIXED: 1, VAR: 2, PAIRED: 3 } as const);
export type PcmChannelMapType = keyof typeof pcmChannelMapTypes;

/** `snd_pcm_type_t`: the plug-in a PCM is made of. */
export const pcmTypes = Object.freeze([
  'HW',
  'HOOKS',
  'MULTI',
  'FILE',
  'NULL',
  'SHM',
  'INET',
  'COPY',
  'LINEAR',
  'ALAW',
  'MULAW',
  'ADPCM',
  'RATE',
  'ROUTE',
  'PLUG',
  'SHARE',
  'METER',
  'MIX',
  'DROUTE',
  'LBSERVER',
  'LINEAR_FLOAT',
  'LADSPA',
  'DMIX',
  'JACK',
  'DSNOOP',
  'DSHARE',
  'IEC958',
  'SOFTVOL',
  'IOPLUG',
  'EXTPLUG',
  'MMAP_EMUL',
] as const);
export type PcmType = (typeof pcmTypes)[number];

/** Finds the name of a number in one of the tables above; null for a number the table does not know. */
export function nameOf<Name extends string>(
  table: Readonly<Record<Name, number>>,
  value: number,
): Name | null {
  for (const name in table) if (table[name] === value) return name;
  return null;
}
