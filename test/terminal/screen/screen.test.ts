/** How the screen takes a terminal, draws on it and gives it back. */

import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { CellBuffer } from '../../../src/terminal/screen/cell-buffer.js';
import { Screen, type ScreenOptions } from '../../../src/terminal/screen/screen.js';
import { FakeClock } from '../fake-terminal.js';
import { TinyTerminal } from './tiny-terminal.js';

const restored = ['?25', '?7'];

function setUp(options: Partial<ScreenOptions> = {}) {
  const terminal = new TinyTerminal(20, 3);
  const clock = new FakeClock();
  const lifetime = new EventEmitter();
  const shown = { text: 'hello' };
  const screen = new Screen({
    stream: terminal,
    colored: true,
    mouse: true,
    clock,
    lifetime,
    paint: (columns, rows) => {
      const buffer = new CellBuffer(columns, rows);
      buffer.put(0, 0, shown.text);
      buffer.put(0, rows - 1, `${columns} x ${rows}`);
      return buffer;
    },
    ...options,
  });
  return { terminal, clock, lifetime, shown, screen };
}

describe('a screen', () => {
  it('takes the terminal, draws, and gives it back as it was', () => {
    const { terminal, screen, lifetime, clock } = setUp();
    screen.leave();
    screen.update();
    expect(terminal.writes).toEqual([]);
    screen.enter();
    screen.enter();
    expect(terminal.screen).toBe('hello\n\n20 x 3');
    expect([...terminal.modes].sort()).toEqual(['?1000', '?1002', '?1006', '?1049']);
    screen.leave();
    screen.leave();
    expect([...terminal.modes].sort()).toEqual(restored);
    expect(terminal.writes).toHaveLength(3);
    expect([lifetime.eventNames(), terminal.eventNames(), clock.waitingTimers]).toEqual([[], [], 0]);
  });

  it('leaves the mouse alone where it is not wanted', () => {
    const { terminal, screen } = setUp({ mouse: false });
    screen.enter();
    expect([...terminal.modes]).toEqual(['?1049']);
    screen.leave();
    expect(terminal.writes.join('')).not.toContain('?1000');
  });

  it.each(['exit', 'uncaughtExceptionMonitor'])('gives it back on %s', (event) => {
    const { terminal, screen, lifetime } = setUp();
    screen.enter();
    lifetime.emit(event);
    expect([...terminal.modes].sort()).toEqual(restored);
    screen.update();
    expect(terminal.writes).toHaveLength(3);
  });

  it('draws changes once a frame, in one write that holds nothing else', () => {
    const { terminal, screen, shown, clock } = setUp();
    screen.enter();
    for (const text of ['hallo', 'hullo', 'help!']) {
      shown.text = text;
      screen.update();
    }
    expect(terminal.writes).toHaveLength(2);
    clock.advance(15);
    expect(terminal.writes.slice(2)).toEqual(['\x1b[?2026h\x1b[1;4Hp!\x1b[?2026l']);
    screen.update();
    clock.advance(15);
    expect(terminal.writes).toHaveLength(3);
    screen.update();
    screen.leave();
    expect(clock.waitingTimers).toBe(0);
  });

  it('follows the size of the window', () => {
    const { terminal, screen } = setUp();
    screen.enter();
    terminal.resize(30, 5);
    expect(terminal.screen).toBe('hello\n\n\n\n30 x 5');
    terminal.resize(8, 2);
    expect(terminal.screen).toBe('hello\n8 x 2');
  });

  it('takes a terminal without a size for one of 80 x 24', () => {
    const { terminal, screen } = setUp();
    terminal.columns = 0;
    terminal.rows = 0;
    expect([screen.columns, screen.rows]).toEqual([80, 24]);
  });

  it('draws all of it anew where asked, as something else may have written', () => {
    const { terminal, screen } = setUp();
    screen.enter();
    terminal.write('\x1b[1Hnoise from elsewhere');
    screen.redraw();
    expect(terminal.screen).toBe('hello\n\n20 x 3');
    screen.leave();
    screen.redraw();
    expect([...terminal.modes].sort()).toEqual(restored);
  });

  it('leaves frames out while the terminal takes nothing', () => {
    const { terminal, screen, shown, clock } = setUp();
    screen.enter();
    terminal.writableNeedDrain = true;
    for (let i = 0; i < 100; i++) {
      shown.text = `frame ${i}`;
      screen.update();
      clock.advance(20);
    }
    expect(terminal.writes).toHaveLength(2);
    terminal.writableNeedDrain = false;
    terminal.emit('drain');
    expect(terminal.screen).toBe('frame 99\n\n20 x 3');
    expect(terminal.writes).toHaveLength(3);
  });

  it('can be entered again after somebody else had the terminal', () => {
    const { terminal, screen, shown } = setUp();
    screen.enter();
    screen.leave();
    shown.text = 'again';
    screen.enter();
    expect(terminal.screen).toBe('again\n\n20 x 3');
    expect(terminal.modes.has('?1049')).toBe(true);
  });
});
