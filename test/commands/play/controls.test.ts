/** Keys and signals, as what they ask of the player and of the process. */

import { describe, expect, it } from 'vitest';
import { Controls, type SteeredPlayer } from '../../../src/commands/play/controls.js';
import { KeyReader } from '../../../src/terminal/keys.js';
import { FakeOutside } from '../fake-outside.js';

function setUp({ keys = true, terminal = true, foreground = true } = {}) {
  const asked: string[] = [];
  const device = { gainDb: 0 };
  const player: SteeredPlayer = {
    device,
    togglePause: () => void asked.push('toggle'),
    seekBy: async (seconds) => asked.push(`seek ${seconds}`) > 0,
    next: async () => void asked.push('next'),
    setGainDb: (gainDb) => {
      device.gainDb = gainDb;
    },
    releaseDevice: () => void asked.push('release'),
    reacquireDevice: () => void asked.push('reacquire'),
  };
  const outside = new FakeOutside({ terminal });
  outside.foreground = foreground;
  const controls = new Controls({
    player,
    outside,
    keys: keys ? KeyReader : null,
    onStop: (signalExit) => void asked.push(`stop ${signalExit}`),
    onSuspend: () => void asked.push('hide'),
  });
  controls.start();
  return { asked, device, outside, controls, stdin: outside.stdin };
}

describe('keys', () => {
  it('ask for what they stand for', () => {
    const { asked, stdin, device, controls } = setUp();
    expect(stdin.isRaw).toBe(true);
    stdin.type(' \x1b[C\x1b[Dnx\x1b[A\x1b[A\x1b[Bq');
    expect(asked).toEqual(['toggle', 'seek 5', 'seek -5', 'next', 'stop null']);
    expect(device.gainDb).toBe(1);
    controls.close();
    expect(stdin.isRaw).toBe(false);
    stdin.type(' ');
    expect(asked).toHaveLength(5);
  });

  it('keep the gain within bounds', () => {
    const { stdin, device, controls } = setUp();
    for (let i = 0; i < 100; i++) stdin.type('\x1b[A');
    expect(device.gainDb).toBe(24);
    for (let i = 0; i < 100; i++) stdin.type('\x1b[B');
    expect(device.gainDb).toBe(-60);
    controls.close();
  });

  it('that a terminal makes signals of go to the whole job', () => {
    const { asked, stdin, outside, controls } = setUp();
    stdin.type('\x1c');
    expect(outside.asked).toEqual(['SIGQUIT']);
    expect(stdin.isRaw).toBe(false);
    controls.close();
    const other = setUp();
    other.stdin.type('\x03');
    expect(other.outside.asked).toEqual(['SIGINT']);
    expect(other.asked).toEqual(['stop 130']);
    other.controls.close();
    expect(asked).toEqual([]);
  });

  it('mark pastes on a terminal alone', () => {
    const { outside, controls } = setUp();
    expect(outside.stderr.text).toBe('\x1b[?2004h');
    controls.close();
    expect(outside.stderr.text).toBe('\x1b[?2004h\x1b[?2004l');
    const redirected = setUp({ terminal: false });
    expect(redirected.outside.stderr.text).toBe('');
    redirected.controls.close();
  });

  it('are left to the shell in the background, until that changes', async () => {
    const { stdin, outside, controls } = setUp({ foreground: false });
    expect(stdin.modes).toEqual([]);
    outside.signals.emit('SIGCONT');
    expect(stdin.modes).toEqual([]);
    outside.foreground = true;
    const deadline = performance.now() + 5000;
    while (!stdin.isRaw && performance.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(stdin.isRaw).toBe(true);
    controls.close();
    expect(stdin.isRaw).toBe(false);
  });

  it('are not read where they are not wanted', () => {
    const { stdin, controls } = setUp({ keys: false });
    expect(stdin.listenerCount('data')).toBe(0);
    controls.close();
  });
});

describe('signals', () => {
  it('stop, pause and continue, and are let go of', () => {
    const { asked, outside, controls } = setUp();
    outside.signals.emit('SIGUSR1');
    outside.signals.emit('SIGTERM');
    expect(asked).toEqual(['toggle', 'stop 143']);
    controls.close();
    expect(outside.signals.eventNames()).toEqual([]);
  });

  it('of a second kind end the process at once, with the terminal given back', () => {
    const { asked, outside, stdin, controls } = setUp();
    outside.signals.emit('SIGINT');
    expect(outside.asked).toEqual([]);
    outside.signals.emit('SIGTERM');
    expect(outside.asked).toEqual(['exit 143']);
    expect(asked).toEqual(['stop 130']);
    expect(stdin.isRaw).toBe(false);
    controls.close();
  });

  it('of Ctrl-Z give the device and the terminal away before the process stops', () => {
    const { asked, outside, stdin, controls } = setUp();
    const order: unknown[] = [];
    outside.stopProcess = () => {
      order.push([...asked], stdin.isRaw, outside.signals.listenerCount('SIGTSTP'));
    };
    stdin.type('\x1a');
    expect(order).toEqual([['release', 'hide'], false, 0]);
    expect(asked).toEqual(['release', 'hide', 'reacquire']);
    expect(stdin.isRaw).toBe(true);
    expect(outside.signals.listenerCount('SIGTSTP')).toBe(1);
    outside.signals.emit('SIGCONT');
    expect(asked.at(-1)).toBe('reacquire');
    controls.close();
  });

  it('of a stop in the background leave the terminal alone when the process goes on', () => {
    const { outside, stdin, controls } = setUp();
    outside.stopProcess = () => {
      outside.foreground = false;
    };
    outside.signals.emit('SIGTSTP');
    const before = stdin.modes.length;
    outside.signals.emit('SIGCONT');
    controls.close();
    expect(stdin.modes.slice(before)).toEqual([]);
  });
});
