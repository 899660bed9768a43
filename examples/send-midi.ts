/** Sends MIDI to a port of a device: a chord, from words or as messages. */

import { MidiWordParser, messageBytes, type Rawmidi } from 'alsats';

/** `using port = Rawmidi.open('hw:1', 'output'); playChord(port, [60, 64, 67])` */
export function playChord(port: Pick<Rawmidi, 'write'>, notes: readonly number[]): void {
  for (const note of notes) {
    port.write(messageBytes({ type: 'note-on', channel: 0, note, velocity: 100 }));
  }
}

/** The bytes of words as `alsats midi send` takes them: `wordBytes('ch', '2', 'on', 'C3', '100')` */
export function wordBytes(...words: string[]): Uint8Array[] {
  const parser = new MidiWordParser();
  return parser.words(words).flatMap((step) => (step.kind === 'message' ? [messageBytes(step.message)] : []));
}
