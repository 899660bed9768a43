/** `alsats timer`, as far as that needs no timer; the rest is in test/kernel/timer.kernel.test.ts. */

import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runProgram } from '../../../src/commands/program.js';
import type { ListedTimer } from '../../../src/commands/timer/listing.js';
import { PeriodStatistics } from '../../../src/commands/timer/period-statistics.js';
import { timersText, timerText, timeText } from '../../../src/commands/timer/text.js';
import { plainStyle } from '../../../src/terminal/style.js';
import { FakeOutside } from '../fake-outside.js';

describe('periods', () => {
  const ns = (milliseconds: number) => BigInt(milliseconds * 1e6);

  it('are measured from end to end', () => {
    const statistics = new PeriodStatistics();
    for (const time of [0, 10, 21, 30, 40]) statistics.add(ns(time), 1);
    const { jitterSeconds, ...rest } = statistics.summary();
    expect(rest).toEqual({
      periods: 4,
      merged: 0,
      meanSeconds: 0.01,
      shortestSeconds: 0.009,
      longestSeconds: 0.011,
    });
    expect(jitterSeconds).toBeCloseTo(Math.sqrt(2 / 4) / 1000, 9);
  });

  it('whose ends come together count, and blur nothing', () => {
    const statistics = new PeriodStatistics();
    for (const [time, periods] of [
      [0, 1],
      [10, 1],
      [40, 3],
      [50, 1],
    ] as const)
      statistics.add(ns(time), periods);
    expect(statistics.summary()).toEqual({
      periods: 5,
      merged: 2,
      meanSeconds: 0.01,
      jitterSeconds: 0,
      shortestSeconds: 0.01,
      longestSeconds: 0.01,
    });
  });

  it('do not reach over a stop, but over a report', () => {
    const statistics = new PeriodStatistics();
    statistics.add(ns(0), 1);
    statistics.interrupt();
    statistics.add(ns(5000), 1);
    expect(statistics.summary()).toMatchObject({ periods: 0, meanSeconds: null, jitterSeconds: null });
    const next = statistics.next();
    next.add(ns(5010), 1);
    expect(next.summary()).toMatchObject({ periods: 1, meanSeconds: 0.01 });
  });
});

const timer: ListedTimer = {
  name: 'G3',
  description: 'HR timer',
  class: 'global',
  card: null,
  device: 3,
  subdevice: 0,
  slave: false,
  resolutionSeconds: 1e-9,
  minResolutionSeconds: null,
  maxResolutionSeconds: null,
  clientsCount: 2,
  users: [
    { owner: 'application 7', pid: 7, program: 'metro\u001b', running: true },
    { owner: 'sequencer queue 0', pid: null, program: null, running: false },
  ],
};

it('timers are a table, or lines', async () => {
  const pcm: ListedTimer = {
    ...timer,
    name: 'P0-0-0',
    description: 'PCM playback 0-0-0',
    slave: true,
    resolutionSeconds: null,
    clientsCount: 0,
    users: [],
  };
  expect(await timersText([timer, pcm], { terminalColumns: null })).toBe(
    `TIMER   DESCRIPTION          RESOLUTION  USERS
G3      HR timer                   1 ns  metro\\x1b (process 7); sequencer queue 0, stopped
P0-0-0  PCM playback 0-0-0  its periods  -`,
  );
  expect(timerText(timer, plainStyle)).toBe(`G3
  description  HR timer
  class        global
  resolution   1 ns
  users        metro\\x1b (process 7); sequencer queue 0, stopped`);
});

it('times are told in a unit that fits', () => {
  expect([1e-9, 1e-6, 0.004, 0.0208333, 2].map(timeText)).toEqual([
    '1 ns',
    '1 µs',
    '4 ms',
    '20.833 ms',
    '2 s',
  ]);
});

describe.skipIf(existsSync('/dev/snd/timer'))('on a machine without timers', () => {
  async function run(...argv: string[]) {
    const outside = new FakeOutside();
    const exit = await runProgram(['timer', ...argv], '0', outside);
    return { exit, stdout: outside.stdout.text, stderr: outside.stderr.text };
  }

  it('a list is empty, and a timer is not found', async () => {
    expect(await run('list', '--json')).toEqual({
      exit: 0,
      stdout: '{\n  "schema": "alsats.timers/1",\n  "timers": []\n}\n',
      stderr: expect.stringContaining('this machine has no sound timers'),
    });
    for (const args of [['info', 'G3'], ['watch'], ['watch', 'P0-0-0']])
      expect((await run(...args)).exit).toBe(3);
    expect((await run('info', 'nonsense')).exit).toBe(2);
    expect((await run('info')).exit).toBe(2);
  });
});
