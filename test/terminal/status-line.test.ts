import { describe, expect, it } from 'vitest';
import { StatusLine } from '../../src/terminal/status-line.js';
import { FakeClock, FakeTerminal } from './fake-terminal.js';

function setUp(columns = 40) {
  const stream = new FakeTerminal(columns);
  const clock = new FakeClock();
  return { stream, clock, line: new StatusLine({ stream, clock, enabled: true }) };
}

describe('StatusLine', () => {
  it('rewrites one line in place', () => {
    const { stream, clock, line } = setUp();
    line.update('a longer text');
    clock.advance(50);
    line.update('short');
    expect(stream.screen).toEqual(['short']);
  });

  it('draws at most twenty times a second, and the last text in the end', () => {
    const { stream, clock, line } = setUp();
    for (let i = 0; i < 1000; i++) {
      line.update(() => `text ${i}`);
      clock.advance(1);
    }
    expect(stream.writes.length).toBeLessThanOrEqual(21);
    clock.advance(50);
    expect(stream.screen).toEqual(['text 999']);
    expect(clock.waitingTimers).toBe(0);
  });

  it('cuts to the width less one column, which the text is told', () => {
    const { stream, clock, line } = setUp(10);
    line.update((columns) => `${columns}abcdefghijkl`);
    expect(stream.screen).toEqual(['9abcdefg…']);
    clock.advance(50);
    line.update('音声音声音声');
    expect(stream.screen).toEqual(['音声音声…']);
  });

  it('takes a terminal without a size for one of 80 columns', () => {
    const { stream, line } = setUp(0);
    line.update((columns) => `${columns} columns`);
    expect(stream.writes.join('')).toContain('79 columns');
    expect(stream.writes.join('')).not.toContain('Infinity');
  });

  it('prints messages above itself', () => {
    const { stream, line } = setUp();
    line.update('status');
    line.printAbove('first');
    line.printAbove('second\n');
    expect(stream.screen).toEqual(['first', 'second', 'status']);
  });

  it('gets out of the way for others, and does not draw meanwhile', async () => {
    const { stream, clock, line } = setUp();
    line.update('status');
    await line.withPause(async () => {
      stream.write('from elsewhere\n');
      line.update('newer');
      clock.advance(1000);
      expect(stream.screen).toEqual(['from elsewhere']);
    });
    expect(stream.screen).toEqual(['from elsewhere', 'newer']);
    await expect(line.withPause(() => Promise.reject(new Error('x')))).rejects.toThrow('x');
    expect(stream.screen).toEqual(['from elsewhere', 'newer']);
  });

  it('ends by a line feed or without a trace, and lets go of the stream', () => {
    const { stream, clock, line } = setUp();
    line.update('one');
    line.update('two');
    line.finish();
    expect(stream.screen).toEqual(['two']);
    line.update('three');
    expect(stream.screen).toEqual(['two', 'three']);
    line.update('four');
    line.erase();
    clock.advance(1000);
    expect(stream.screen).toEqual(['two']);
    expect(stream.listenerCount('resize')).toBe(0);
    expect(clock.waitingTimers).toBe(0);
  });

  it('follows the terminal through a resize', () => {
    const { stream, line } = setUp(40);
    stream.write('before\n');
    line.update('0123456789012345678901234567');
    stream.resize(10);
    expect(stream.screen).toEqual(['before', '01234567…']);
    stream.resize(40);
    expect(stream.screen).toEqual(['before', '0123456789012345678901234567']);
  });

  it('leaves frames out while the terminal takes nothing', () => {
    const { stream, clock, line } = setUp();
    stream.writableNeedDrain = true;
    line.update('lost');
    expect(stream.writes).toEqual([]);
    stream.writableNeedDrain = false;
    clock.advance(50);
    line.update('shown');
    expect(stream.screen).toEqual(['shown']);
  });

  it('draws nothing where it may not, but still prints messages', () => {
    const stream = new FakeTerminal();
    const line = new StatusLine({ stream, clock: new FakeClock(), enabled: false });
    line.update('status');
    line.printAbove('message');
    line.finish();
    line.erase();
    expect(stream.writes).toEqual(['message\n']);
  });
});
