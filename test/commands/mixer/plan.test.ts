import { describe, expect, it } from 'vitest';
import { applyPlan, fadePlan, reportPlan } from '../../../src/commands/mixer/apply.js';
import { changesText } from '../../../src/commands/mixer/changes-text.js';
import { type Part, planChanges } from '../../../src/commands/mixer/plan.js';
import { type FakeElement, fakeFacts } from './fake-element.js';
import { scales } from './scales.js';

const scale = scales['of 74 dB'];
const quiet = { refresh: () => {} };

/** Sets an element, and gives what is told of it. */
function set(element: FakeElement, words: string[], part: Part = {}): string {
  const facts = fakeFacts(element);
  const plan = planChanges(facts, words, part);
  applyPlan(facts, plan);
  return changesText(facts, reportPlan(quiet, facts, plan, false), false);
}

const stereo = (left: number, right: number) => ({ scale, volumes: [left, right] });

describe('levels for channels', () => {
  it.each([
    [['40'], [40, 40]],
    [['10,20'], [10, 20]],
    [[',20'], [50, 20]],
    [['10,'], [10, 40]],
    [['front-right=7'], [50, 7]],
    [['left=1,right=2'], [1, 2]],
    // Together: the same number of steps.
    [['+5'], [55, 45]],
    [['max'], [74, 74]],
    // The loudest decides; the others stay as far below it.
    [['+50'], [74, 64]],
    [['5+,5-'], [55, 35]],
    [
      ['10', '+5'],
      [15, 15],
    ],
    [['-12dB'], [62, 62]],
    [['3dB+'], [53, 43]],
  ] as const)('%j', (words, expected) => {
    const volumes = [50, 40];
    set({ playback: { scale, volumes } }, [...words], { scale: 'raw' });
    expect(volumes).toEqual(expected);
  });

  it('keep their balance over a thousand steps', () => {
    const volumes = [50, 31];
    for (let step = 0; step < 500; step++) {
      set({ playback: { scale, volumes } }, ['5%-']);
      set({ playback: { scale, volumes } }, ['5%+']);
    }
    expect(volumes).toEqual([50, 31]);
  });

  it('can be for some only', () => {
    const volumes = [50, 40];
    set({ playback: { scale, volumes } }, ['7'], { scale: 'raw', channels: ['front-right'] });
    expect(volumes).toEqual([50, 7]);
    expect(() => set({ playback: stereo(1, 2) }, ['5%'], { channels: ['woofer'] })).toThrow(
      /no playback channel woofer/,
    );
    expect(() => set({ playback: stereo(1, 2) }, ['1%,2%,3%'])).toThrow(/3 values for 2 channels/);
  });

  it('are one where the channels are joined', () => {
    const volumes = [50];
    set({ playback: { scale, volumes, joined: true } }, ['9'], { scale: 'raw' });
    expect(volumes).toEqual([9]);
    const both = { scale, volumes: [5, 5], joined: true };
    expect(() => set({ playback: both }, ['1%,2%'])).toThrow(/have one value/);
    set({ playback: both }, ['left=100%']);
    expect(both.volumes).toEqual([74, 74]);
  });
});

describe('both directions', () => {
  const element = () => ({ playback: stereo(1, 2), capture: { ...stereo(3, 4), switches: [true, true] } });

  it('get a level, unless one is named', () => {
    const both = element();
    set(both, ['max']);
    expect([both.playback.volumes, both.capture.volumes]).toEqual([
      [74, 74],
      [74, 74],
    ]);
    const one = element();
    set(one, ['max'], { capture: true });
    expect(one.playback.volumes).toEqual([1, 2]);
  });

  it('switch playback, or capture where there is nothing else or it is named', () => {
    const one = element();
    expect(set(one, ['mute'])).toBe('Master capture: off');
    expect(one.capture.switches).toEqual([false, false]);
    const two = {
      playback: { ...stereo(1, 2), switches: [true, false] },
      capture: { ...stereo(3, 4), switches: [true, true] },
    };
    set(two, ['toggle']);
    expect([two.playback.switches, two.capture.switches]).toEqual([
      [false, false],
      [true, true],
    ]);
    set(two, ['nocap', 'on']);
    expect([two.playback.switches, two.capture.switches]).toEqual([
      [true, true],
      [false, false],
    ]);
    expect(() => set(two, ['cap'], { playback: true })).toThrow(/for capture, not for playback/);
  });

  it('are one where they share', () => {
    const volumes = [5, 5];
    set({ playback: { scale, volumes }, shared: true }, ['max'], { capture: true });
    expect(volumes).toEqual([74, 74]);
  });

  it('say what they have where they lack what was asked for', () => {
    const capture = { capture: { ...stereo(1, 2), switches: [true, true] } };
    const error = expect.objectContaining({
      kind: 'unsupported',
      message: 'Master: it has no playback volume',
      hint: 'it has a capture volume and a capture switch',
    });
    expect(() => set(capture, ['5%'], { playback: true })).toThrow(error);
    expect(() => set({ playback: stereo(1, 2) }, ['mute'])).toThrow(/it has no switch/);
    expect(() => set({ playback: { switches: [true] } }, ['5%'])).toThrow(/it has no volume/);
    expect(() => set({ playback: stereo(1, 2) }, ['cap'])).toThrow(/it has no capture switch/);
  });
});

describe('items', () => {
  const items = ['None', 'CD Player', 'Two, or more', 'on'];
  it.each([
    ['CD Player', [1, 1]],
    ['cd player', [1, 1]],
    ['Two, or more', [2, 2]],
    ['None,CD Player', [0, 1]],
    [',CD Player', [3, 1]],
    ['right=None', [3, 0]],
    ['on', [3, 3]],
  ])('%j', (text, expected) => {
    const chosen = [3, 3];
    set({ items, chosen }, [text]);
    expect(chosen).toEqual(expected);
  });

  it('that are none are told, with what may have been meant', () => {
    expect(() => set({ items }, ['CD Plaier'])).toThrow(
      expect.objectContaining({
        kind: 'not-found',
        hint: expect.stringMatching(/^did you mean 'CD Player'\?/),
      }),
    );
    expect(() => set({ items }, ['40%'])).toThrow(/has neither volume nor switch/);
    expect(() => set({ items }, ['CD', 'Player'])).toThrow(/takes one item, not 2 words/);
  });
});

describe('words', () => {
  it.each(['loud', 'on,40%', '40%,loud', '', ',', 'front=40%', 'woofer', '40% on'])(
    '%j is refused',
    (word) => {
      const volumes = [5, 5];
      expect(() => set({ playback: { scale, volumes, switches: [true, true] } }, ['max', word])).toThrow(
        expect.objectContaining({ kind: 'invalid' }),
      );
      // Nothing is set before all is understood.
      expect(volumes).toEqual([5, 5]);
    },
  );
});

describe('what is told', () => {
  it.each([
    [['86%'], { playback: stereo(1, 1) }, 'Master: asked 86 %, set 85 % (-4.00 dB, raw 70)'],
    [
      ['30%,40%'],
      { playback: stereo(1, 1) },
      'Master front-left: asked 30 %, set 30 % (-28.00 dB, raw 46); front-right: asked 40 %, set 39 % (-22.00 dB, raw 52)',
    ],
    [
      ['max', 'on'],
      { playback: { ...stereo(1, 1), switches: [false, false] } },
      'Master: asked max, set 100 % (0.00 dB, raw 74), on',
    ],
    [
      ['min'],
      { playback: { scale: scales['without decibels'], volumes: [3] } },
      'Master: asked min, set 0 % (raw 0)',
    ],
    [
      ['min'],
      { playback: { scale: scales['of 65 dB with silence'], volumes: [3] } },
      'Master: asked min, set 0 % (mute, raw 0)',
    ],
    [['b'], { items: ['a', 'b'], chosen: [0] }, "Master: 'b'"],
  ] as const)('%j', (words, element, text) => {
    expect(set(element as FakeElement, [...words])).toBe(text);
  });

  it('in a dry run is what would be, and nothing is set', () => {
    const volumes = [1, 1];
    const facts = fakeFacts({ playback: { scale, volumes, switches: [true, true] } });
    const plan = planChanges(facts, ['max', 'mute'], {});
    expect(changesText(facts, reportPlan(quiet, facts, plan, true), true)).toBe(
      'Master: asked max, would set 100 % (0.00 dB, raw 74), would be off',
    );
    expect(volumes).toEqual([1, 1]);
  });
});

it('a fade goes there step by step, between what is switched on and off', async () => {
  const volumes = [10, 10];
  const switches = [false, false];
  const facts = fakeFacts({ playback: { scale, volumes, switches } });
  const seen: [number, boolean][] = [];
  const plan = planChanges(facts, ['60', 'on'], { scale: 'raw' });
  const stop = new AbortController();
  let nowMs = 7;
  const sleep = async (ms: number) => {
    seen.push([volumes[0]!, switches[0]!]);
    nowMs += ms;
  };
  await fadePlan(facts, plan, 0.2, stop.signal, { nowMs: () => nowMs, sleep });
  expect(volumes).toEqual([60, 60]);
  expect(seen.every(([, on]) => on)).toBe(true);
  const raws = seen.map(([raw]) => raw);
  // Ten steps of 20 ms, of which the last one is not seen on the way.
  expect(raws).toHaveLength(10);
  expect(raws[0]).toBe(10);
  expect(raws).toEqual([...new Set(raws)].sort((a, b) => a - b));
  // Whoever wakes up late is at the end at once.
  const back = planChanges(facts, ['10'], { scale: 'raw' });
  const oversleep = async () => {
    nowMs += 500;
  };
  await fadePlan(facts, back, 0.2, stop.signal, { nowMs: () => nowMs, sleep: oversleep });
  expect(volumes).toEqual([10, 10]);
  // Aborted, it stays where it is.
  const abort = async () => stop.abort();
  await fadePlan(facts, planChanges(facts, ['max'], {}), 10, stop.signal, {
    nowMs: () => nowMs,
    sleep: abort,
  });
  expect(volumes).toEqual([10, 10]);
});
