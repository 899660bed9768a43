import { describe, expect, it } from 'vitest';
import { EventOutput, localTimeText } from '../../src/commands/event-output.js';
import { StopSignals } from '../../src/commands/stop-signals.js';
import { FakeOutside } from './fake-outside.js';

interface TestEvent {
  readonly type: string;
  readonly value: number;
}

function outputOf(json: boolean, quiet = false) {
  const outside = new FakeOutside();
  const heard: unknown[] = [];
  const output = new EventOutput<TestEvent>(outside, {
    json,
    schema: 'alsats.test/1',
    quiet,
    text: ({ type, value }) => (value < 0 ? null : `${type} ${value}`),
    onClosed: () => heard.push('closed'),
    onFailure: (error) => heard.push(error),
    clock: { now: () => new Date(0), monotonicSeconds: () => 7.5 },
  });
  return { outside, output, heard };
}

describe('events', () => {
  it('are lines of JSON, the first of which names the schema', async () => {
    const { outside, output } = outputOf(true);
    expect(output.write({ type: 'state', value: 1 })).toEqual({
      type: 'state',
      time: '1970-01-01T00:00:00.000Z',
      monotonic: 7.5,
      value: 1,
    });
    output.write({ type: 'change', value: -2 });
    await output.flush();
    expect(outside.stdout.text).toBe(
      '{"type":"state","time":"1970-01-01T00:00:00.000Z","monotonic":7.5,"schema":"alsats.test/1","value":1}\n' +
        '{"type":"change","time":"1970-01-01T00:00:00.000Z","monotonic":7.5,"value":-2}\n',
    );
  });

  it('are lines of text, without those nobody need see', async () => {
    const { outside, output } = outputOf(false);
    for (const value of [1, -1, 2]) output.write({ type: 'change', value });
    await output.flush();
    expect(outside.stdout.text).toBe('change 1\nchange 2\n');
  });

  it('are not shown where nobody wants to see them', async () => {
    for (const json of [true, false]) {
      const { outside, output } = outputOf(json, true);
      expect(output.write({ type: 'change', value: 1 })).toMatchObject({ type: 'change', value: 1 });
      await output.flush();
      expect(outside.stdout.text).toBe('');
    }
  });

  it('tell that nobody reads, and that the disk is full', async () => {
    const { outside, output, heard } = outputOf(true);
    outside.stdout.failure = Object.assign(new Error('full'), { code: 'ENOSPC' });
    output.write({ type: 'a', value: 1 });
    await output.flush();
    expect(heard).toEqual([expect.objectContaining({ kind: 'write-failed' })]);
    outside.stdout.failure = Object.assign(new Error('gone'), { code: 'EPIPE' });
    output.write({ type: 'a', value: 1 });
    await output.flush();
    expect(heard[1]).toBe('closed');
  });
});

it('writes the local time with its offset', () => {
  const zoned = (minutes: number): Date => {
    const time = new Date('2026-11-22T10:12:00.123Z');
    time.getTimezoneOffset = () => -minutes;
    return time;
  };
  expect(localTimeText(zoned(60))).toBe('2026-11-22T11:12:00.123+01:00');
  expect(localTimeText(zoned(0))).toBe('2026-11-22T10:12:00.123+00:00');
  expect(localTimeText(zoned(-210))).toBe('2026-11-22T06:42:00.123-03:30');
  expect(localTimeText(zoned(345))).toBe('2026-11-22T15:57:00.123+05:45');
});

describe('signals', () => {
  it('stop once, and a second SIGINT ends at once', async () => {
    const outside = new FakeOutside();
    const signals = new StopSignals(outside);
    expect(signals.signalExit).toBeNull();
    outside.signals.emit('SIGTERM');
    await signals.stopped();
    expect(signals.signalExit).toBe(143);
    outside.signals.emit('SIGTERM');
    expect(outside.asked).toEqual([]);
    outside.signals.emit('SIGINT');
    expect(outside.asked).toEqual(['exit 130']);
    signals[Symbol.dispose]();
    expect(outside.signals.listenerCount('SIGINT') + outside.signals.listenerCount('SIGTERM')).toBe(0);
  });
});
