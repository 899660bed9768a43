import { expect, it } from 'vitest';
import type { Division } from '../../../src/midi/file/division.js';
import { MidiFileWriter } from '../../../src/midi/file/file-writer.js';
import { parseMidiFile } from '../../../src/midi/file/midi-file.js';
import type { InletEvent, MidiInlet } from '../../../src/transfer/midi/inlet.js';
import { MidiRecorder } from '../../../src/transfer/midi/midi-recorder.js';
import type {
  MidiRecorderOptions,
  MidiRecordingEvent,
} from '../../../src/transfer/midi/midi-recorder-options.js';
import { MemoryFile, systemError } from '../../audio/write/memory-file.js';
import { shown } from '../../midi/file/shown.js';

type Timed = readonly [seconds: number, event: InletEvent | readonly number[]];

/** Events at times, and a clock that goes from one to the next in steps of a tenth of a second. */
class FakeInlet implements MidiInlet {
  readonly clicks: string[] = [];
  seconds = 0;
  onStep: () => void = () => {};
  readonly #events: Timed[];

  constructor(
    events: readonly Timed[],
    readonly untilSeconds: number,
    readonly sourceCount = 1,
  ) {
    this.#events = [...events];
  }

  start(): void {}

  queueSeconds(): number {
    return this.seconds;
  }

  async *batches(signal: AbortSignal): AsyncGenerator<readonly InletEvent[], void> {
    while (!signal.aborted && this.seconds < this.untilSeconds) {
      const batch: InletEvent[] = [];
      while (this.#events.length > 0 && this.#events[0]![0] <= this.seconds + 1e-9) {
        const [at, event] = this.#events.shift()!;
        batch.push(
          'type' in event ? event : { type: 'message', source: 0, at, bytes: Uint8Array.from(event) },
        );
      }
      if (batch.length > 0) yield batch;
      await new Promise((turned) => setImmediate(turned));
      this.seconds = Math.round((this.seconds + 0.1) * 10) / 10;
      this.onStep();
    }
  }

  click(at: number, isStrong: boolean): void {
    this.clicks.push(`${at.toFixed(2)}${isStrong ? '!' : ''}`);
  }

  close(): void {}
}

const musical: Division = { kind: 'musical', ticksPerQuarter: 100 };

async function record(
  events: readonly Timed[],
  options: Partial<MidiRecorderOptions> & {
    readonly untilSeconds?: number;
    readonly sourceCount?: number;
  } = {},
  file = new MemoryFile(),
) {
  const { untilSeconds = 5, sourceCount = 1, division = musical, ...rest } = options;
  const inlet = new FakeInlet(events, untilSeconds, sourceCount);
  const told: MidiRecordingEvent[] = [];
  const recorder = new MidiRecorder({
    inlet,
    writer: new MidiFileWriter(file, division),
    division,
    beatsPerMinute: 120,
    timeSignature: { numerator: 4, denominator: 4 },
    onEvent: (event) => told.push(event),
    every: (_, act) => {
      inlet.onStep = act;
      return () => {
        inlet.onStep = () => {};
      };
    },
    ...rest,
  });
  await recorder.run();
  const parsed = parseMidiFile(file.bytes);
  const [sequence] = parsed.sequences;
  return {
    recorder,
    inlet,
    told,
    parsed,
    endTick: sequence!.endTick,
    events: shown(sequence!).filter((text) => !/meta (51|58)/.test(text)),
  };
}

it('writes messages at their ticks, with tempo and time signature', async () => {
  const { events, parsed, recorder, endTick } = await record([
    [0.5, [0x90, 60, 100]],
    [1.004, [0x80, 60, 64]],
    [1.1, [0xf0, 1, 2]],
    [1.2, [3, 0xf7]],
    [1.3, [0xc5, 7]],
  ]);
  expect(events).toEqual([
    '100 90 3c 64',
    '201 80 3c 40',
    '220 f0 00 0102',
    '240 f7 01 03f7',
    '260 c5 07 00',
  ]);
  expect(shown(parsed.sequences[0]!).slice(0, 2)).toEqual(['0 meta 51 07a120', '0 meta 58 04021808']);
  expect(endTick).toBe(1000);
  expect(recorder.messages).toBe(5);
});

it('counts frames of time code, with no tempo', async () => {
  const division: Division = { kind: 'smpte', framesPerSecond: 25, ticksPerFrame: 40 };
  const { events, parsed } = await record([[0.5, [0x90, 60, 100]]], { division });
  expect(parsed.division).toEqual(division);
  expect(shown(parsed.sequences[0]!)).toEqual(events);
  expect(events).toEqual(['500 90 3c 64']);
});

it('counts in, and keeps what came before as far as it lasts', async () => {
  const { events, inlet, told } = await record(
    [
      [0.1, [0xb0, 7, 10]],
      [0.2, [0x90, 50, 1]],
      [0.3, [0x80, 50, 1]],
      [0.4, [0xb0, 7, 20]],
      [1.9, [0x90, 60, 100]],
      [2.5, [0x80, 60, 0]],
    ],
    { countInBars: 1 },
  );
  // The note a little too early is on the first beat.
  expect(events).toEqual(['0 b0 07 14', '0 90 3c 64', '100 80 3c 00']);
  expect(inlet.clicks).toEqual(['0.00!', '0.50', '1.00', '1.50']);
  expect(told).toEqual([{ type: 'count-in', bars: 1 }, { type: 'begin' }]);
});

it('clicks while it records, the first beat of a bar strongly', async () => {
  const { inlet } = await record([], {
    metronome: true,
    untilSeconds: 1,
    timeSignature: { numerator: 3, denominator: 8 },
  });
  expect(inlet.clicks).toEqual(['0.00!', '0.25', '0.50', '0.75!', '1.00', '1.25', '1.50!', '1.75', '2.00']);
});

it('waits for the first note', async () => {
  const { events, endTick } = await record(
    [
      [0.4, [0xc0, 5]],
      [2, [0x90, 60, 100]],
      [2.5, [0x90, 60, 0]],
    ],
    { waitForNote: true, untilSeconds: 3 },
  );
  expect(events).toEqual(['0 c0 05 00', '0 90 3c 64', '100 90 3c 00']);
  expect(endTick).toBe(200);
});

it('ends with silence, but not while a note is held', async () => {
  const { recorder, endTick } = await record(
    [
      [0.5, [0x90, 60, 100]],
      [3, [0x80, 60, 0]],
    ],
    { stopAfterSilenceSeconds: 1, untilSeconds: 60 },
  );
  expect(recorder.end).toBe('silence');
  expect(endTick).toBe(600);
});

it('ends after a time, and after a number of messages', async () => {
  const timed = await record([[0, [0x90, 60, 100]]], { durationSeconds: 2, untilSeconds: 60 });
  expect(timed.recorder.end).toBe('duration');
  expect(timed.endTick).toBe(400);
  const counted = await record(
    [1, 2, 3].map((seconds) => [seconds, [0xc0, seconds]] as const),
    { maxMessages: 2, untilSeconds: 60 },
  );
  expect(counted.recorder.end).toBe('messages');
  expect(counted.events).toHaveLength(2);
});

it('marks the port of each source, and tells of those that go and of events that are lost', async () => {
  const from = (source: number, note: number, at: number): InletEvent => ({
    type: 'message',
    source,
    at,
    bytes: Uint8Array.of(0x90, note, 1),
  });
  const { events, told, recorder } = await record(
    [
      [0.1, from(0, 1, 0.1)],
      [0.2, from(1, 2, 0.2)],
      [0.3, { type: 'lost' }],
      [0.3, { type: 'source-gone', source: 0 }],
      [0.4, from(1, 3, 0.4)],
      [0.5, { type: 'source-gone', source: 1 }],
    ],
    { sourceCount: 2, untilSeconds: 60 },
  );
  expect(events.filter((text) => !text.includes('meta'))).toEqual([
    '20 90 01 01',
    '40 90 02 01 @1',
    '80 90 03 01 @1',
  ]);
  expect(told.map(({ type }) => type)).toEqual(['begin', 'lost', 'source-gone', 'source-gone']);
  expect(recorder).toMatchObject({ lost: 1, end: 'sources-gone' });
});

it('has the file whole at every moment, and tells of a full disk', async () => {
  const file = new MemoryFile();
  const counts: number[] = [];
  file.beforeWrite = () => {
    if (file.bytes.length > 22) counts.push(parseMidiFile(file.bytes).sequences[0]!.length);
    if (counts.length > 12) throw systemError('ENOSPC');
  };
  const notes = Array.from({ length: 40 }, (_, index) => [index / 10, [0x90, index, 100]] as const);
  await expect(record(notes, { untilSeconds: 60 }, file)).rejects.toMatchObject({ code: 'ENOSPC' });
  expect(counts.at(-1)).toBeGreaterThan(5);
  expect(counts).toEqual([...counts].sort((one, other) => one - other));
  expect(parseMidiFile(file.bytes).sequences[0]!.length).toBeGreaterThanOrEqual(counts.at(-1)!);
});
