/** Reads Standard MIDI Files of format 0, 1 and 2, and those in RIFF (RMID), from memory. */

import type { Division } from './division.js';
import { GrowingColumns, mergeTracks } from './event-columns.js';
import {
  hasId,
  type MidiFileLayout,
  nextTrack,
  readLayout,
  type TrackChunk,
  TrackFinder,
} from './file-layout.js';
import { MidiFileError, type MidiFileWarning, warn } from './midi-file-error.js';
import { MidiSequence } from './sequence.js';
import { type ParsedTrack, parseTrack } from './track-parser.js';

export interface MidiFile {
  readonly format: 0 | 1 | 2;
  readonly division: Division;
  /** Those there are, which may be more or fewer than the header says. */
  readonly trackCount: number;
  /** What plays one after the other: one, or in format 2 one for each track. */
  readonly sequences: readonly MidiSequence[];
  /** What was wrong with the file and did no harm. */
  readonly warnings: readonly MidiFileWarning[];
}

/** About what an event takes in a file; if it is less, the columns grow. */
const bytesPerEvent = 3;
const mostTracks = 65_535;

/**
 * Reads a file that is in memory. The bytes are kept, and must not change.
 *
 * @throws MidiFileError where they are no MIDI file, or break off in a way that leaves open what is meant
 */
export function parseMidiFile(bytes: Uint8Array): MidiFile {
  const warnings: MidiFileWarning[] = [];
  const layout = readLayout(bytes, warnings);
  const columns = new GrowingColumns(Math.ceil(bytes.length / bytesPerEvent));
  const finder = new TrackFinder(bytes, layout.endByte);
  const starts: number[] = [];
  const endTicks: number[] = [];
  let at = layout.tracksStartByte;
  for (;;) {
    const chunk = nextTrack(bytes, at, layout, finder, warnings);
    if (chunk === null) break;
    if (starts.length === mostTracks) throw new MidiFileError('there are too many tracks', at);
    starts.push(columns.length);
    const { startByte, limitByte, isCutOff } = chunk;
    const track = parseTrack({ bytes, startByte, limitByte, isCutOff }, columns, warnings);
    endTicks.push(track.endTick);
    at = afterTrack(bytes, chunk, track, warnings);
  }
  checkTracks(layout, starts.length, at, warnings);
  const { format, division } = layout;
  const sequences =
    format === 2
      ? starts.map((start, track) => {
          const end = starts[track + 1] ?? columns.length;
          return new MidiSequence(bytes, slice(columns, start, end), division, endTicks[track]!);
        })
      : [
          new MidiSequence(
            bytes,
            starts.length === 1 ? columns : mergeTracks(columns, starts),
            division,
            endTicks.reduce((latest, tick) => Math.max(latest, tick), 0),
          ),
        ];
  return { format, division, trackCount: starts.length, sequences, warnings };
}

/** Where to look for the chunk after a track. */
function afterTrack(
  bytes: Uint8Array,
  { startByte, endByte, limitByte }: TrackChunk,
  { endByte: eventsEnd, hasEnd }: ParsedTrack,
  warnings: MidiFileWarning[],
): number {
  if (!hasEnd) return limitByte;
  if (eventsEnd > endByte) return eventsEnd;
  if (eventsEnd < endByte && hasId(bytes, eventsEnd, 'MTrk')) {
    warn(warnings, startByte - 4, 'a track ends before its length does');
    return eventsEnd;
  }
  return endByte;
}

function checkTracks(
  { declaredTracks, tracksStartByte }: MidiFileLayout,
  count: number,
  at: number,
  warnings: MidiFileWarning[],
): void {
  if (count === 0) throw new MidiFileError('there is no track', tracksStartByte);
  if (count < declaredTracks) warn(warnings, at, `of ${declaredTracks} tracks there are ${count}`);
}

function slice({ ticks, words, offsets }: GrowingColumns, start: number, end: number) {
  return {
    length: end - start,
    ticks: ticks.subarray(start, end),
    words: words.subarray(start, end),
    offsets: offsets.subarray(start, end),
  };
}
