/** Raw MIDI devices as ports. */

import { Rawmidi } from '../../alsa/rawmidi/rawmidi.js';
import type { TimedBytes } from '../../alsa/rawmidi/timestamped-frames.js';
import { AlsatsError } from '../../error.js';
import type { MidiInput, MidiInputOptions, MidiLoss, MidiOutput } from './port.js';

/** A second of a MIDI cable's bytes is 3 KiB; a device of another kind, or a program, may be far faster. */
const INPUT_BUFFER_BYTES = 1024 * 1024;
/**
 * Snd-virmidi sends as fast as it is given, and Linux tells it of bytes before they are in the buffer: with a small one it
 * catches up with the writer, and sends what was there before.
 */
const SOFTWARE_DEVICE = 'VirMidi';
const SOFTWARE_BUFFER_BYTES = 1024 * 1024;
const nonblock = { nonblock: true };

class RawmidiInput implements MidiInput {
  readonly name: string;
  readonly notice = null;
  readonly timestamps: 'kernel' | 'arrival';
  readonly #rawmidi: Rawmidi;

  constructor(rawmidi: Rawmidi, name: string, { timestamps = true }: MidiInputOptions = {}) {
    this.#rawmidi = rawmidi;
    this.name = name;
    this.timestamps = setUp(rawmidi, timestamps ? ['MONOTONIC', 'NONE'] : ['NONE']);
  }

  chunks(signal: AbortSignal): AsyncIterable<TimedBytes> {
    return this.#rawmidi.chunks(signal);
  }

  takeLoss(): MidiLoss | null {
    const byteLength = this.#rawmidi.isOpen ? this.#rawmidi.status().xrunBytes : 0;
    return byteLength === 0 ? null : { byteLength };
  }

  [Symbol.dispose](): void {
    this.#rawmidi.close();
  }
}

/** Asks for a large buffer and the clocks one after the other, and takes what there is. */
function setUp(rawmidi: Rawmidi, clocks: readonly ('MONOTONIC' | 'NONE')[]): 'kernel' | 'arrival' {
  for (const clock of clocks) {
    const readMode = clock === 'NONE' ? 'STANDARD' : 'TSTAMP';
    for (const bufferBytes of [INPUT_BUFFER_BYTES, undefined]) {
      try {
        rawmidi.setParams({ bufferBytes, readMode, clock });
        return clock === 'NONE' ? 'arrival' : 'kernel';
      } catch (error) {
        // An older kernel or alsa-lib, or a port that is no device: what was set stays as it was.
        if (!(error instanceof AlsatsError) || error.kind === 'disconnected') throw error;
      }
    }
  }
  return 'arrival';
}

class RawmidiOutput implements MidiOutput {
  readonly name: string;
  readonly notice = null;
  readonly #rawmidi: Rawmidi;

  constructor(rawmidi: Rawmidi, name: string) {
    this.#rawmidi = rawmidi;
    this.name = name;
    const { bufferBytes } =
      rawmidi.info().id === SOFTWARE_DEVICE
        ? rawmidi.setParams({ bufferBytes: SOFTWARE_BUFFER_BYTES })
        : rawmidi.params();
    // A device empties its buffer byte by byte: to be woken for each of them would be too often.
    rawmidi.setParams({ availMinBytes: Math.max(1, bufferBytes / 2) });
  }

  connected(): Promise<boolean> {
    return Promise.resolve(true);
  }

  write(bytes: Uint8Array, signal: AbortSignal): Promise<number> {
    return this.#rawmidi.writeAll(bytes, signal);
  }

  drained(signal: AbortSignal): Promise<boolean> {
    return this.#rawmidi.drained(signal);
  }

  drop(): void {
    this.#rawmidi.drop();
  }

  [Symbol.dispose](): void {
    this.#rawmidi.close();
  }
}

/** Opens a device to read from. @throws AlsaError of kind `not-found`, `busy`, `permission` … */
export function openRawmidiInput(
  deviceName: string,
  name = deviceName,
  options: MidiInputOptions = {},
): MidiInput {
  return owned(
    Rawmidi.open(deviceName, 'input', nonblock),
    (rawmidi) => new RawmidiInput(rawmidi, name, options),
  );
}

/** Opens a device to write to. @throws as {@link openRawmidiInput} */
export function openRawmidiOutput(deviceName: string, name = deviceName): MidiOutput {
  return owned(Rawmidi.open(deviceName, 'output', nonblock), (rawmidi) => new RawmidiOutput(rawmidi, name));
}

/** Opens a device both ways. @throws as {@link openRawmidiInput} */
export function openRawmidiDuplex(
  deviceName: string,
  name = deviceName,
): { readonly input: MidiInput; readonly output: MidiOutput } {
  const { input, output } = Rawmidi.openDuplex(deviceName, nonblock);
  try {
    return { input: new RawmidiInput(input, name), output: new RawmidiOutput(output, name) };
  } catch (error) {
    input.close();
    output.close();
    throw error;
  }
}

/** What was opened is closed where it cannot be used. */
function owned<T>(rawmidi: Rawmidi, use: (rawmidi: Rawmidi) => T): T {
  try {
    return use(rawmidi);
  } catch (error) {
    rawmidi.close();
    throw error;
  }
}
