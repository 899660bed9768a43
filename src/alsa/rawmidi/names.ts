/** The enumerations of ALSA's raw MIDI interface. */

/** `snd_rawmidi_stream_t`, seen from the program: output goes to the device. */
export const rawmidiStreams = Object.freeze({ output: 0, input: 1 } as const);
export type RawmidiStream = keyof typeof rawmidiStreams;

/** `snd_rawmidi_type_t`: the plug-in a handle is made of. */
export const rawmidiTypes = Object.freeze({ HW: 0, SHM: 1, INET: 2, VIRTUAL: 3 } as const);
export type RawmidiType = keyof typeof rawmidiTypes;

/** `snd_rawmidi_read_mode_t`: whether the kernel notes when bytes came. */
export const rawmidiReadModes = Object.freeze({ STANDARD: 0, TSTAMP: 1 } as const);
export type RawmidiReadMode = keyof typeof rawmidiReadModes;

/** `snd_rawmidi_clock_t`: by which clock. */
export const rawmidiClocks = Object.freeze({ NONE: 0, REALTIME: 1, MONOTONIC: 2, MONOTONIC_RAW: 3 } as const);
export type RawmidiClock = keyof typeof rawmidiClocks;
