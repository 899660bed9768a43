import { describe, expect, it } from 'vitest';
import { BatchRunner } from '../../../src/commands/mixer/batch-runner.js';
import { FollowedElements } from '../../../src/commands/mixer/followed-elements.js';
import { plugMixer } from '../../alsa/mixer/plug-mixer.js';
import { seededRandom } from '../../audio/random.js';

describe('a batch', () => {
  it('sets, shows and tells what is wrong, line by line', () => {
    const { mixer, state } = plugMixer();
    using _ = mixer;
    const runner = new BatchRunner(mixer, {});
    const run = (line: string) => runner.run(line).text;
    expect(run('set Master 86%')).toBe('Master: asked 86 %, set 85 % (-4.00 dB, raw 70)');
    expect(run('# nothing')).toBeNull();
    expect(run('set Master 3dB- off,on')).toBe(
      'Master: asked -3 dB, set 75 % (-7.00 dB, raw 67); front-left: off; front-right: on',
    );
    expect(run('set \'Way\' "Two, or more"')).toBe("Way: 'Two, or more'");
    expect(run('get Master --value')).toBe('75');
    expect(run('get Ear Way')).toBe("Ear: capture 20 %/27 % (raw 3/4) on; Way: 'Two, or more'");
    expect(run('toggle Ear')).toBe('Ear: off');
    expect(run('set Common,1 100% --dry-run')).toBe('Common,1: asked 100 %, would set 100 % (raw 9)');
    expect(run('set Common 1%')).toBe(
      'error: line 9: there is no mixer element "Common" (did you mean "Common,1"?)',
    );
    expect(run('set Rig 50%+ --scale linear')).toBe('Rig: asked +50 % linear, set 100 % (raw 10)');
    expect(state).toMatchObject({
      master: [67, 67],
      masterOn: [false, true],
      way: [1, 1],
      earOn: [false, false],
      common: [1, 2],
      rig: [10],
    });
    expect([runner.done, runner.failed]).toEqual([8, 1]);
  });

  it('answers in JSON, the first line with the schema', async () => {
    const { mixer } = plugMixer();
    using _ = mixer;
    const runner = new BatchRunner(mixer, { json: true });
    const first = JSON.parse(runner.run('set Master min').text!);
    expect(first).toMatchObject({
      type: 'set',
      schema: 'alsats.mixer-batch/1',
      line: 1,
      name: 'Master',
      dryRun: false,
    });
    expect(first.changes[1]).toMatchObject({
      channel: 'front-right',
      asked: 'min',
      old: { raw: 50 },
      new: { raw: 0, dB: -74 },
    });
    expect(JSON.parse(runner.run('sing').text!)).toMatchObject({
      type: 'error',
      line: 2,
      kind: 'invalid',
      exit: 2,
    });
    const faded = await runner.runSlow('set Master max --fade 30ms');
    expect(JSON.parse(faded.text!)).toMatchObject({ type: 'set', line: 3 });
    expect(JSON.parse(runner.run('get Master').text!).elements[0].playback.channels[0]).toMatchObject({
      raw: 74,
    });
  });
});

const steps = [
  'set Master 40%',
  'set Master 80%',
  'set Master 5%+',
  'set Master 5%-',
  'set Master 2dB-',
  'set Master max',
  'set Master 0%',
  'set Master 0% --channels front-right',
  'set Master 30%,60%',
  'set Master 10% --channels front-left',
  'set Master 20% mute',
  'toggle Master',
  'set Master 50% 10%+',
  'set Ear 3 --scale raw',
  'set Ear 20%-',
  'set Common,1 100% --dry-run',
  'set Common,1 50%',
  'get Master Ear --value',
  'set Rig 5+ --scale raw',
  'set Master 400%',
];

it.each([1, 2, 3, 4, 5, 7])('says and sets the same of a line however often it was met (seed %i)', (seed) => {
  const random = seededRandom(seed);
  // The lowest level is silence, which has no decibels, for some.
  const once = plugMixer({ mute: seed >= 3 });
  const often = plugMixer({ mute: seed >= 3 });
  using _once = once.mixer;
  using _often = often.mixer;
  const quiet = seed % 2 === 0;
  const remembering = new BatchRunner(often.mixer, { quiet });
  for (let count = 0; count < 400; count++) {
    if (random() < 0.1) {
      // Somebody else sets it, too.
      const volume = Math.floor(random() * 75);
      const volumes = random() < 0.5 ? [volume, volume] : [volume, 74 - volume];
      for (const { state, plug, elems, mixer } of [once, often]) {
        state.master = volumes;
        plug.changed(elems.master, 'value');
        mixer.handleEvents();
      }
    }
    const line = steps[Math.floor(random() * steps.length)]!;
    const fresh = new BatchRunner(once.mixer, { quiet }).run(line).text;
    const told = remembering.run(line).text;
    expect(told?.replace(/line \d+/, 'line 1'), `${count}: ${line}`).toBe(fresh ?? undefined);
    if (!quiet) continue;
    once.mixer.handleEvents();
    often.mixer.handleEvents();
  }
  expect(often.state).toEqual(once.state);
});

it('forgets what a line came to when the element becomes another', () => {
  const { mixer, plug, elems, state } = plugMixer();
  using _ = mixer;
  const runner = new BatchRunner(mixer, { quiet: true });
  for (let count = 0; count < 3; count++) runner.run('set Master 100%');
  expect(state.master).toEqual([74, 74]);
  (elems.master as { max: number }).max = 60;
  plug.changed(elems.master, 'info');
  runner.takeEvents();
  runner.run('set Master 100%');
  expect(state.master).toEqual([60, 60]);
});

it('what is followed is told with old and new', async () => {
  const { mixer, state, plug, elems } = plugMixer();
  using _ = mixer;
  const followed = new FollowedElements(mixer, ['Master']);
  expect(followed.state().map(({ name }) => name)).toEqual(['Master']);
  const stop = new AbortController();
  const changes = followed.changes(stop.signal);
  const next = changes.next();
  state.ear = [1, 1];
  plug.changed(elems.ear, 'value');
  state.master = [70, 70];
  plug.changed(elems.master, 'value');
  const { value } = await next;
  expect(value).toMatchObject({
    type: 'value',
    element: { name: 'Master', index: 0 },
    old: { playback: { channels: [{ percent: 36 }, { percent: 36 }] } },
    new: { playback: { channels: [{ percent: 85 }, { percent: 85 }] } },
  });
  stop.abort();
});
