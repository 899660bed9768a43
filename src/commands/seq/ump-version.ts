/** `--ump 1` and `--ump 2`: which protocol of MIDI 2.0 a client talks. */

import type { SeqMidiVersion } from '../../alsa/seq/names.js';

export type UmpVersion = '1' | '2';

export function umpVersionOf(version: UmpVersion): SeqMidiVersion {
  return version === '1' ? 'ump-midi-1.0' : 'ump-midi-2.0';
}
