import { expect, it } from 'vitest';
import { parseMidiFile } from '../../../src/midi/file/midi-file.js';
import { TempoMap } from '../../../src/midi/file/tempo-map.js';
import { single } from './smf-bytes.js';

const musical = { kind: 'musical', ticksPerQuarter: 100 } as const;

it('knows the time of ticks, and the ticks of times', () => {
  const map = new TempoMap({
    division: musical,
    tempos: [
      { tick: 0, microsecondsPerQuarter: 1_000_000 },
      { tick: 200, microsecondsPerQuarter: 100_000 },
      { tick: 200, microsecondsPerQuarter: 250_000 },
    ],
  });
  expect([0, 50, 200, 240].map((tick) => map.secondsAt(tick))).toEqual([0, 0.5, 2, 2.1]);
  for (const tick of [0, 1, 199, 200, 201, 5000])
    expect(map.tickAt(map.secondsAt(tick))).toBeCloseTo(tick, 6);
  expect([0, 199, 200].map((tick) => map.microsecondsPerQuarterAt(tick))).toEqual([1e6, 1e6, 250_000]);
});

it('plays 120 quarter notes a minute where nothing is said', () => {
  expect(new TempoMap({ division: musical }).secondsAt(100)).toBe(0.5);
});

it('counts bars and beats over changes of the signature', () => {
  const map = new TempoMap({
    division: musical,
    timeSignatures: [
      { tick: 0, numerator: 3, denominator: 4 },
      { tick: 600, numerator: 6, denominator: 8 },
      { tick: 950, numerator: 4, denominator: 4 },
    ],
  });
  const place = (tick: number) => {
    const { bar, beat, tick: rest } = map.barBeatAt(tick)!;
    return `${bar}:${beat}:${rest}`;
  };
  expect([0, 299, 300, 600, 651, 899, 900, 950, 1350].map(place)).toEqual(
    '1:1:0 1:3:99 2:1:0 3:1:0 3:2:1 3:6:49 4:1:0 5:1:0 6:1:0'.split(' '),
  );
  expect([1, 2, 3, 4, 5, 6].map((bar) => map.tickOfBar(bar))).toEqual([0, 300, 600, 900, 950, 1350]);
  expect(map.tickOfBar(3, 4)).toBe(750);
});

it('takes frames of time code as they are', () => {
  // 25 frames of 40 ticks: a tick is a millisecond; the tempo says nothing.
  const [sequence] = parseMidiFile(
    single([0, 0xff, 0x51, 3, 1, 0, 0, 0x87, 0x68, 0x90, 1, 1], 0xe728),
  ).sequences;
  expect(sequence!.endSeconds).toBe(1);
  expect(sequence!.tempoMap.barBeatAt(100)).toBeNull();
  const dropFrame = new TempoMap({ division: { kind: 'smpte', framesPerSecond: 29, ticksPerFrame: 100 } });
  expect(dropFrame.secondsAt(2997)).toBeCloseTo(1, 4);
});

it('finds tempo and time signature in a file, and leaves out those that make no sense', () => {
  const bytes = single([
    ...[0, 0xff, 0x51, 3, 0, 0, 0, 0, 0xff, 0x51, 2, 1, 1, 0, 0xff, 0x58, 4, 0, 2, 24, 8],
    ...[0, 0xff, 0x58, 4, 3, 60, 24, 8, 0, 0xff, 0x58, 4, 3, 3, 24, 8, 96, 0xff, 0x51, 3, 0x0f, 0x42, 0x40],
    ...[96, 0x90, 1, 1],
  ]);
  const [{ tempoMap } = { tempoMap: new TempoMap({ division: musical }) }] = parseMidiFile(bytes).sequences;
  expect(tempoMap.secondsAt(96)).toBe(0.5);
  expect(tempoMap.secondsAt(192)).toBe(1.5);
  expect(tempoMap.barBeatAt(144)).toEqual({ bar: 2, beat: 1, tick: 0 });
});
