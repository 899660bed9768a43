/** Reads the files of a `seq play` command. */

import { AlsatsError } from '../../../error.js';
import type { ByteSource } from '../../../file/byte-source.js';
import { openPath, openStdin } from '../../../file/file-source.js';
import { parseMidiFile } from '../../../midi/file/midi-file.js';
import type { MidiTrack } from '../../../transfer/midi/midi-player.js';

/** Larger files are no music; without a limit an endless pipe would fill the memory. */
const maxFileBytes = 512 * 1024 * 1024;
const firstBytes = 64 * 1024;

/** What a file is called for people. */
export function displayName(name: string): string {
  return name === '-' ? 'standard input' : name;
}

/** What there is to play in a file: one sequence, or several in one of format 2. @throws AlsatsError with its name */
export async function readTracks(name: string, signal: AbortSignal): Promise<MidiTrack[]> {
  try {
    const source = name === '-' ? openStdin() : openPath(name);
    try {
      const { sequences, warnings } = parseMidiFile(await readWhole(source, signal));
      const label = displayName(name);
      return sequences.map((sequence, index) => ({
        name: sequences.length === 1 ? label : `${label} (track ${index + 1})`,
        sequence,
        warnings: index === 0 ? warnings : [],
      }));
    } finally {
      await source.close();
    }
  } catch (error) {
    if (!(error instanceof AlsatsError) || error.kind === 'interrupted') throw error;
    const { message, hint } = error;
    throw new AlsatsError(error.kind, `${displayName(name)}: ${message}`, { hint, cause: error });
  }
}

/** All bytes of a source. @throws AlsatsError of kind `malformed` where they are too many */
export async function readWhole(source: ByteSource, signal: AbortSignal): Promise<Uint8Array> {
  // One byte more than a file says it has tells whether it has grown, and ends it without another look otherwise.
  let bytes = new Uint8Array(
    source.access === 'random' ? Math.min(source.sizeBytes, maxFileBytes) + 1 : firstBytes,
  );
  let length = 0;
  for (;;) {
    if (length === bytes.length) {
      const larger = new Uint8Array(length * 2);
      larger.set(bytes);
      bytes = larger;
    }
    const room = bytes.length - length;
    const got =
      source.access === 'random'
        ? await source.readAt(bytes, length, room, length)
        : await source.read(bytes, length, room, signal);
    if (got === 0) return bytes.subarray(0, length);
    length += got;
    if (length > maxFileBytes) {
      throw new AlsatsError(
        'malformed',
        `this is larger than ${maxFileBytes / 1024 ** 2} MiB, which no MIDI file is`,
      );
    }
  }
}
