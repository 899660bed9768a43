import { expect, it } from 'vitest';
import { midiFileBytes } from '../../../src/midi/file/chunks.js';
import { parseMidiFile } from '../../../src/midi/file/midi-file.js';
import { TrackEncoder } from '../../../src/midi/file/track-encoder.js';
import {
  type MidiPlaybackEvent,
  MidiPlayer,
  type MidiPlayerOptions,
} from '../../../src/transfer/midi/midi-player.js';
import { seededRandom } from '../../audio/random.js';
import { FakeOutlet, hanging } from './fake-outlet.js';

/** 100 ticks a quarter note of half a second: a tick is 5 ms. */
function sequenceOf(write: (track: TrackEncoder) => void, endTick = 0) {
  const track = new TrackEncoder();
  write(track);
  track.end(endTick);
  return parseMidiFile(midiFileBytes(0, { kind: 'musical', ticksPerQuarter: 100 }, [track.take().slice()]))
    .sequences[0]!;
}

const on = (note: number, channel = 0) => Uint8Array.of(0x90 | channel, note, 100);
const off = (note: number, channel = 0) => Uint8Array.of(0x80 | channel, note, 64);
const control = (controller: number, value: number) => Uint8Array.of(0xb0, controller, value);

interface Steps {
  /** What happens when the queue's clock passes a time. */
  readonly [seconds: string]: (player: MidiPlayer) => void;
}

async function play(
  sequence: ReturnType<typeof sequenceOf>,
  options: Partial<MidiPlayerOptions> = {},
  steps: Steps = {},
  outlet = new FakeOutlet(),
) {
  const events: MidiPlaybackEvent[] = [];
  const due = Object.entries(steps)
    .map(([seconds, act]) => ({ seconds: Number(seconds), act }))
    .sort((one, other) => one.seconds - other.seconds);
  const tracks = [{ name: 'a.mid', sequence, warnings: [] }];
  const player: MidiPlayer = new MidiPlayer({
    outlet,
    nextTrack: async () => tracks.shift() ?? null,
    onEvent: (event) => events.push(event),
    wait: async (milliseconds) => {
      const end = outlet.queueSeconds() + Math.min(milliseconds / 1000, 3600);
      const next = due[0];
      if (next !== undefined && (next.seconds <= end || !outlet.isRunning)) {
        outlet.advance(Math.max(0, next.seconds - outlet.queueSeconds()));
        due.shift();
        next.act(player);
      } else if (!outlet.isRunning) {
        throw new Error('waits for ever');
      } else {
        outlet.advance(end - outlet.queueSeconds());
      }
      await Promise.resolve();
    },
    ...options,
  });
  await player.run();
  return { outlet, events, player, texts: outlet.delivered.map(({ at, hex }) => `${at.toFixed(3)} ${hex}`) };
}

const twoNotes = () =>
  sequenceOf((track) => {
    track.message(0, on(60));
    track.message(100, off(60));
    track.message(200, on(62));
    track.message(300, off(62));
  });

const cleanUp = ['b04000', 'b07900', 'b07b00'];

it('plays events at their times, and leaves nothing behind', async () => {
  const { texts, events } = await play(twoNotes());
  expect(texts.slice(0, 4)).toEqual(['0.000 903c64', '0.500 803c40', '1.000 903e64', '1.500 803e40']);
  expect(events).toEqual([
    { type: 'start', name: 'a.mid', seconds: 1.5, bars: 1 },
    { type: 'track-end', name: 'a.mid', positionSeconds: 1.5 },
  ]);
});

it('follows the tempo of the file, and scales it', async () => {
  const sequence = sequenceOf((track) => {
    track.message(0, on(1));
    track.tempo({ tick: 100, microsecondsPerQuarter: 1_000_000 });
    track.message(200, off(1));
  });
  expect((await play(sequence)).texts[1]).toBe('1.500 800140');
  expect((await play(sequence, { tempoFactor: 0.5 })).texts[1]).toBe('3.000 800140');
});

it('ends notes, pedals and sysex when it is stopped', async () => {
  const sequence = sequenceOf((track) => {
    track.message(0, control(64, 127));
    track.message(0, on(60));
    track.message(50, on(61));
    track.message(60, Uint8Array.of(0xe0, 0, 127));
    track.message(1000, off(60));
    track.message(1000, off(61));
  });
  const { outlet, texts, player } = await play(sequence, {}, { 1: (it) => it.stop() });
  expect(hanging(outlet.delivered)).toEqual([]);
  expect(texts.slice(4)).toEqual(['803c40', '803d40', ...cleanUp, 'e00040'].map((hex) => `1.000 ${hex}`));
  expect(outlet.pendingCount).toBe(0);
  expect(player.isStopped).toBe(true);
});

it('ends notes that the file forgets', async () => {
  const { texts } = await play(sequenceOf((track) => track.message(0, on(60)), 100));
  expect(texts[1]).toBe('0.500 803c40');
});

it('pauses without a sound, and goes on where it was', async () => {
  const { texts, events } = await play(
    twoNotes(),
    {},
    {
      0.25: (player) => player.togglePause(),
      0.26: (player) => player.togglePause(),
    },
  );
  expect(texts.slice(0, 5)).toEqual([
    '0.000 903c64',
    '0.250 803c40',
    '0.500 803c40',
    '1.000 903e64',
    '1.500 803e40',
  ]);
  expect(events.map(({ type }) => type)).toEqual(['start', 'pause', 'resume', 'track-end']);
});

it('lifts the pedal for a pause, and presses it again', async () => {
  const sequence = sequenceOf((track) => {
    track.message(0, control(64, 100));
    track.message(300, control(64, 0));
  });
  const toggle = (player: MidiPlayer) => player.togglePause();
  const { texts } = await play(sequence, {}, { 0.5: toggle, 0.51: toggle });
  expect(texts.slice(0, 4)).toEqual(['0.000 b04064', '0.500 b04000', '0.500 b04064', '1.500 b04000']);
});

it('jumps, with programs, controllers, parameters and bends of the new place', async () => {
  const sequence = sequenceOf((track) => {
    track.message(0, on(60));
    track.message(100, Uint8Array.of(0xc0, 5));
    track.message(100, control(0, 1));
    track.message(110, control(7, 90));
    track.message(110, control(101, 0));
    track.message(110, control(100, 0));
    track.message(110, control(6, 12));
    track.message(120, Uint8Array.of(0xe0, 1, 2));
    track.message(400, off(60));
    track.message(1000, on(64));
    track.message(1100, off(64));
  });
  const { texts, outlet } = await play(sequence, {}, { 0.25: (player) => player.seekBy(4.25) });
  expect(hanging(outlet.delivered)).toEqual([]);
  const chased = [
    'b00001',
    'c005',
    'b0075a',
    'b06500',
    'b06400',
    'b0060c',
    'b02600',
    'b06500',
    'b06400',
    'e00102',
  ];
  expect(texts.slice(0, 2)).toEqual(['0.000 903c64', '0.250 803c40']);
  expect(texts.slice(2, 12).map((text) => text.slice(6))).toEqual(chased);
  // Ten messages of a millisecond, and half a second to the note.
  expect(texts.slice(12, 14)).toEqual(['0.760 904064', '1.260 804040']);
});

it('jumps back, and takes back what came later', async () => {
  const sequence = sequenceOf((track) => {
    track.message(10, control(7, 50));
    track.message(100, control(1, 64));
    track.message(200, on(60));
    track.message(210, off(60));
  });
  const { texts } = await play(sequence, {}, { 0.75: (player) => player.seekBy(-9) });
  expect(texts.slice(2, 4).map((text) => text.slice(6))).toEqual(['b07900', 'b00764']);
  expect(texts.filter((text) => text.endsWith('b00732'))).toHaveLength(2);
});

it('changes the tempo without a note lost or doubled, whenever it is', async () => {
  const random = seededRandom(21);
  const sequence = sequenceOf((track) => {
    for (let index = 0; index < 300; index++) {
      track.message(index * 3, on(index % 100));
      track.message(index * 3 + 2, off(index % 100));
    }
  });
  const steps: Record<string, (player: MidiPlayer) => void> = {};
  for (let index = 0; index < 20; index++) {
    const factor = 0.5 + random() * 2;
    steps[String(random() * 5)] = (player) => player.setTempoFactor(factor);
  }
  const { outlet } = await play(sequence, {}, steps);
  const notes = outlet.delivered.filter(({ hex }) => /^[89]0/.test(hex)).map(({ hex }) => hex);
  const expected = Array.from({ length: 300 }, (_, index) => {
    const note = (index % 100).toString(16).padStart(2, '0');
    return [`90${note}64`, `80${note}40`];
  }).flat();
  expect(notes).toEqual(expected);
});

it('never leaves a note hanging, whatever is done to it', async () => {
  for (let seed = 1; seed <= 60; seed++) {
    const random = seededRandom(seed);
    const below = (limit: number) => Math.floor(random() * limit);
    const sequence = sequenceOf((track) => {
      for (let index = 0; index < 200; index++) {
        const note = below(128);
        const channel = below(16);
        track.message(index * 5, below(3) === 0 ? off(note, channel) : on(note, channel));
        if (below(10) === 0)
          track.sysex(index * 5, Uint8Array.of(0xf0, ...new Array(below(900)).fill(1), 0xf7));
      }
    });
    const steps: Record<string, (player: MidiPlayer) => void> = {};
    for (let index = 0; index < 12; index++) {
      steps[String(random() * 6)] = [
        (player: MidiPlayer) => player.togglePause(),
        (player: MidiPlayer) => player.togglePause(),
        (player: MidiPlayer) => player.seekBy(random() * 6 - 3),
        (player: MidiPlayer) => player.setTempoFactor(0.3 + random() * 3),
      ][below(4)]!;
    }
    steps[String(6 + random() * 3)] = (player) => player.stop();
    steps[10000] = (player) => player.stop();
    const outlet = new FakeOutlet();
    outlet.capacity = 20 + below(300);
    await play(sequence, { loop: below(3) }, steps, outlet);
    expect(hanging(outlet.delivered), `seed ${seed}`).toEqual([]);
    let isInSysex = false;
    for (const { hex } of outlet.delivered) {
      if (hex.startsWith('f0') || !/^[89abcde]/.test(hex)) isInSysex = !hex.endsWith('f7');
      else expect(isInSysex, `a message in the middle of sysex, seed ${seed}`).toBe(false);
    }
    expect(isInSysex).toBe(false);
  }
});

it('plays a part over and over without a gap', async () => {
  const { texts } = await play(twoNotes(), { startSeconds: 0.5, endSeconds: 1.25, loop: 3 });
  const notes = texts.filter((text) => /9.3e64|803e/.test(text));
  expect(notes).toEqual([
    '0.500 903e64',
    '0.750 803e40',
    '1.250 903e64',
    '1.500 803e40',
    '2.000 903e64',
    '2.250 803e40',
  ]);
});

it('transposes all but drums, mutes and solos', async () => {
  const sequence = sequenceOf((track) => {
    for (const channel of [0, 1, 9]) track.message(0, on(120, channel));
    track.message(0, on(127));
    track.message(0, control(7, 1));
  });
  const first = async (options: Partial<MidiPlayerOptions>) =>
    (await play(sequence, options)).texts.map((text) => text.slice(6)).filter((hex) => /^9|b007/.test(hex));
  expect(await first({ transpose: 5 })).toEqual(['907d64', '917d64', '997864', 'b00701']);
  expect(await first({ mute: new Set([0]) })).toEqual(['917864', '997864', 'b00701']);
  expect(await first({ solo: new Set([9]) })).toEqual(['997864', 'b00701']);
});

it('paces long system exclusive messages, and lets other ports play meanwhile', async () => {
  const sequence = sequenceOf((track) => {
    track.sysex(
      0,
      Uint8Array.from({ length: 2000 }, (_, index) => (index === 0 ? 0xf0 : index === 1999 ? 0xf7 : 1)),
    );
    track.message(10, on(60));
    track.port(10, 1);
    track.message(20, on(61));
  });
  const { outlet } = await play(sequence, {}, {}, new FakeOutlet(2));
  const [first, second] = [0, 1].map((port) => outlet.delivered.filter((event) => event.port === port));
  const pieces = first!.filter(({ hex }) => !/^[89b]/.test(hex));
  expect(pieces.map(({ hex }) => hex.length / 2)).toEqual([256, 256, 256, 256, 256, 256, 256, 208]);
  expect(pieces.map(({ at }) => Number(at.toFixed(4)))).toEqual(
    pieces.map((_, index) => Number((index * 0.08192).toFixed(4))),
  );
  expect(first!.find(({ hex }) => hex === '903c64')!.at).toBeCloseTo(7 * 0.08192, 6);
  expect(second![0]).toMatchObject({ hex: '903d64', at: 0.1 });
});

it('tells lyrics and markers when they are due', async () => {
  const sequence = sequenceOf((track) => {
    track.text(0, 5, 'Ah');
    track.text(100, 6, 'Verse');
    track.message(400, on(1));
  });
  const times: number[] = [];
  const outlet = new FakeOutlet();
  const { events } = await play(sequence, { onEvent: undefined }, {}, outlet);
  expect(events).toEqual([]);
  const told: MidiPlaybackEvent[] = [];
  const second = new FakeOutlet();
  await play(
    sequence,
    {
      onEvent: (event) => {
        if (event.type !== 'text') return;
        told.push(event);
        times.push(second.queueSeconds());
      },
    },
    {},
    second,
  );
  expect(told).toEqual([
    {
      type: 'text',
      name: 'a.mid',
      kind: 'lyric',
      text: 'Ah',
      seconds: 0,
      place: { bar: 1, beat: 1, tick: 0 },
    },
    {
      type: 'text',
      name: 'a.mid',
      kind: 'marker',
      text: 'Verse',
      seconds: 0.5,
      place: { bar: 1, beat: 2, tick: 0 },
    },
  ]);
  expect(times[1]).toBeCloseTo(0.5, 2);
});

it('schedules no more than there is room for, and loses nothing', async () => {
  const outlet = new FakeOutlet();
  outlet.capacity = 10;
  const sequence = sequenceOf((track) => {
    for (let index = 0; index < 500; index++)
      track.message(Math.floor(index / 8), control(index % 100, index % 127));
  });
  await play(sequence, {}, {}, outlet);
  expect(outlet.mostPending).toBeLessThanOrEqual(10);
  expect(outlet.delivered.filter(({ at }) => at <= 0.31).length).toBeGreaterThanOrEqual(500);
});

it('says where it is', async () => {
  const seen: unknown[] = [];
  await play(twoNotes(), { tempoFactor: 2 }, { 0.3: (player) => seen.push(player.progress()) });
  expect(seen).toEqual([
    {
      name: 'a.mid',
      positionSeconds: 0.6,
      totalSeconds: 1.5,
      place: { bar: 1, beat: 2, tick: 20 },
      beatsPerMinute: 240,
      tempoFactor: 2,
      paused: false,
    },
  ]);
});
