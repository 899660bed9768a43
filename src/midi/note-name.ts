/** Notes by name: `C3`, `F#-1`, `Bb4`. Middle C, note 60, is C3 unless said otherwise, as with SendMIDI. */

export const defaultMiddleCOctave = 3;

const letters: Readonly<Record<string, number>> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };
const names = ['C', 'C#', 'D', 'D#', 'E', 'F', 'F#', 'G', 'G#', 'A', 'A#', 'B'];

/** The note's number, which may be out of 0 to 127; null where the text is no name of a note. */
export function parseNoteName(text: string, middleCOctave = defaultMiddleCOctave): number | null {
  const match = /^([A-Ga-g])([#b]?)(-?\d{1,2})$/.exec(text);
  if (match === null) return null;
  const [, letter = '', accidental = '', octave = ''] = match;
  const shift = accidental === '#' ? 1 : accidental === 'b' ? -1 : 0;
  return 60 + (Number(octave) - middleCOctave) * 12 + letters[letter.toUpperCase()]! + shift;
}

/** The name of a note from 0 to 127, with sharps. */
export function noteName(note: number, middleCOctave = defaultMiddleCOctave): string {
  return `${names[note % 12]}${Math.floor(note / 12) - 5 + middleCOctave}`;
}
