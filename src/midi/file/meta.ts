/** The meta events of a MIDI file: what is about the music, and is not sent. */

export const metaType = {
  text: 0x01,
  copyright: 0x02,
  trackName: 0x03,
  instrument: 0x04,
  lyric: 0x05,
  marker: 0x06,
  cuePoint: 0x07,
  programName: 0x08,
  deviceName: 0x09,
  channelPrefix: 0x20,
  port: 0x21,
  endOfTrack: 0x2f,
  tempo: 0x51,
  smpteOffset: 0x54,
  timeSignature: 0x58,
  keySignature: 0x59,
} as const;

/** The meta events that are text. */
export type TextKind =
  | 'text'
  | 'copyright'
  | 'track-name'
  | 'instrument'
  | 'lyric'
  | 'marker'
  | 'cue-point'
  | 'program-name'
  | 'device-name';

const textKinds: readonly TextKind[] = [
  'text',
  'copyright',
  'track-name',
  'instrument',
  'lyric',
  'marker',
  'cue-point',
  'program-name',
  'device-name',
];

/** Null where a meta event is no text. */
export function textKindOf(type: number): TextKind | null {
  return textKinds[type - 1] ?? null;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The text of a meta event. The standard wants ASCII; what is no UTF-8 is taken for Latin-1, as older files have it. */
export function metaText(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  }
}

const majorKeys = 'Cb Gb Db Ab Eb Bb F C G D A E B F# C#'.split(' ');
const minorKeys = 'Ab Eb Bb F C G D A E B F# C# G# D# A#'.split(' ');

/** `E flat` as in `Eb major`, from the two bytes of a key signature; null where they stand for none. */
export function keyName(bytes: Uint8Array): string | null {
  const sharps = ((bytes[0] ?? 0x40) << 24) >> 24;
  const isMinor = bytes[1] === 1;
  const key = (isMinor ? minorKeys : majorKeys)[sharps + 7];
  return key === undefined ? null : `${key} ${isMinor ? 'minor' : 'major'}`;
}
