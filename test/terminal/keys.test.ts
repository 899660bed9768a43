import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { takesKeys } from '../../src/terminal/key-input.js';
import { KeyReader, type KeyReaderOptions } from '../../src/terminal/keys.js';
import { FakeClock } from './fake-terminal.js';

class FakeInput extends EventEmitter {
  isTTY = true;
  isRaw = false;
  flowing = false;
  setRawMode(raw: boolean): this {
    this.isRaw = raw;
    return this;
  }
  resume(): this {
    this.flowing = true;
    return this;
  }
  pause(): this {
    this.flowing = false;
    return this;
  }
  type(text: string): void {
    this.emit('data', Buffer.from(text));
  }
}

function setUp(options: Partial<KeyReaderOptions> = {}) {
  const input = new FakeInput();
  const clock = new FakeClock();
  const lifetime = new EventEmitter();
  const keys: string[] = [];
  const reader = new KeyReader({ input, clock, lifetime, onKey: (key) => keys.push(key), ...options });
  return { input, clock, lifetime, keys, reader };
}

describe('KeyReader', () => {
  it('reads keys in raw mode and gives the terminal back', () => {
    const { input, lifetime, keys, reader } = setUp();
    reader.start();
    reader.start();
    expect([input.isRaw, input.flowing]).toEqual([true, true]);
    input.type('q\x1b[C ');
    expect(keys).toEqual(['q', 'right', 'space']);
    reader.stop();
    reader.stop();
    expect([input.isRaw, input.flowing]).toEqual([false, false]);
    expect(input.eventNames()).toEqual([]);
    expect(lifetime.eventNames()).toEqual([]);
    reader.start();
    expect(input.isRaw).toBe(true);
  });

  it('tells of the mouse in the order of what is typed', () => {
    const { input, keys, reader } = setUp({
      onMouse: ({ type, button, column, row }) => keys.push(`${type} ${button} ${column},${row}`),
    });
    reader.start();
    input.type('a\x1b[<0;5;6Mb\x1b[<65;1;1M');
    expect(keys).toEqual(['a', 'press left 4,5', 'b', 'wheel-down null 0,0']);
    reader.stop();
    const without = setUp();
    without.reader.start();
    without.input.type('a\x1b[<0;5;6Mb');
    expect(without.keys).toEqual(['a', 'b']);
  });

  it('tells a lone ESC by time, and not from one that goes on', () => {
    const { input, clock, keys, reader } = setUp();
    reader.start();
    input.type('\x1b');
    clock.advance(49);
    input.type('[A');
    clock.advance(1000);
    expect(keys).toEqual(['up']);
    input.type('\x1b');
    clock.advance(50);
    expect(keys).toEqual(['up', 'escape']);
    input.type('\x1b');
    reader.stop();
    expect(clock.waitingTimers).toBe(0);
  });

  it('hands over no key after the one that stopped it', () => {
    const keys: string[] = [];
    const { input, reader } = setUp({
      onKey: (key) => {
        keys.push(key);
        if (key === 'q') reader.stop();
      },
    });
    reader.start();
    input.type('aqbc');
    expect(keys).toEqual(['a', 'q']);
  });

  it('is out of the way while suspended', () => {
    const { input, keys, reader } = setUp();
    reader.resume();
    expect(input.isRaw).toBe(false);
    reader.start();
    input.type('\x1b');
    reader.suspend();
    expect([input.isRaw, input.flowing]).toEqual([false, false]);
    input.type('x');
    reader.resume();
    expect([input.isRaw, input.flowing]).toEqual([true, true]);
    input.type('[A');
    expect(keys).toEqual(['[', 'A']);
  });

  it('restores the mode when the process exits, and the mode that was', () => {
    const { input, lifetime, reader } = setUp();
    reader.start();
    lifetime.emit('exit');
    expect(input.isRaw).toBe(false);
    const other = setUp();
    other.input.isRaw = true;
    other.reader.start();
    other.reader.stop();
    expect(other.input.isRaw).toBe(true);
  });

  it('asks for marked pastes and takes that back', () => {
    const written: string[] = [];
    const { input, keys, reader } = setUp({ terminal: { write: (text) => written.push(text) } });
    reader.start();
    input.type('\x1b[200~qq');
    input.type('q\x1b[201~n');
    reader.stop();
    expect(keys).toEqual(['n']);
    expect(written).toEqual(['\x1b[?2004h', '\x1b[?2004l']);
  });

  it.each(['end', 'close', 'error'])('stops when the terminal goes away (%s)', (event) => {
    let ends = 0;
    const { input, reader } = setUp({ onEnd: () => ends++ });
    reader.start();
    input.emit(event, new Error('EIO'));
    expect([ends, input.isRaw]).toEqual([1, false]);
  });

  it('does nothing where there is no terminal', () => {
    const { input, reader } = setUp();
    input.isTTY = false;
    expect(takesKeys(input)).toBe(false);
    reader.start();
    expect([input.isRaw, input.flowing]).toEqual([false, false]);
    expect(input.eventNames()).toEqual([]);
  });
});
