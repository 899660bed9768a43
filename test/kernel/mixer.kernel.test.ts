// `alsats mixer` on real drivers, beside amixer.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { Ctl } from '../../src/alsa/ctl/ctl.js';
import type { UserElem } from '../../src/alsa/ctl/user-elem.js';
import { runProgram } from '../../src/commands/program.js';
import { FakeOutside } from '../commands/fake-outside.js';
import { JsonDocument } from '../docs/json-document.js';
import { parseAmixer, runAmixer } from './rig/amixer.js';
import {
  eventsOf,
  kernelTest,
  plugUsbCard,
  projectFolder,
  readCards,
  runAlsats,
  startAlsats,
  unplugUsbCard,
  until,
  waitForEvent,
} from './rig/index.js';

const doc = JsonDocument.read(join(projectFolder, 'docs', 'json.md'));

interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `alsats mixer` in this process: a start of Node costs seconds here. */
async function mixer(args: readonly string[], stdin = ''): Promise<Ran> {
  const outside = new FakeOutside();
  Object.assign(outside, { stdin: Readable.from([Buffer.from(stdin)]) });
  const status = await runProgram(['mixer', ...args], '0', outside);
  if (args.includes('--json') && outside.stdout.text !== '') {
    if (args[0] === 'batch') doc.checkLines(outside.stdout.text);
    else doc.checkResult(outside.stdout.text);
  }
  return { status, stdout: outside.stdout.text, stderr: outside.stderr.text };
}

async function mixerOk(args: readonly string[], stdin?: string): Promise<string> {
  const { status, stdout, stderr } = await mixer(args, stdin);
  assert.deepEqual([status, stderr], [0, ''], args.join(' '));
  return stdout;
}

const DUMMY = ['-c', 'Dummy'];

/** Raw volumes and switches of an element, channel by channel, as amixer tells them. */
async function amixerState(card: string, name: string, direction: 'playback' | 'capture' = 'playback') {
  const [element] = parseAmixer(await runAmixer(card, ['sget', name]));
  const levels = Object.values(element!.channels).map((levels) => levels.both ?? levels[direction]!);
  return { raws: levels.map(({ raw }) => raw), on: levels.map(({ on }) => on), chosen: element!.chosen };
}

const userElems: UserElem[] = [
  { type: 'INTEGER', id: { name: 'Rig Playback Volume' }, count: 2, min: -20, max: 30 },
  { type: 'BOOLEAN', id: { name: 'Rig Playback Switch' }, count: 2 },
  { type: 'INTEGER', id: { name: 'Joined Playback Volume' }, count: 1, min: 0, max: 60 },
  { type: 'BOOLEAN', id: { name: 'Joined Playback Switch' }, count: 2 },
  { type: 'INTEGER', id: { name: 'Ear Capture Volume' }, count: 2, min: 0, max: 31 },
  { type: 'BOOLEAN', id: { name: 'Ear Capture Switch' }, count: 2 },
  { type: 'ENUMERATED', id: { name: 'Way' }, count: 2, items: ['One', 'Two, or more', 'Drüben'] },
  { type: 'BOOLEAN', id: { name: 'Lamp' } },
];

function removeUserElems(): void {
  using dummy = Ctl.open('hw:Dummy');
  for (const info of dummy.elemList().map((id) => dummy.elemInfo(id))) {
    if (info.access.user) dummy.elemRemove(info.id);
  }
}

async function withUserElems(body: () => Promise<void>): Promise<void> {
  {
    using dummy = Ctl.open('hw:Dummy');
    for (const elem of userElems) dummy.elemUnlock(dummy.elemAdd(elem));
    dummy.tlvWrite(
      { name: 'Rig Playback Volume' },
      { type: 'dbMinMax', minMillibels: -5000, maxMillibels: 600, mute: true },
    );
    dummy.tlvWrite(
      { name: 'Ear Capture Volume' },
      { type: 'dbScale', minMillibels: -1200, stepMillibels: 75, mute: false },
    );
  }
  try {
    await body();
  } finally {
    removeUserElems();
  }
}

const hasIntel = () => readCards().some(({ id }) => id === 'Intel');

kernelTest('list and get tell what there is, as text, as JSON, and as a bare value', {}, async () => {
  await withUserElems(async () => {
    const { schema, card, elements } = JSON.parse(await mixerOk(['list', ...DUMMY, '--json']));
    assert.equal(schema, 'alsats.mixer/1');
    assert.deepEqual([card.index, card.id], [1, 'Dummy']);
    const find = (name: string) => elements.find((element: { name: string }) => element.name === name);
    await mixerOk(['set', 'Rig', '10,-20', 'on,off', '--scale', 'raw', ...DUMMY, '-q']);
    const [rig] = JSON.parse(await mixerOk(['get', 'Rig', ...DUMMY, '--json'])).elements;
    assert.deepEqual(rig, {
      ...{ name: 'Rig', index: 0, active: true, capabilities: ['pvolume', 'pswitch'], captureGroup: null },
      playback: {
        channels: [
          { channel: 'front-left', percent: 42, linearPercent: 60, raw: 10, dB: -16.4, on: true },
          { channel: 'front-right', percent: 0, linearPercent: 0, raw: -20, dB: null, on: false },
        ],
        range: { min: -20, max: 30 },
        dBRange: { min: null, max: 6 },
      },
      ...{ capture: null, enum: null },
    });
    assert.equal(find('Joined').playback.dBRange, null);
    assert.equal(find('Ear').playback, null);
    assert.deepEqual(find('Ear').capture.dBRange, { min: -12, max: 11.25 });
    assert.deepEqual(find('Way').enum, {
      items: ['One', 'Two, or more', 'Drüben'],
      channels: [
        { channel: 'front-left', item: 'One', itemNumber: 0 },
        { channel: 'front-right', item: 'One', itemNumber: 0 },
      ],
    });
    const text = await mixerOk(['get', 'Rig', ...DUMMY]);
    assert.match(
      text,
      /^Rig\n {2}playback {2}front-left {3}42 % {2}-16\.40 dB {2}raw 10 {2}\(60 % linear\) {2}on$/m,
    );
    assert.match(text, /front-right {2}0 % {2}mute {2}raw -20/);
    assert.match(text, /range {2}raw -20 to 30, mute to 6\.00 dB/);
    assert.match(
      await mixerOk(DUMMY),
      /^Rig +playback +42 %\/0 % +-16\.40\/mute +10\/-20 +-20 to 30 +on\/off/m,
    );
    const value = async (...args: string[]) => (await mixerOk(['get', '--value', ...args, ...DUMMY])).trim();
    assert.equal(await value('Rig'), '42');
    assert.equal(await value('Rig', '--scale', 'linear'), '60');
    assert.equal(await value('Rig', '--scale', 'raw', '--channels', 'right'), '-20');
    assert.equal(await value('Rig', '--scale', 'dB'), '-16.40');
    assert.equal(await value('Lamp'), 'off');
    assert.equal(await value('Way'), 'One');
    assert.equal(await value('Ear', '--scale', 'raw'), '0');
  });
});

kernelTest('every form of a value sets what it says', {}, async () => {
  await withUserElems(async () => {
    // On Dummy: -20 to 30 with -50 dB to 6 dB in even steps, the lowest silent. From 10 and 0, and both on.
    for (const [words, raws, on] of [
      [['--scale', 'raw', '5'], [5, 5], null],
      [['--scale', 'raw', '-5'], [-5, -5], null],
      [['--scale', 'raw', '1,2'], [1, 2], null],
      [['--scale', 'raw', ',2'], [10, 2], null],
      [['--scale', 'raw', 'front-right=7'], [10, 7], null],
      [['--scale', 'raw', '7', '--channels', 'right'], [10, 7], null],
      [['--scale', 'raw', '+2'], [12, 2], null],
      [['--scale', 'raw', '2-'], [8, -2], null],
      [['--scale', 'raw', '-100'], null, null],
      [['--scale', 'linear', '50%'], [5, 5], null],
      [['--scale', 'linear', '1%'], [-19, -19], null],
      [['--scale', 'linear', '2%+'], [11, 1], null],
      [['--scale', 'linear', '+10'], [15, 5], null],
      [['-5.2dB'], [20, 20], null],
      [['0dB'], [25, 25], null],
      [['+1.12dB'], [11, 1], null],
      [['3dB-'], [7, -3], null],
      [['1%+'], [11, 1], null],
      [['0.01%-'], [9, -1], null],
      [['-100%'], [-20, -20], null],
      [['100%'], [30, 30], null],
      [['0%'], [-20, -20], null],
      [['max'], [30, 30], null],
      [['min'], [-20, -20], null],
      [['mute'], [10, 0], [false, false]],
      [['off,'], [10, 0], [false, true]],
      [['toggle'], [10, 0], [false, false]],
      [['toggle,on'], [10, 0], [false, true]],
      [
        ['max', 'unmute'],
        [30, 30],
        [true, true],
      ],
    ] as const) {
      await mixerOk(['set', 'Rig', '10,0', 'on', '--scale', 'raw', ...DUMMY, '-q']);
      const { status, stderr } = await mixer(['set', 'Rig', ...words, ...DUMMY, '-q']);
      assert.equal(status, raws === null ? 2 : 0, `${words.join(' ')}: ${stderr}`);
      const state = await amixerState('Dummy', 'Rig');
      assert.deepEqual(state.raws, raws ?? [10, 0], words.join(' '));
      assert.deepEqual(state.on, on ?? [true, true], words.join(' '));
    }
    for (const percent of [1, 2, 10, 33, 50, 77, 86, 99]) {
      await mixerOk(['set', 'Rig', `${percent}%`, ...DUMMY, '-q']);
      const { raws } = await amixerState('Dummy', 'Rig');
      await runAmixer('Dummy', ['-M', '-q', 'sset', 'Rig', `${percent}%`]);
      assert.deepEqual((await amixerState('Dummy', 'Rig')).raws, raws, `${percent} %`);
    }
    await mixerOk(['set', 'Ear', '-3dB', 'cap', ...DUMMY]);
    assert.deepEqual(await amixerState('Dummy', 'Ear', 'capture'), {
      raws: [12, 12],
      on: [true, true],
      chosen: [],
    });
    await mixerOk(['mute', 'Ear', ...DUMMY]);
    assert.deepEqual((await amixerState('Dummy', 'Ear', 'capture')).on, [false, false]);
    await mixerOk(['set', 'Joined', '50%', 'on,off', ...DUMMY]);
    assert.deepEqual(await amixerState('Dummy', 'Joined'), { raws: [30, 30], on: [true, false], chosen: [] });
    await mixerOk(['set', 'Way', 'Two, or more', ...DUMMY]);
    assert.deepEqual((await amixerState('Dummy', 'Way')).chosen, ['Two, or more', 'Two, or more']);
    await mixerOk(['set', 'Way', ',drüben', ...DUMMY]);
    assert.deepEqual((await amixerState('Dummy', 'Way')).chosen, ['Two, or more', 'Drüben']);
    await mixerOk(['toggle', 'Lamp', ...DUMMY]);
    assert.deepEqual((await amixerState('Dummy', 'Lamp')).on, [true]);
    // What both directions share is set once, and named by either.
    await mixerOk(['set', 'Master', '10', '--scale', 'raw', '--capture', ...DUMMY]);
    assert.deepEqual((await amixerState('Dummy', 'Master')).raws, [10, 10]);
    await mixerOk(['set', 'Master', '0', '--scale', 'raw', ...DUMMY]);
  });
});

kernelTest('what was asked and what was set are told, in text and JSON', { needs: ['hda'] }, async () => {
  const intel = ['-c', 'Intel'];
  await mixerOk(['set', 'Master', 'min', 'off', ...intel]);
  assert.equal(
    await mixerOk(['set', 'Master', '86%', ...intel]),
    'Master: asked 86 %, set 85 % (-4.00 dB, raw 70)\n',
  );
  const { dryRun, card, element, changes } = JSON.parse(
    await mixerOk(['set', 'Master', '+0.5%', 'on', ...intel, '--json']),
  );
  assert.deepEqual([dryRun, card.id, element.playback.channels[0].raw], [false, 'Intel', 71]);
  assert.deepEqual(changes[0], {
    ...{ type: 'volume', direction: 'playback', channel: 'front-left' },
    asked: { scale: 'percent', relative: true, amount: 0.5 },
    old: { percent: 85, linearPercent: 95, raw: 70, dB: -4 },
    new: { percent: 88, linearPercent: 96, raw: 71, dB: -3 },
  });
  assert.deepEqual(
    changes
      .slice(2)
      .map((change: Record<string, unknown>) => [change.type, change.channel, change.old, change.new]),
    [
      ['switch', 'front-left', false, true],
      ['switch', 'front-right', false, true],
    ],
  );
  assert.equal(
    await mixerOk(['set', 'Master', 'min', 'mute', '--dry-run', ...intel]),
    'Master: asked min, would set 0 % (-74.00 dB, raw 0), would be off\n',
  );
  assert.deepEqual((await amixerState('Intel', 'Master')).raws, [71, 71]);
  await mixerOk(['set', 'Master', 'min', 'off', ...intel, '-q']);
});

kernelTest('a thousand steps up and down end where they began', {}, async () => {
  await withUserElems(async () => {
    for (const [card, name] of [
      ['Dummy', 'Master'],
      ['Dummy', 'Rig'],
      ...(hasIntel() ? [['Intel', 'Master']] : []),
    ]) {
      for (const amount of ['1%', '5%', '1dB']) {
        await mixerOk(['set', name!, '60%,55%', '-c', card!, '-q']);
        const before = (await amixerState(card!, name!)).raws;
        const lines = `set ${name} ${amount}-\nset ${name} ${amount}+\n`.repeat(500);
        await mixerOk(['batch', '-q', '-c', card!], lines);
        assert.deepEqual((await amixerState(card!, name!)).raws, before, `${name}, ${amount}`);
      }
      await mixerOk([
        'set',
        name!,
        card === 'Dummy' && name === 'Master' ? '0dB' : 'min',
        '-c',
        card!,
        '-q',
      ]).catch(() => {});
    }
    await runAmixer('Dummy', ['-q', 'sset', 'Master', '0']);
  });
});

kernelTest('what cannot be done is told by name, and nothing is changed', {}, async () => {
  await withUserElems(async () => {
    const fails = async (args: string[], status: number, message: RegExp) => {
      const ran = await mixer([...args, ...DUMMY]);
      assert.equal(ran.status, status, ran.stderr);
      assert.match(ran.stderr, message);
    };
    await fails(['get', 'Mastr'], 3, /there is no mixer element "Mastr"\nhint: did you mean "Master"\?/);
    await fails(['get', 'Xyzzy'], 3, /hint: it has "Master", /);
    await fails(['get', 'Master,7'], 3, /no mixer element "Master,7"\nhint: did you mean "Master"\?/);
    await fails(['set', 'Rig', 'loud'], 2, /"loud" is neither a level nor a switch\nhint: write 40%/);
    await fails(['set', 'Rig', '40'], 2, /"40" could be percent or raw steps\nhint: write 40%, or say which/);
    await fails(['set', 'Rig', '101%'], 2, /Rig: 101 % is outside of 0 % to 100 %/);
    await fails(['set', 'Rig', '7dB'], 2, /7 dB is outside of mute to 6\.00 dB/);
    await fails(['set', 'Rig', '1%,2%,3%'], 2, /there are 3 values for 2 channels/);
    await fails(
      ['set', 'Rig', '5%', '--capture'],
      8,
      /Rig: it has no capture volume\nhint: it has a playback volume and a playback switch/,
    );
    await fails(['set', 'Lamp', '5%'], 8, /Lamp: it has no volume\nhint: it has a playback switch/);
    await fails(['set', 'Joined', '-3dB'], 8, /Joined: it has no scale in decibels/);
    await fails(['set', 'Way', 'Three'], 3, /Way has no item "Three"\nhint: .*'Two, or more'/);
    await fails(['set', 'Way', '40%'], 8, /Way has neither volume nor switch/);
    await fails(['set', 'Way', 'One', '--fade', '1s'], 2, /there is no level to fade to/);
    await fails(['get', 'Rig', '--value', '--capture'], 8, /Rig has nothing of the kind/);
    assert.deepEqual((await amixerState('Dummy', 'Rig')).raws, [-20, -20]);
  });
});

kernelTest('batch does lines, answers each at once, and counts what fails', {}, async () => {
  await withUserElems(async () => {
    const lines = [
      '# a comment',
      'set Rig 50% on',
      '',
      'get Rig --value',
      "set 'Way' 'Drüben'",
      'set Nowhere 1%',
      'set Rig 5%+ --scale linear --channels left',
      'toggle Lamp',
    ].join('\n');
    const going = await mixer(['batch', '-', '--keep-going', ...DUMMY], lines);
    assert.deepEqual(going.stdout.replace(/ \(it has .*/, '').split('\n'), [
      'Rig: asked 50 %, set 50 % (-11.92 dB, raw 14), on',
      '50',
      "Way: 'Drüben'",
      'error: line 6: there is no mixer element "Nowhere"',
      'Rig front-left: asked +5 % linear, set 57 % (-8.56 dB, raw 17)',
      'Lamp: on',
      '',
    ]);
    assert.deepEqual([going.status, going.stderr], [3, 'alsats: 1 of 6 lines failed\n']);
    const file = join(mkdtempSync(join(tmpdir(), 'alsats-mixer-')), 'lines');
    writeFileSync(file, lines);
    const stopping = await mixer(['batch', file, '--json', ...DUMMY]);
    assert.equal(stopping.status, 3);
    const answers = stopping.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.deepEqual(
      answers.map(({ type, line }) => [type, line]),
      [
        ['set', 2],
        ['value', 4],
        ['set', 5],
        ['error', 6],
      ],
    );
    assert.equal(answers[0].changes[0].new.percent, 50);
    assert.equal(answers[3].exit, 3);
  });
});

kernelTest('batch serves as a co-process', {}, async () => {
  const program = join(projectFolder, 'dist', 'alsats.cjs');
  const child = spawn(process.execPath, [program, 'mixer', 'batch', '-c', 'Dummy', '-k']);
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (line: string) => {
    child.stdin.write(`${line}\n`);
    return (await answers.next()).value as string;
  };
  assert.equal(await ask('set Master 10 --scale raw'), 'Master: asked raw 10, set 22 % (-27.00 dB, raw 10)');
  assert.match(await ask('set Master loud'), /^error: line 2: /);
  assert.equal(await ask('get Master --value --scale raw'), '10');
  // What others set meanwhile is known.
  await runAmixer('Dummy', ['-q', 'sset', 'Master', '0']);
  assert.equal(await ask('get Master --value --scale raw'), '0');
  child.stdin.end();
  const [status] = (await once(child, 'close')) as [number];
  assert.equal(status, 2);
});

kernelTest('watch tells old and new, and goes on after an unplug', { timeoutMs: 90_000 }, async () => {
  const watch = startAlsats(['mixer', 'watch', '--json', '--exec', 'echo "hook $ALSATS_TYPE" >&2']);
  await waitForEvent(watch, 'state');
  await runAmixer('Dummy', ['-q', 'sset', 'Master', '20']);
  const {
    card,
    element,
    old,
    new: now,
  } = (await waitForEvent(watch, 'value')) as unknown as {
    card: { id: string };
    element: object;
    old: { playback: { channels: object[] } };
    new: { playback: { channels: object[] } };
  };
  assert.deepEqual([card.id, element], ['Dummy', { name: 'Master', index: 0 }]);
  assert.deepEqual(old.playback.channels[0], {
    ...{ channel: 'front-left', percent: 17, linearPercent: 33, raw: 0, dB: -30, on: null },
  });
  assert.equal((now.playback.channels[0] as { raw: number }).raw, 20);
  await runAmixer('Dummy', ['-q', 'sset', 'Master', '0']);
  await plugUsbCard('mix2');
  await waitForEvent(watch, 'card-add');
  await unplugUsbCard('mix2');
  await waitForEvent(watch, 'card-remove');
  await plugUsbCard('mix3');
  await waitForEvent(watch, 'card-add', 2);
  await runAmixer('Dummy', ['-q', 'sset', 'Master', '30']);
  await until('the change after it all', () =>
    eventsOf(watch.stdout).some((event) => JSON.stringify(event.new ?? null).includes('"raw":30')),
  );
  const { status, stderr } = await watch.stop('SIGTERM');
  assert.equal(status, 0);
  assert.match(stderr, /^hook value$/m);
  await unplugUsbCard('mix3');
  await runAmixer('Dummy', ['-q', 'sset', 'Master', '0']);
});

kernelTest('watch shows changes as text, of one element', {}, async () => {
  const watch = startAlsats(['mixer', 'watch', 'Master', ...DUMMY]);
  await until('it to watch', async () => {
    await runAmixer('Dummy', ['-q', 'sset', 'Synth', '5']);
    await runAmixer('Dummy', ['-q', 'sset', 'Master', '20']);
    await runAmixer('Dummy', ['-q', 'sset', 'Master', '0']);
    return watch.stdout.toString().includes('Master');
  });
  const { status, stdout } = await watch.stop('SIGINT');
  assert.equal(status, 0);
  assert.match(stdout.toString(), / {2}Dummy {2}Master {2}.*raw \d+\).* → .*\n/);
  assert.doesNotMatch(stdout.toString(), /Synth/);
  await runAmixer('Dummy', ['-q', 'sset', 'Synth', '0']);
});

kernelTest('a fade passes through what lies between, and ends where it was to', {}, async () => {
  using ctl = Ctl.open('hw:Dummy', { nonblock: true });
  await mixerOk(['set', 'Master', 'min', ...DUMMY, '-q']);
  ctl.subscribeEvents();
  const seen = new Set<number>();
  const looking = setInterval(() => {
    const value = ctl.elemRead({ name: 'Master Volume' });
    if (value.type === 'INTEGER') seen.add(value.values[0]!);
  }, 10);
  const text = await mixerOk(['set', 'Master', '100%', '--fade', '500ms', ...DUMMY]);
  clearInterval(looking);
  assert.equal(text, 'Master: asked 100 %, set 100 % (0.00 dB, raw 100)\n');
  assert.ok(seen.size >= 4, String(seen.size));
  assert.deepEqual((await amixerState('Dummy', 'Master')).raws, [100, 100]);
  const stopped = startAlsats(['mixer', 'set', 'Master', 'min', '--fade', '60s', ...DUMMY]);
  await until('it to fade', async () => ((await amixerState('Dummy', 'Master')).raws[0] ?? 0) < 100);
  const { status, stdout } = await stopped.stop('SIGINT');
  assert.equal(status, 130);
  assert.match(stdout.toString(), /^Master: asked min, set \d\d %/);
  await runAmixer('Dummy', ['-q', 'sset', 'Master', '0']);
});

kernelTest('the program as a whole sets and shows', {}, async () => {
  const set = await runAlsats(['mixer', 'set', 'Master', '-12dB', ...DUMMY]);
  assert.deepEqual([set.status, set.stderr], [0, '']);
  assert.equal(set.stdout.toString(), 'Master: asked -12 dB, set 55 % (-12.00 dB, raw 60)\n');
  const get = await runAlsats(['mixer', 'get', 'Master', '--json', ...DUMMY]);
  assert.equal(JSON.parse(get.stdout.toString()).elements[0].playback.channels[0].raw, 60);
  await runAmixer('Dummy', ['-q', 'sset', 'Master', '0']);
});
