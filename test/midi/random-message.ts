/** Seeded messages of all types. */

import { type MidiMessage, midiMessageTypes } from '../../src/midi/message.js';

export function randomMessage(random: () => number): MidiMessage {
  const below = (limit: number) => Math.floor(random() * limit);
  const type = midiMessageTypes[below(midiMessageTypes.length)]!;
  // Few channels, so that running status has something to leave out.
  const channel = below(4) * 5;
  switch (type) {
    case 'note-off':
    case 'note-on':
      return { type, channel, note: below(128), velocity: below(128) };
    case 'poly-pressure':
      return { type, channel, note: below(128), pressure: below(128) };
    case 'control-change':
      return { type, channel, controller: below(128), value: below(128) };
    case 'program-change':
      return { type, channel, program: below(128) };
    case 'channel-pressure':
      return { type, channel, pressure: below(128) };
    case 'pitch-bend':
      return { type, channel, bend: below(16384) };
    case 'system-exclusive': {
      const data = Array.from({ length: below(40) }, () => below(128));
      return { type, bytes: Uint8Array.of(0xf0, ...data, 0xf7), end: 'complete' };
    }
    case 'time-code':
      return { type, piece: below(8), value: below(16) };
    case 'song-position':
      return { type, beats: below(16384) };
    case 'song-select':
      return { type, song: below(128) };
    case 'undefined':
      return { type, status: [0xf4, 0xf5, 0xf9, 0xfd][below(4)]! };
    default:
      return { type };
  }
}
