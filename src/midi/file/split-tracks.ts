/** Deals the events of one track out to several: one for each port, or for each channel of each port. */

import { midiFileBytes } from './chunks.js';
import type { Division } from './division.js';
import { metaType } from './meta.js';
import type { MidiSequence } from './sequence.js';
import { TrackEncoder } from './track-encoder.js';

export interface SplitOptions {
  readonly division: Division;
  /** A track for each channel, and one for what belongs to none; of the first port that is the first track. */
  readonly byChannel: boolean;
  /** Names of the ports, by their number in the sequence; tracks get them as theirs. */
  readonly portNames?: readonly string[];
}

const channelTracks = 17;

/**
 * A file of format 1 with the events of a sequence: a first track with tempo, time signature and other meta events,
 * then those that have events. All end where the sequence does.
 */
export function splitTracks(sequence: MidiSequence, options: SplitOptions): Uint8Array {
  const { columns } = sequence;
  const conductor = new TrackEncoder();
  const tracks = new Map<number, TrackEncoder>();
  // What belongs to no channel of the first port is in the first track, as arecordmidi has it.
  const first = sequence.ports[0]!;
  if (options.byChannel) tracks.set(first * channelTracks + channelTracks - 1, conductor);
  for (let index = 0; index < columns.length; index++) {
    const word = columns.words[index]!;
    const tick = columns.ticks[index]!;
    const status = word & 0xff;
    if (status === 0xff) {
      const type = (word >> 8) & 0xff;
      if (type !== metaType.port) conductor.meta(tick, type, sequence.dataOf(index));
      continue;
    }
    const port = word >>> 24;
    const track = trackOf(tracks, port, status, sequence.ports.length > 1, options);
    if (status < 0xf0) {
      const data = [(word >> 8) & 0xff, (word >> 16) & 0xff];
      track.message(tick, Uint8Array.of(status, ...data.slice(0, (status & 0xe0) === 0xc0 ? 1 : 2)));
    } else if (status === 0xf0) {
      track.sysex(tick, sequence.wireBytesOf(index));
    } else {
      track.escaped(tick, sequence.dataOf(index));
    }
  }
  const others = [...tracks].filter(([, track]) => track !== conductor).sort(([one], [other]) => one - other);
  const encoders = [conductor, ...others.map(([, track]) => track)];
  const bodies = encoders.map((track) => {
    track.end(sequence.endTick);
    return track.take();
  });
  return midiFileBytes(1, options.division, bodies);
}

function trackOf(
  tracks: Map<number, TrackEncoder>,
  port: number,
  status: number,
  hasPorts: boolean,
  { byChannel, portNames }: SplitOptions,
): TrackEncoder {
  const channel = status < 0xf0 ? status & 0x0f : channelTracks - 1;
  const key = byChannel ? port * channelTracks + channel : port;
  const known = tracks.get(key);
  if (known !== undefined) return known;
  const track = new TrackEncoder();
  const name = portNames?.[port];
  if (name !== undefined) track.text(0, metaType.trackName, name);
  if (hasPorts) track.port(0, port);
  tracks.set(key, track);
  return track;
}
