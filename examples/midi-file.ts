/** Reads a Standard MIDI File. It needs no ALSA, and runs anywhere. */

import { readFile } from 'node:fs/promises';
import { noteName, parseMidiFile } from 'alsats';

const NOTE_ON = 0x90;

/** The notes of a file, each with its place and its time: `1:2 E3 at 0.5 s` */
export async function listNotes(path: string): Promise<string[]> {
  const { sequences, warnings } = parseMidiFile(await readFile(path));
  for (const { message } of warnings) console.error(`${path}: ${message}`);
  return sequences.flatMap(({ columns, tempoMap }) => {
    const lines: string[] = [];
    for (let index = 0; index < columns.length; index++) {
      // The bytes of a message: its status lowest, and velocity 0 is the end of a note.
      const word = columns.words[index]!;
      if ((word & 0xf0) !== NOTE_ON || ((word >> 16) & 0x7f) === 0) continue;
      const tick = columns.ticks[index]!;
      const place = tempoMap.barBeatAt(tick);
      const where = place === null ? 'somewhere' : `${place.bar}:${place.beat}`;
      lines.push(`${where} ${noteName((word >> 8) & 0x7f)} at ${tempoMap.secondsAt(tick)} s`);
    }
    return lines;
  });
}
