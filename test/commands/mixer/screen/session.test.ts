/** The screen with a small terminal and cards made of nothing around it. */

import { describe, expect, it } from 'vitest';
import { runMixerScreen } from '../../../../src/commands/mixer/screen/run.js';
import { AlsatsError } from '../../../../src/error.js';
import { TinyTerminal } from '../../../terminal/screen/tiny-terminal.js';
import { FakeOutside } from '../../fake-outside.js';
import { applyEffect, element, FakeCards, laptop, side } from './fake-mixer.js';

const restored = ['?25', '?7'];
const oneElement = () => [element('Boost', { playback: side({ percent: [10] }) })];

function setUp({ contents = { default: laptop(), 'hw:1': oneElement() }, env = {}, options = {} } = {}) {
  const outside = new FakeOutside({ terminal: true, env });
  const terminal = new TinyTerminal(80, 24);
  Object.assign(outside, { stdout: terminal });
  const cards = new FakeCards(contents);
  const result = runMixerScreen({ color: 'auto', ...options }, outside, cards);
  // A test that waits for it still hears of a failure.
  result.catch(() => {});
  /** Waits until the next frame has been drawn. */
  const drawn = () => new Promise((resolve) => setTimeout(resolve, 40));
  const type = async (text: string) => {
    outside.stdin.type(text);
    await drawn();
    return terminal.screen;
  };
  return { outside, terminal, cards, result, drawn, type };
}

function expectGivenBack({ outside, terminal, cards }: ReturnType<typeof setUp>): void {
  expect([...terminal.modes].sort()).toEqual(restored);
  expect(outside.stdin.isRaw).toBe(false);
  expect(outside.stdin.eventNames()).toEqual([]);
  expect(outside.signals.eventNames()).toEqual([]);
  expect([cards.isWatching, cards.current.isClosed]).toEqual([false, true]);
}

describe('a session', () => {
  it('shows the card, obeys keys and ends with 0', async () => {
    const session = setUp();
    const { terminal, cards, type, result } = session;
    expect(terminal.screen).toContain('default');
    expect(terminal.screen).toContain('Master  66%');
    expect(await type('7')).toContain('Master  70%');
    expect(await type('m')).toContain('muted');
    expect(cards.current.performed.map((effect) => effect.type)).toEqual(['set-volume', 'set-switch']);
    await type('\x1b');
    expect(await result).toBe(0);
    expectGivenBack(session);
  });

  it('obeys the mouse', async () => {
    const { terminal, type } = setUp();
    const column = terminal.screen.split('\n')[22]!.indexOf('PCM') + 1;
    expect(await type(`\x1b[<0;${column + 1};3M\x1b[<0;${column + 1};3m`)).toContain('PCM  100%');
    await type('\x1b');
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('is ended by %s in order', async (signal) => {
    const session = setUp();
    session.outside.signals.emit(signal);
    expect(await session.result).toBe(0);
    expectGivenBack(session);
  });

  it('gives the terminal back for SIGQUIT before it ends', async () => {
    const session = setUp();
    await session.type('\x1c');
    expect(session.outside.asked).toEqual(['SIGQUIT', 'exit 131']);
    expect([...session.terminal.modes].sort()).toEqual(restored);
    session.outside.signals.emit('SIGTERM');
    await session.result;
  });

  it('is ended by Ctrl-C', async () => {
    const session = setUp();
    await session.type('\x03');
    expect(await session.result).toBe(0);
    expect(session.outside.asked).toEqual(['SIGINT']);
  });

  it('leaves the terminal for Ctrl-Z, and takes it again', async () => {
    const { outside, terminal, type } = setUp();
    let atStop: string[] = [];
    outside.stopProcess = () => {
      atStop = [...terminal.modes].sort();
      expect(outside.stdin.isRaw).toBe(false);
      terminal.write('\x1b[1Hother programs');
    };
    const screen = await type('\x1a');
    expect(atStop).toEqual(restored);
    expect(terminal.modes.has('?1049')).toBe(true);
    expect(outside.stdin.isRaw).toBe(true);
    expect(screen).not.toContain('other programs');
    expect(screen).toContain('Master  66%');
    await type('\x1b');
  });

  it('draws nothing while it runs in the background', async () => {
    const { outside, terminal, cards, drawn } = setUp();
    outside.stopProcess = () => {
      outside.foreground = false;
    };
    outside.stdin.type('\x1a');
    const writes = terminal.writes.length;
    cards.current.list = oneElement();
    cards.current.listener.onChange();
    await drawn();
    expect(terminal.writes).toHaveLength(writes);
    outside.foreground = true;
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(terminal.screen).toContain('Boost  10%');
    outside.signals.emit('SIGTERM');
  });

  it('follows changes from outside with a small frame', async () => {
    const { terminal, cards, drawn, outside } = setUp();
    await drawn();
    const { current } = cards;
    const before = terminal.writes.length;
    current.list = applyEffect(current.list, {
      type: 'step-volume',
      element: 'Master,0',
      direction: 'playback',
      channels: ['mono'],
      percent: 1,
    });
    current.listener.onChange();
    await drawn();
    expect(terminal.screen).toContain('Master  67%');
    expect(terminal.writes).toHaveLength(before + 1);
    expect(terminal.writes.at(-1)!.length).toBeLessThan(160);
    outside.signals.emit('SIGTERM');
  });

  it('follows the size of the window', async () => {
    const { terminal, drawn, outside } = setUp();
    terminal.resize(40, 12);
    await drawn();
    expect(terminal.screen.split('\n')[11]).toBe('F1 help  F6 card  / search  Esc end');
    terminal.resize(10, 3);
    await drawn();
    expect(terminal.screen.split('\n')[0]).toBe('10x3 is to');
    terminal.resize(200, 60);
    await drawn();
    expect(terminal.screen.split('\n')[59]).toContain('Space record');
    outside.signals.emit('SIGTERM');
  });

  it('tells what cannot be done, and goes on', async () => {
    const { cards, type, result } = setUp();
    cards.current.failure = new AlsatsError('permission', 'mixer element "Master" cannot be set');
    expect(await type('5')).toContain('mixer element "Master" cannot be set');
    expect(await type('s\x1b[F\rnonsense\r')).toContain('cannot open mixer "nonsense": no such device');
    await type('\x1b');
    expect(await result).toBe(0);
  });

  it('changes to another card and closes the first', async () => {
    const { cards, type } = setUp();
    expect(await type('s\x1b[B\r')).toContain('1 Card1: HDA Test 1');
    expect(cards.opened.map(({ isClosed }) => isClosed)).toEqual([true, false]);
    cards.opened[0]!.listener.onGone();
    cards.opened[0]!.listener.onChange();
    expect(await type('k')).toContain('Boost  11%');
    await type('\x1b');
  });

  it('says that the card is gone, and shows it again when it is back', async () => {
    const { cards, type, drawn, terminal, result } = setUp({ options: { device: 'hw:1' } });
    expect(terminal.screen).toContain('Boost  10%');
    cards.unplug('hw:1');
    await drawn();
    expect(terminal.screen).toContain('The card was unplugged.');
    expect(await type('k5m u')).toContain('The card was unplugged.');
    cards.plug('hw:1', oneElement());
    await drawn();
    expect(terminal.screen).toContain('Boost  10%');
    expect(await type('k')).toContain('Boost  11%');
    cards.current.failure = new AlsatsError('disconnected', 'gone');
    expect(await type('k')).toContain('The card was unplugged.');
    await type('\x1b');
    expect(await result).toBe(0);
  });

  it('gives the terminal back before a fault of ours is told', async () => {
    const session = setUp();
    session.cards.current.elements = () => {
      throw new TypeError('a fault');
    };
    await session.type('k');
    await expect(session.result).rejects.toThrow('a fault');
    expectGivenBack(session);
  });

  it('sends no colour under NO_COLOR, and ASCII where the locale is not UTF-8', async () => {
    const { terminal, type } = setUp({ env: { NO_COLOR: '1', LANG: 'C' } });
    const screen = await type('?');
    expect(screen).toMatch(/^[\x20-\x7e\n]*$/);
    await type('\x1b');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colour sequences are looked for
    expect(terminal.writes.join('')).not.toMatch(/\x1b\[[0-9;]*[349]\dm/);
    expect(terminal.writes.join('')).toContain('\x1b[0;1;7m');
    await type('\x1b');
  });

  it('opens the card before it touches the terminal', async () => {
    const { result, terminal, outside } = setUp({ options: { device: 'hw:9' } });
    await expect(result).rejects.toThrow('cannot open mixer "hw:9": no such device');
    expect(terminal.writes).toEqual([]);
    expect(outside.stdin.modes).toEqual([]);
  });

  it('needs a terminal', async () => {
    const { result } = setUp({ env: { TERM: 'dumb' } });
    await expect(result).rejects.toMatchObject({
      kind: 'invalid',
      hint: expect.stringContaining('mixer list'),
    });
  });
});
