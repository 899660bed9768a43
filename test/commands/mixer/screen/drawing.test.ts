/** What is to be seen, at the sizes that matter. */

import { describe, expect, it } from 'vitest';
import { draw } from '../../../../src/commands/mixer/screen/draw.js';
import { palette } from '../../../../src/commands/mixer/screen/palette.js';
import type { CellStyle } from '../../../../src/terminal/screen/cell-style.js';
import { frameText } from '../../../../src/terminal/screen/frame.js';
import { displayWidth } from '../../../../src/terminal/width.js';
import { TinyTerminal } from '../../../terminal/screen/tiny-terminal.js';
import { element, laptop, oddNames, side } from './fake-mixer.js';
import { ScreenModel } from './screen-model.js';

function styleAt(model: ScreenModel, column: number, row: number): CellStyle {
  const { styles, columns } = draw(model.state);
  return styles[row * columns + column]!;
}

describe('40 x 12', () => {
  it('shows levels, marks and names, and all about the focused one', () => {
    expect(new ScreenModel(40, 12).screen).toBe(
      `\
0 Card0: HDA Test 0     Play  Capt  All
Master  66%  -22.50 dB  raw 57  on
    ···     ·· ··    ▒▒ ▒▒    ·· ··
    ▂▂▂     ██ ··    ▒▒ ▒▒    ·· ··
    ███     ██ ▒▒    ▒▒ ▒▒    ·· ··    ▶
    ███     ██ ▒▒    ▒▒ ▒▒    ·· ··
    ███     ██ ▒▒    ▒▒ ▒▒    ·· ··
    66%     80 51     100%      0%
     on     MUTE R    MUTE

   Master  Headpho… Speaker    PCM
F1 help  F6 card  / search  Esc end`,
    );
  });

  it('shows what can be recorded, and both in the view of all', () => {
    expect(new ScreenModel(40, 12).type('\tl').screen).toBe(
      `\
0 Card0: HDA Test 0     Play  Capt  All
Capture  40%  1.50 dB  raw 25  recording
            ·· ··    ·· ··
            ·· ··    ·· ··     Mic
            ·· ··    ·· ··     Line
            ▃▃ ▃▃    ·· ··   Headset…
            ██ ██    ▂▂ ▂▂
            ██ ██    ██ ██
             40%      21%
   REC L     REC       -
    Mic    Capture  Capture… Input S…
F1 help  F6 card  / search  Esc end`,
    );
    expect(new ScreenModel(40, 12).type('\t\tgllllll').screen).toBe(
      `\
0 Card0: HDA Test 0     Play  Capt  All
Auto-Mute Mode  Enabled
    play     play     play     play
   ·· ··    ▇▇ ▇▇
   ·· ··    ██ ██            Disabled
◀  ·· ··    ██ ██            Enabled   ▶
   ·· ··    ██ ██
     0%      97%
              on       on
            REC L
    PCM      Mic     S/PDIF  Auto-Mu…
F1 help  F6 card  / search  Esc end`,
    );
  });

  it('cuts long names with the width of their characters, and escapes what could drive the terminal', () => {
    expect(new ScreenModel(40, 12, oddNames()).screen).toBe(
      `\
0 Card0: HDA Test 0     Play  Capt  All
Headset Mic Boost Volume o…  10%  raw 10
   ·· ··    ·· ··    ·· ··    ██ ██
   ·· ··    ·· ··    ▄▄ ▄▄    ██ ██
   ·· ··    ·· ··    ██ ██    ██ ██
   ·· ··    ██ ██    ██ ██    ██ ██    ▶
   ·· ··    ██ ██    ██ ██    ██ ██
   ▅▅ ▅▅    ██ ██    ██ ██    ██ ██
    10%      50%      75%      99%
              on
  Headset… マスタ…  Höhen \u0301é… evil\\x1…
F1 help  F6 card  / search  Esc end`,
    );
  });

  it('opens boxes that fit', () => {
    expect(new ScreenModel(40, 12).type('lllli').screen).toBe(
      `\
0 Card0: HDA Test 0     Play  Capt  All
Mic  97%  10.50 dB  raw 30  on  recordi…
   ·· ··    ▒▒ ▒▒    ·· ··    ▇▇ ▇▇
   ┌ Mic  raw 0…31, -34.50…12.00 dB ┐
◀  │ play L 97% 10.50 dB raw 30 on  │  ▶
   │ play R 97% 10.50 dB raw 30 on  │
   │ rec L recording                │
   │ rec R not recording            │
   └────────────────────────────────┘
                              REC L
  Headpho… Speaker    PCM      Mic
↑↓ channel  ←→ level  m mute  Esc back`,
    );
  });
});

describe('80 x 24', () => {
  it('has room for all of a laptop', () => {
    expect(new ScreenModel(80, 24).type('l').screen).toBe(
      `\
0 Card0: HDA Test 0                             F3 Playback  F4 Capture  F5 All
Headphone  L 80%  -12.75 dB  raw 70 | R 51%  -32.25 dB  raw 44  muted: R
    ···       ·· ··      ▒▒ ▒▒      ·· ··      ▄▄ ▄▄
    ···       ·· ··      ▒▒ ▒▒      ·· ··      ██ ██
    ···       ·· ··      ▒▒ ▒▒      ·· ··      ██ ██
    ···       ▅▅ ··      ▒▒ ▒▒      ·· ··      ██ ██
    ···       ██ ··      ▒▒ ▒▒      ·· ··      ██ ██
    ▁▁▁       ██ ··      ▒▒ ▒▒      ·· ··      ██ ██
    ███       ██ ··      ▒▒ ▒▒      ·· ··      ██ ██
    ███       ██ ··      ▒▒ ▒▒      ·· ··      ██ ██                Disabled
    ███       ██ ▒▒      ▒▒ ▒▒      ·· ··      ██ ██                Enabled
    ███       ██ ▒▒      ▒▒ ▒▒      ·· ··      ██ ██
    ███       ██ ▒▒      ▒▒ ▒▒      ·· ··      ██ ██
    ███       ██ ▒▒      ▒▒ ▒▒      ·· ··      ██ ██
    ███       ██ ▒▒      ▒▒ ▒▒      ·· ··      ██ ██
    ███       ██ ▒▒      ▒▒ ▒▒      ·· ··      ██ ██
    ███       ██ ▒▒      ▒▒ ▒▒      ·· ··      ██ ██
    ███       ██ ▒▒      ▒▒ ▒▒      ·· ··      ██ ██
    ███       ██ ▒▒      ▒▒ ▒▒      ·· ··      ██ ██
    66%       80 51       100%        0%        97%
     on       MUTE R      MUTE                   on         on
                                               REC L
   Master   Headphone   Speaker      PCM        Mic       S/PDIF   Auto-Mute…
F1 help  F6 card  / search  m mute  Space record  u undo  Esc end`,
    );
  });

  it('draws with ASCII alone where the locale is not UTF-8', () => {
    const model = new ScreenModel(80, 24).type('i');
    const screen = draw(model.state, 'ascii').toString();
    expect(screen).toMatch(/^[\x20-\x7e\n]*$/);
    expect(screen).toContain('| Mono  66%  -22.50 dB  raw 57  on |');
    expect(screen).toContain('Auto-Mute~');
  });

  it('draws with what the Linux console has in its fonts', () => {
    const screen = draw(new ScreenModel(40, 12).type('7').state, 'console').toString();
    expect(screen).toMatch(/^[\x20-\x7e\n·█▄▒…]*$/);
    expect(screen.split('\n')[3]).toBe('    ▄▄▄     ██ ··    ▒▒ ▒▒    ·· ··');
    expect(screen.split('\n')[4]).toMatch(/>$/);
  });

  it('marks what a search has found', () => {
    const model = new ScreenModel().type('/ph');
    const { column, row } = model.find('Headphone');
    expect(styleAt(model, column, row)).toBe(palette.focus | 4);
    const all = new ScreenModel().type('/e');
    expect(styleAt(all, all.find('Speaker').column, 22)).toBe(4);
    expect(styleAt(all, all.find('PCM').column, 22)).toBe(0);
  });
});

describe('200 x 60', () => {
  it('spreads, and uses the height', () => {
    const model = new ScreenModel(200, 60).type('\t\tg');
    const rows = model.screen.split('\n');
    expect(rows).toHaveLength(60);
    expect(rows[0]).toHaveLength(199);
    expect(rows[1]).toBe('Master  66%  -22.50 dB  raw 57 of 0…87  on');
    const names = rows[58]!.trim().split(/ {2,}/);
    expect(names).toEqual([
      'Master',
      'Headphone',
      'Speaker',
      'PCM',
      'Mic',
      'S/PDIF',
      'Auto-Mute Mode',
      'Capture',
      'Capture 1',
      'Input Source',
    ]);
    // 52 rows of bars: 57 of 87 steps are 34 of them, and a piece.
    const bar = rows.map((row) => row[rows[58]!.indexOf('Master') + 2]).filter((cell) => cell === '█');
    expect(bar).toHaveLength(Math.floor((57 / 87) * 52));
    expect(rows[59]).toBe(
      'F1 help  F6 card  / search  m mute  Space record  Enter channels  u undo  Esc end',
    );
  });
});

describe('other sizes', () => {
  it('too small for anything get a polite line', () => {
    expect(new ScreenModel(23, 24).screen.split('\n')[0]).toBe('23x24 is too small: at');
    expect(new ScreenModel(80, 8).screen.split('\n')[0]).toBe('80x8 is too small: at least 24x9');
    expect(new ScreenModel(1, 1).screen).toBe('1');
    expect(new ScreenModel(24, 9).screen).toContain('Master');
  });

  it('are all filled and nowhere overrun', () => {
    for (const elements of [laptop(), oddNames()]) {
      for (let columns = 1; columns <= 200; columns += 17) {
        for (const rows of [1, 9, 12, 60]) {
          const model = new ScreenModel(columns, rows, elements);
          for (const key of ['', '\t\t', '?', '\x1bi', '\x1bs']) {
            for (const line of model.type(key).screen.split('\n'))
              expect(displayWidth(line)).toBeLessThanOrEqual(columns);
          }
        }
      }
    }
  });
});

describe('colours', () => {
  it('tell loud and amplified levels by decibels', () => {
    const zones = { loudPercent: 50, overPercent: 75 };
    const full = side({ percent: [100], db: [-60, 20] });
    const model = new ScreenModel(40, 29, [element('Boost', { playback: { ...full, zones } })]);
    const { column } = model.find('100%');
    const row = 27;
    const styles = Array.from({ length: 24 }, (_, at) => styleAt(model, column, row - 2 - at));
    expect(styles.slice(0, 12)).toEqual(new Array(12).fill(palette.quiet));
    expect(styles.slice(12, 18)).toEqual(new Array(6).fill(palette.loud));
    expect(styles.slice(18)).toEqual(new Array(6).fill(palette.over));
  });

  it('are grey where it is muted, and dim where it has no effect', () => {
    const model = new ScreenModel(80, 24, [
      element('Off', { playback: side({ percent: [100], on: [false] }) }),
      element('Idle', { isActive: false, playback: side({ percent: [33] }) }),
    ]);
    expect(styleAt(model, model.find('MUTE').column, 10)).toBe(palette.muted);
    const idle = model.find('Idle');
    expect(styleAt(model, idle.column, idle.row)).toBe(palette.dim);
    expect(model.type('l').screen).toContain('Idle  33%  raw 33 of 0…100  inactive');
  });
});

describe('what is sent', () => {
  it('for one step of one bar is little, and gives the same screen', () => {
    const model = new ScreenModel(200, 60).type('lll5').wait(2000);
    const before = draw(model.state);
    const terminal = new TinyTerminal(200, 60);
    terminal.write(frameText(null, before));
    const after = draw(model.type('k').state);
    const text = frameText(before, after);
    terminal.write(text);
    expect(terminal.screen).toBe(after.toString());
    expect(text.length).toBeLessThan(150);
    expect(text.length).toBeGreaterThan(20);
  });

  it('for moving the focus, turning the view and boxes gives the same screen', () => {
    for (const [columns, rows] of [
      [40, 12],
      [80, 24],
      [200, 60],
    ] as const) {
      const model = new ScreenModel(columns, rows, [...laptop(), ...oddNames()]);
      const terminal = new TinyTerminal(columns, rows);
      let shown = draw(model.state);
      terminal.write(frameText(null, shown));
      for (const key of [
        ...'lllllllllll\thh\t?',
        '\x1b',
        'i',
        '\x1b',
        '/音',
        '\r',
        's',
        '\x1b',
        ...'GGgm5kku',
      ]) {
        const next = draw(model.type(key).state);
        terminal.write(frameText(shown, next));
        expect(terminal.screen).toBe(next.toString());
        shown = next;
      }
    }
  });
});
