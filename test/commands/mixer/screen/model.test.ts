/** What keys, and changes from outside, do to the screen. */

import { describe, expect, it } from 'vitest';
import { columnsOf } from '../../../../src/commands/mixer/screen/columns.js';
import type { ScreenElement } from '../../../../src/commands/mixer/screen/element.js';
import { helpLines } from '../../../../src/commands/mixer/screen/keys.js';
import { seededRandom } from '../../../audio/random.js';
import { applyEffect, cardOf, element, laptop, oddNames, side } from './fake-mixer.js';
import { ScreenModel } from './screen-model.js';

const keys = {
  left: '\x1b[D',
  right: '\x1b[C',
  up: '\x1b[A',
  down: '\x1b[B',
  pageUp: '\x1b[5~',
  pageDown: '\x1b[6~',
  home: '\x1b[H',
  end: '\x1b[F',
  insert: '\x1b[2~',
  delete: '\x1b[3~',
  backTab: '\x1b[Z',
  f1: '\x1bOP',
  f2: '\x1bOQ',
  f3: '\x1bOR',
  f4: '\x1bOS',
  f5: '\x1b[15~',
  f6: '\x1b[17~',
  f10: '\x1b[21~',
  escape: '\x1b',
};

const stereo = () => [element('Pair', { playback: side({ percent: [40, 60], on: [true, true] }) })];

describe('the focus', () => {
  it('moves with arrows, h l, p n, and to both ends', () => {
    const model = new ScreenModel();
    const focus = (text: string) => model.type(text).state.focus;
    expect(model.state.focus).toBe('Master,0/playback');
    expect(focus(keys.right)).toBe('Headphone,0/playback');
    expect(focus('l')).toBe('Speaker,0/playback');
    expect(focus('n')).toBe('PCM,0/playback');
    expect(focus(keys.left)).toBe('Speaker,0/playback');
    expect(focus('h')).toBe('Headphone,0/playback');
    expect(focus('ppppp')).toBe('Master,0/playback');
    expect(focus('G')).toBe('Auto-Mute Mode,0/playback');
    expect(focus(`${keys.right}$`)).toBe('Auto-Mute Mode,0/playback');
    expect(focus('g')).toBe('Master,0/playback');
    expect(focus(`G${keys.home}`)).toBe('Master,0/playback');
  });

  it('stays in sight on any width', () => {
    for (const columns of [24, 40, 63, 80, 132, 200]) {
      const model = new ScreenModel(columns, 24).type('\t\t');
      for (const key of [...'l'.repeat(12), ...'h'.repeat(12), 'G', 'g']) {
        model.type(key);
        // The name of what has the focus stands below its bar, and in the second line.
        const [element] = model.state.focus!.split(',');
        const label = element!.replace('IEC958', 'S/PDIF').slice(0, 6);
        expect(model.screen.split('\n').at(-2)).toContain(label);
      }
    }
  });

  it('goes to the same element of another view, where there is one', () => {
    const model = new ScreenModel().type('llll');
    expect(model.state.focus).toBe('Mic,0/playback');
    expect(model.type(keys.f4).state.focus).toBe('Mic,0/capture');
    expect(model.type(keys.f5).state.focus).toBe('Mic,0/playback');
    expect(model.type(keys.f4).type('l').state.focus).toBe('Capture,0/capture');
    // It is not in there: back to where the focus was.
    expect(model.type(keys.f3).state.focus).toBe('Mic,0/playback');
    expect(model.type('h').type(keys.f4).state.focus).toBe('Capture,0/capture');
    expect(model.type(keys.f3).state.focus).toBe('PCM,0/playback');
    const views = ['\t', '\t', '\t', keys.backTab].map((key) => model.type(key).state.view);
    expect(views).toEqual(['capture', 'all', 'playback', 'all']);
  });
});

describe('views', () => {
  const names = (elements: ScreenElement[], view: 'playback' | 'capture' | 'all') =>
    columnsOf(elements, view).map(({ key }) => key.replace(',0/', ' '));

  it('show what belongs there', () => {
    expect(names(laptop(), 'capture')).toEqual([
      'Mic capture',
      'Capture capture',
      'Capture,1/capture',
      'Input Source capture',
    ]);
    expect(names(laptop(), 'all')).toHaveLength(10);
  });

  it('show what both directions share once, and both where they are two', () => {
    const onlySwitches = side({ hasVolume: false, on: [true] });
    const shared = element('Shared', { playback: side(), capture: onlySwitches, hasCommonVolume: true });
    const two = element('Two', { playback: side(), capture: side({ on: [true] }) });
    const onlySwitch = element('Switch', { playback: side(), capture: onlySwitches });
    const nothingOwn = element('Nothing', { playback: side(), hasCommonVolume: true });
    const elements = [shared, two, onlySwitch, nothingOwn];
    expect(names(elements, 'all')).toEqual([
      'Shared playback',
      'Two playback',
      'Two capture',
      'Switch playback',
      'Nothing playback',
    ]);
    expect(names(elements, 'capture')).toEqual(['Shared capture', 'Two capture', 'Switch capture']);
    // The one volume there is shows in either view, and is set where it is.
    const model = new ScreenModel(80, 24, elements).type(`${keys.f4}5`);
    expect(model.percents('Shared')).toEqual([50, 50]);
    expect(model.screen).toContain('Shared  50%');
  });

  it('never are empty at the start where another has something', () => {
    const model = new ScreenModel(80, 24, [element('Capture', { capture: side({ on: [true] }) })]);
    expect([model.state.view, model.state.focus]).toEqual(['all', 'Capture,0/capture']);
  });

  it('survive a card that has nothing for one of them', () => {
    const model = new ScreenModel(80, 24, stereo());
    model.type(`${keys.f4}${keys.right}${keys.up}mq 5${keys.f5}${keys.right}`);
    expect(model.percents('Pair')).toEqual([40, 60]);
    expect(model.type(keys.f4).screen).toContain('Nothing to record from here.');
    expect(model.type('/x').screen).toContain('/x');
  });
});

describe('levels', () => {
  it.each([
    ['up, + k w W', `${keys.up}+kwW`, [45, 65]],
    ['down, - j x K', `${keys.down}-jxJ`, [35, 55]],
    ['page up', keys.pageUp, [45, 65]],
    ['page down', keys.pageDown, [35, 55]],
    ['end', keys.end, [0, 0]],
    ['0', '0', [0, 0]],
    ['7', '7', [70, 70]],
    ['q Q', 'qQ', [42, 60]],
    ['e', 'e', [40, 61]],
    ['z y', 'zy', [38, 60]],
    ['c', 'c', [40, 59]],
    ['b', 'b', [50, 50]],
    ['=', '=', [50, 50]],
  ])('%s', (_name, typed, percents) => {
    expect(new ScreenModel(80, 24, stereo()).type(typed).percents('Pair')).toEqual(percents);
  });

  it('of one channel are the only ones there are on either side', () => {
    const model = new ScreenModel(80, 24, [
      element('One', { playback: side({ channels: ['mono'], percent: [50] }) }),
    ]);
    expect(model.type('qez').percents('One')).toEqual([51]);
    expect(model.type('b').effects).toHaveLength(3);
  });

  it('are asked for by name and direction', () => {
    const model = new ScreenModel().type(`${keys.f4}l${keys.pageUp}`);
    expect(model.effects).toEqual([
      {
        type: 'step-volume',
        element: 'Capture,0',
        direction: 'capture',
        channels: ['front-left', 'front-right'],
        percent: 5,
      },
    ]);
  });

  it('are not asked for where there is none', () => {
    const model = new ScreenModel().type(`lllll${keys.up}5`);
    expect(model.effects).toEqual([]);
    expect(model.screen).toContain('S/PDIF has no volume here');
    expect(model.type(keys.right).screen).not.toContain('no volume');
  });
});

describe('switches', () => {
  const pair = (on: boolean[]) => [
    element('Pair', { playback: side({ on }), capture: side({ hasVolume: false, on }) }),
  ];
  it.each([
    ['m', [true, true], [false, false]],
    ['m', [true, false], [false, false]],
    ['m', [false, false], [true, true]],
    ['<', [true, true], [false, true]],
    [',', [false, true], [true, true]],
    ['>', [true, true], [true, false]],
    ['.', [true, false], [true, true]],
  ])('%s: %j becomes %j', (key, before, after) => {
    const model = new ScreenModel(80, 24, pair(before)).type(key);
    expect(model.switches('Pair')).toEqual(after);
    expect(model.switches('Pair', 'capture')).toEqual(before);
  });

  it.each([
    [' ', [true, true], [false, false]],
    [' ', [false, false], [true, true]],
    [';', [true, true], [false, true]],
    [keys.insert, [true, true], [false, true]],
    ["'", [true, true], [true, false]],
    [keys.delete, [true, true], [true, false]],
  ])('%j: recording %j becomes %j', (key, before, after) => {
    const model = new ScreenModel(80, 24, pair(before)).type(key);
    expect(model.switches('Pair', 'capture')).toEqual(after);
    expect(model.switches('Pair')).toEqual(before);
  });

  it('that are not there are not asked for', () => {
    const model = new ScreenModel().type(`lll${'m '}`);
    expect(model.effects).toEqual([]);
    expect(model.screen).toContain('PCM has no capture switch here');
  });
});

describe('a choice', () => {
  it('goes up and down its items, and stops at the ends', () => {
    const model = new ScreenModel().type('G');
    const chosen = () => model.element('Auto-Mute Mode').choice!.chosen;
    expect(model.type(keys.down).effects).toEqual([]);
    model.type(keys.up);
    expect(chosen()).toEqual([0]);
    model.type(`${keys.up}${keys.down}`);
    expect(chosen()).toEqual([1]);
    model.type('5');
    expect(chosen()).toEqual([1]);
  });

  it('is a list on Enter', () => {
    const model = new ScreenModel().type(`${keys.f4}G\r`);
    expect(model.screen).toContain('│ * Headset Mic with a long name │');
    model.type(`${keys.up}${keys.up}${keys.up}\r`);
    expect(model.element('Input Source').choice!.chosen).toEqual([0]);
    expect(model.state.overlay).toBeNull();
    model.type(`\r${keys.down}${keys.escape}`);
    expect(model.element('Input Source').choice!.chosen).toEqual([0]);
    expect(model.type('u').element('Input Source').choice!.chosen).toEqual([2]);
  });
});

describe('channels one by one', () => {
  it('are seen and changed', () => {
    const model = new ScreenModel(80, 24, [
      element('Surround', {
        playback: side({
          channels: ['rear-left', 'rear-right'],
          max: 87,
          db: [-65.25, 0],
          percent: [66, 20],
          on: [true],
        }),
      }),
    ]).type(keys.f2);
    expect(model.screen).toContain('Surround  raw 0…87, -65.25…0.00 dB');
    expect(model.screen).toContain('Rear Left  66%  -22.50 dB  raw 57  on');
    model.type(`${keys.down}9`);
    expect(model.percents('Surround')).toEqual([66, 90]);
    model.type(`${keys.left}h${keys.right}m`);
    expect([model.percents('Surround'), model.switches('Surround')]).toEqual([
      [66, 89],
      [true, false],
    ]);
    model.type(`${keys.down}${keys.down}${keys.up}${keys.pageUp}`);
    expect(model.percents('Surround')).toEqual([70, 89]);
    expect(model.type('\r').state.overlay).toBeNull();
  });
});

describe('undo', () => {
  it('goes back step by step, and forward again', () => {
    const model = new ScreenModel(80, 24, stereo()).type('7').wait(2000).type('m').wait(2000).type('b');
    expect([model.percents('Pair'), model.switches('Pair')]).toEqual([
      [70, 70],
      [false, false],
    ]);
    model.type('u');
    expect([model.percents('Pair'), model.switches('Pair')]).toEqual([
      [70, 70],
      [true, true],
    ]);
    model.type('u');
    expect(model.percents('Pair')).toEqual([40, 60]);
    expect(model.screen).toContain('undone: Pair');
    expect(model.type('u').screen).toContain('nothing to undo');
    model.type('\x12');
    expect(model.percents('Pair')).toEqual([70, 70]);
    model.type('\x12');
    expect(model.switches('Pair')).toEqual([false, false]);
    expect(model.type('\x12').screen).toContain('nothing to redo');
    expect(model.type('u5').wait(2000).type('\x12').screen).toContain('nothing to redo');
  });

  it('takes steps in quick succession as one', () => {
    const model = new ScreenModel(80, 24, stereo()).type('kkkkkkkk');
    expect(model.percents('Pair')).toEqual([48, 68]);
    expect(model.type('u').percents('Pair')).toEqual([40, 60]);
    model.wait(5000).type('k').wait(5000).type('kk').type('u');
    expect(model.percents('Pair')).toEqual([41, 61]);
    model.type('mm').type('u');
    expect(model.switches('Pair')).toEqual([false, false]);
  });

  it('brings back those of a capture group that were switched off along', () => {
    const member = (name: string, on: boolean) =>
      element(name, { capture: side({ hasVolume: false, on: [on] }), captureGroup: 0 });
    const model = new ScreenModel(80, 24, [member('Line', true), member('Mic', false), stereo()[0]!]);
    model.type(`${keys.f4}l `);
    // What the driver does on its own.
    model.elements = applyEffect(model.elements, {
      type: 'set-switch',
      element: 'Line,0',
      direction: 'capture',
      channels: ['front-left', 'front-right'],
      on: false,
    });
    model.send({ type: 'elements', elements: model.elements });
    expect([model.switches('Line', 'capture'), model.switches('Mic', 'capture')]).toEqual([
      [false, false],
      [true, true],
    ]);
    model.type('u');
    expect([model.switches('Line', 'capture'), model.switches('Mic', 'capture')]).toEqual([
      [true, true],
      [false, false],
    ]);
  });

  it('never grows beyond a bound', () => {
    const model = new ScreenModel(80, 24, stereo());
    for (let i = 0; i < 500; i++) model.type('m');
    expect(model.state.undo).toHaveLength(200);
  });
});

describe('search', () => {
  it('goes to the first match as you type, and further', () => {
    const model = new ScreenModel().type('/');
    const focus = (text: string) => model.type(text).state.focus;
    expect(focus('s')).toBe('Master,0/playback');
    expect(model.screen).toContain('/s▏  1 of 3');
    expect(focus('p')).toBe('Speaker,0/playback');
    expect(focus('\x7f')).toBe('Master,0/playback');
    expect(focus(keys.down)).toBe('Speaker,0/playback');
    expect(focus(keys.down)).toBe('S/PDIF,0/playback'.replace('S/PDIF', 'IEC958'));
    expect(focus('\t')).toBe('Master,0/playback');
    expect(focus(keys.up)).toBe('IEC958,0/playback');
    expect(focus('\r')).toBe('IEC958,0/playback');
    expect(model.state.overlay).toBeNull();
  });

  it('begins where the focus is, and gives up to there', () => {
    const model = new ScreenModel().type('ll/PH');
    expect(model.state.focus).toBe('Headphone,0/playback');
    expect(model.type('zz').state.focus).toBe('Speaker,0/playback');
    expect(model.screen).toContain('/PHzz▏  not found');
    expect(model.type(keys.escape).state.focus).toBe('Speaker,0/playback');
    expect(model.type('/m\x7f\x7f').state.overlay).toBeNull();
  });

  it('looks in other views too, knows both names, and no case', () => {
    const model = new ScreenModel().type('/SOURCE\r');
    expect([model.state.view, model.state.focus]).toEqual(['capture', 'Input Source,0/capture']);
    model.type(`${keys.f3}/iec958\r`);
    expect(model.state.focus).toBe('IEC958,0/playback');
    model.type('g/pdif\r');
    expect(model.state.focus).toBe('IEC958,0/playback');
    model.type(`/capture 1${keys.escape}`);
    expect([model.state.view, model.state.focus]).toEqual(['playback', 'IEC958,0/playback']);
  });

  it('takes letters for letters, whatever they mean elsewhere', () => {
    const model = new ScreenModel().type('/mq5u');
    expect(model.effects).toEqual([]);
    expect(model.state.overlay).toMatchObject({ text: 'mq5u' });
    expect(model.type('\x17').state.overlay).toMatchObject({ text: '' });
  });

  it('finds names beyond ASCII', () => {
    const model = new ScreenModel(80, 24, oddNames()).type('/音\r');
    expect(model.state.focus).toBe('マスター音量,0/playback');
    expect(model.type('/HÖHE\r').state.focus).toContain('Höhen');
  });
});

describe('cards', () => {
  const cards = [cardOf('default'), cardOf('hw:0'), cardOf('hw:1')];
  it('are listed, and opened by Enter', () => {
    const model = new ScreenModel().send({ type: 'cards', cards }).type(keys.f6);
    expect(model.state.overlay).toEqual({ type: 'cards', selected: 1 });
    expect(model.screen).toContain('│ 1  Card1  HDA Test 1 ');
    model.type(`${keys.down}\r`);
    expect(model.effects).toEqual([{ type: 'open', device: 'hw:1' }]);
    model.send({ type: 'opened', card: cardOf('hw:1'), elements: stereo() });
    expect(model.screen).toMatch(/^1 Card1: HDA Test 1 /);
    expect(model.state.focus).toBe('Pair,0/playback');
  });

  it('may be any device, by its name', () => {
    const model = new ScreenModel().send({ type: 'cards', cards }).type(`s${keys.end}`);
    model.type('\rhw:CARD=x\x7fPCH');
    expect(model.screen).toContain('device: hw:CARD=PCH▏  Enter opens');
    model.type('\r');
    expect(model.effects).toEqual([{ type: 'open', device: 'hw:CARD=PCH' }]);
    model.send({ type: 'failed', message: 'cannot open mixer "hw:CARD=PCH": no such device' });
    expect(model.screen.split('\n').at(-1)).toBe('cannot open mixer "hw:CARD=PCH": no such device');
    expect(model.type('sG\r\r').effects).toHaveLength(1);
  });

  it('come and go while the list is open', () => {
    const model = new ScreenModel().send({ type: 'cards', cards }).type(`s${keys.end}`);
    model.send({ type: 'cards', cards: cards.slice(0, 2) });
    expect(model.state.overlay).toMatchObject({ selected: 2 });
    expect(model.screen).not.toContain('Card1');
  });

  it('that are unplugged say so, and are shown as they were when they are back', () => {
    const model = new ScreenModel().type(`lll\r`).send({ type: 'gone' });
    expect(model.state.overlay).toBeNull();
    expect(model.screen).toContain('The card was unplugged.');
    model.type(`${keys.up}m ub9/x\r\r${keys.f5}${keys.f3}`);
    expect(model.effects).toEqual([]);
    model.send({ type: 'opened', card: cardOf('hw:0'), elements: laptop() });
    expect(model.state.isPresent).toBe(true);
    expect(model.screen).toContain('Master');
  });

  it('without controls say so', () => {
    expect(new ScreenModel(80, 24, []).type(`${keys.right}${keys.up}m`).screen).toContain(
      'Card0 has no controls.',
    );
  });
});

describe('changes from outside', () => {
  it('are shown, and move nothing else', () => {
    const model = new ScreenModel().type('ll');
    const louder = model.elements.map((present) =>
      present.name === 'PCM' ? element('PCM', { playback: side({ percent: [42] }) }) : present,
    );
    model.send({ type: 'elements', elements: louder });
    expect(model.screen).toContain(' 42% ');
    expect(model.state.focus).toBe('Speaker,0/playback');
  });

  it('that take the focused element away leave the focus on one that is there', () => {
    const model = new ScreenModel(40, 12).type(`G\r`);
    expect(model.state.overlay).toMatchObject({ type: 'items' });
    model.send({ type: 'elements', elements: model.elements.slice(0, 2) });
    expect(model.state).toMatchObject({ overlay: null, first: 0 });
    expect(['Master,0/playback', 'Headphone,0/playback']).toContain(model.state.focus);
  });
});

describe('the rest', () => {
  it('help shows all keys, scrolls and closes', () => {
    const model = new ScreenModel(40, 12).type(keys.f1);
    expect(model.screen).toContain('previous, next control');
    for (let i = 0; i < 50; i++) model.type(keys.down);
    expect(model.screen).toContain(helpLines.at(-1)![0]);
    expect(model.type(keys.escape).state.overlay).toBeNull();
    expect(model.type('??').state.overlay).toBeNull();
    expect(model.effects).toEqual([]);
  });

  it('Esc and F10 end, Ctrl-L draws anew', () => {
    expect(new ScreenModel().type(keys.escape).effects).toEqual([{ type: 'quit' }]);
    expect(new ScreenModel().type(keys.f10).effects).toEqual([{ type: 'quit' }]);
    expect(new ScreenModel().type('\x0c').effects).toEqual([{ type: 'redraw' }]);
  });

  it('keys it does not know do nothing', () => {
    const model = new ScreenModel();
    const before = model.state;
    model.type(
      '\x1b[20~\x1b[57441u\x1b[1;5A\x1b[99~\x1b[27;5;106~\x1bxöß!\x1b[200~5555m\x1b[201~\x01\x00\x1b[I',
    );
    expect(model.effects).toEqual([]);
    expect(model.state).toEqual(before);
  });

  it('bears any keys, mouse moves, changes and sizes, and always has something to draw', () => {
    const random = seededRandom(11);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
    const typed = [...Object.values(keys), ..."hjklmnpqweZxcb<>,.;'/?sui0579+-= \r\t\x7f\x12\x0caä音"];
    const contents = [laptop(), oddNames(), stereo(), []];
    for (let round = 0; round < 6; round++) {
      const model = new ScreenModel(80, 24, pick(contents));
      for (let step = 0; step < 200; step++) {
        const chance = random();
        if (chance < 0.75) model.type(pick(typed));
        else if (chance < 0.93) {
          const code = pick([0, 2, 32, 34, 64, 65]);
          const final = random() < 0.7 ? 'M' : 'm';
          model.type(
            `\x1b[<${code};${1 + Math.floor(random() * 90)};${1 + Math.floor(random() * 30)}${final}`,
          );
        } else if (chance < 0.96) {
          model.send({
            type: 'resize',
            columns: Math.floor(random() * 210),
            rows: Math.floor(random() * 62),
          });
        } else if (chance < 0.98) {
          model.elements = pick(contents);
          model.send({ type: 'elements', elements: model.elements });
        } else {
          model.send({
            type: 'cards',
            cards: [cardOf('hw:0'), cardOf('hw:1')].slice(Math.floor(random() * 3)),
          });
        }
        const { rows, focus, view } = model.state;
        expect(model.screen.split('\n')).toHaveLength(Math.max(1, rows));
        const columns = columnsOf(model.elements, view);
        if (columns.length > 0) expect(columns.map(({ key }) => key)).toContain(focus);
      }
    }
  });
});
