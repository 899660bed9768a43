import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TimerEventBuffer } from '../../../src/alsa/timer/events.js';
import { Timer } from '../../../src/alsa/timer/timer.js';
import {
  formatTimerId,
  globalTimerId,
  parseTimerId,
  pcmTimerId,
  timerName,
} from '../../../src/alsa/timer/timer-id.js';
import { timers } from '../../../src/alsa/timer/timers.js';
import { timerUsers } from '../../../src/alsa/timer/users.js';
import { AlsatsError } from '../../../src/error.js';

describe('the name of a timer', () => {
  it.each(['G0', 'G3', 'C0-1', 'P2-0-1', 'S1-4711'])('%s is read and written', (text) => {
    expect(formatTimerId(parseTimerId(text))).toBe(text);
  });

  it('has words for the usual ones', () => {
    expect(parseTimerId('hrtimer')).toEqual(globalTimerId('hrtimer'));
    expect(formatTimerId(globalTimerId('system'))).toBe('G0');
    expect(formatTimerId(pcmTimerId(1, 2, 'capture', 3))).toBe('P1-2-7');
    expect(timerName(pcmTimerId(1, 2, 'capture', 3))).toBe('hw:CLASS=3,SCLASS=0,CARD=1,DEV=2,SUBDEV=7');
    // A card that is named has to be there.
    expect(timerName(globalTimerId('hrtimer'))).toBe('hw:CLASS=1,SCLASS=0,DEV=3,SUBDEV=0');
  });

  it.each(['', 'G', 'G-1', 'P0-0', 'C1', 'X1', 'S0-1', 'S4-1', 'G99999999999'])('%j is none', (text) => {
    expect(() => parseTimerId(text)).toThrow(expect.objectContaining({ kind: 'invalid' }));
  });
});

it('tells who uses a timer', () => {
  const proc = mkdtempSync(join(tmpdir(), 'alsats-timers-'));
  try {
    mkdirSync(join(proc, 'asound'));
    mkdirSync(join(proc, '77'));
    writeFileSync(join(proc, '77', 'comm'), 'metronome\n');
    writeFileSync(
      join(proc, 'asound', 'timers'),
      `G0: system timer : 4000.000us (10000000 ticks)
G3: HR timer : 0.001us (1000000000 ticks)
  Client sequencer queue 0 : running
P0-0-1: PCM capture 0-0-1 : SLAVE
  Client application 77 : stopped
  Client application 78 : running
`,
    );
    expect(timerUsers(proc)).toEqual([
      { timer: 'G3', owner: 'sequencer queue 0', pid: null, program: null, running: true },
      { timer: 'P0-0-1', owner: 'application 77', pid: 77, program: 'metronome', running: false },
      { timer: 'P0-0-1', owner: 'application 78', pid: 78, program: null, running: true },
    ]);
    expect(timerUsers(join(proc, 'none'))).toEqual([]);
  } finally {
    rmSync(proc, { recursive: true });
  }
});

it('reads events as the kernel lays them out', () => {
  const plain = new TimerEventBuffer(false);
  new Uint32Array(plain.memory.buffer).set([1000, 7, 2000, 8]);
  expect(plain.decode(16)).toEqual([
    { type: 'tick', ticks: 7, resolutionNs: 1000, timeNs: null },
    { type: 'tick', ticks: 8, resolutionNs: 2000, timeNs: null },
  ]);
  const stamped = new TimerEventBuffer(true);
  const view = new DataView(stamped.memory.buffer);
  const put = (at: number, event: number, value: number) => {
    view.setInt32(at, event, true);
    view.setBigInt64(at + 8, 5n, true);
    view.setUint32(at + 16, 600, true);
    view.setUint32(at + 24, value, true);
  };
  put(0, 1, 3);
  put(32, 12, 1000);
  put(64, 99, 1);
  // Half an event more is none.
  expect(stamped.decode(100)).toEqual([
    { type: 'tick', ticks: 3, resolutionNs: null, timeNs: 5_000_000_600n },
    { type: 'master-start', ticks: 0, resolutionNs: 1000, timeNs: 5_000_000_600n },
  ]);
});

it('says what is not there, and refuses what is none', () => {
  const kindOf = (call: () => unknown) => {
    try {
      call();
      return null;
    } catch (error) {
      return error instanceof AlsatsError ? error.kind : String(error);
    }
  };
  for (const timer of [null, undefined, 7, {}, { class: 'global' }, 'a\0b', `hw:${'A'.repeat(300)}=1`])
    expect(kindOf(() => Timer.open(timer as string))).toBe('invalid');
  expect(() => new (Timer as unknown as new (address: bigint) => Timer)(1n)).toThrow(AlsatsError);
  expect(kindOf(() => Timer.open('no such timer'))).toBe('not-found');
  // This machine may have no timer at all.
  if (!existsSync('/dev/snd/timer')) {
    expect(kindOf(() => timers())).toBe('not-found');
    expect(kindOf(() => Timer.open('system'))).toBe('not-found');
  }
});
