/** Signals to a playing process. No device keeps a pace here, so it plays for ever, or waits for its input. */

import { afterAll, describe, expect, it } from 'vitest';
import { linesOf, program, type RunningAlsats, runShell, startAlsats } from '../alsats-process.js';
import { SoundFolder, waveBytes } from './sound-files.js';

const folder = new SoundFolder();
afterAll(() => folder.remove());

const { path, data } = folder.wave('endless.wav', 20_000);
const endless = ['play', '--loop', '0', '-D', 'null'];

const eventsOf = (running: RunningAlsats) => linesOf(running.stdout.replace(/[^\n]*$/, ''));
const has = (type: string) => (running: RunningAlsats) =>
  eventsOf(running).some((event) => event.type === type);

describe('SIGINT and SIGTERM', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s ends a device that takes everything', async (signal, exit) => {
    const running = startAlsats([...endless, '--json', path]);
    await running.until(has('progress'));
    running.kill(signal);
    const { status, stdout, stderr } = await running.result;
    expect(status).toBe(exit);
    expect(stderr).toBe('');
    const end = linesOf(stdout).at(-1)!;
    expect(end).toMatchObject({ type: 'end', stopped: true, exit, xruns: 0 });
    expect(end.framesPlayed).toBeGreaterThan(20_000);
    expect(end.seconds).toBeCloseTo((end.framesPlayed as number) / 44_100, 6);
  });

  it('end the wait for an input that stalls, before its header and after', async () => {
    for (const bytes of [null, waveBytes(data).subarray(0, 20), waveBytes(data).subarray(0, 30_000)]) {
      const running = startAlsats(['play', '--json', '-D', 'null'], { stdin: 'open' });
      if (bytes !== null) running.child.stdin!.write(bytes);
      // Nothing tells that it waits but the time it takes.
      await (bytes !== null && bytes.length > 44
        ? running.until(has('progress'))
        : running.untilItTakesSignals());
      running.kill('SIGINT');
      const { status, stderr } = await running.result;
      expect(`${status} ${stderr}`).toBe('130 ');
      running.child.stdin!.destroy();
    }
  });

  it('count for more than a file that was missing', async () => {
    const running = startAlsats([...endless, '--json', `${folder.path}/none`, path]);
    await running.until(has('start'));
    running.kill('SIGINT');
    expect((await running.result).status).toBe(130);
  });
});

describe('SIGUSR1', () => {
  it('pauses and continues', async () => {
    const capture = folder.capture();
    const running = startAlsats(['play', '--json', '--loop', '2000', '-D', capture.device, path]);
    await running.until(has('start'));
    running.kill('SIGUSR1');
    await running.until(has('pause'));
    const length = capture.read().length;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(capture.read().length).toBe(length);
    running.kill('SIGUSR1');
    await running.until(has('continue'));
    await running.until(() => capture.read().length > length);
    running.kill('SIGTERM');
    expect((await running.result).status).toBe(143);
    const [pause, on] = ['pause', 'continue'].map(
      (type) => eventsOf(running).find((event) => event.type === type)!,
    );
    expect(pause).toMatchObject({ how: 'drop', name: path });
    expect(on!.positionSeconds).toBe(pause!.positionSeconds);
    const heard = capture.read();
    // What went to the file is the track, again and again, also around the pause.
    const expected = Buffer.alloc(heard.length, data);
    expect(heard.equals(expected)).toBe(true);
  });

  it('pauses before anything plays', async () => {
    const running = startAlsats(['play', '--json', '-D', 'null'], { stdin: 'open' });
    await running.untilItTakesSignals();
    running.kill('SIGUSR1');
    // The signal and the sound come through two descriptors: the one sent first need not be seen first.
    await new Promise((resolve) => setTimeout(resolve, 100));
    running.child.stdin!.end(waveBytes(data));
    await running.until(has('pause'));
    running.kill('SIGUSR1');
    expect((await running.result).status).toBe(0);
    expect(eventsOf(running).at(-1)).toMatchObject({ type: 'end', framesPlayed: 20_000 });
  });
});

describe('SIGTSTP', () => {
  it('stops the process with the device given back, SIGCONT goes on', async () => {
    const capture = folder.capture();
    // Job control gives the process a group of its own, whose parent could continue it.
    const { stdout, stderr } = await runShell(
      `set -m
       alsats play -q --loop 20000 -D "${capture.device}" "${path}" & pid=$!
       state() { sed 's/.*) //; s/ .*//' /proc/$pid/stat; }
       held() { ls -l /proc/$pid/fd | grep -c "${capture.path}"; }
       until [ -s "${capture.path}" ]; do sleep 0.05; done
       echo "playing $(held)"
       kill -TSTP $pid; until [ "$(state)" = T ]; do sleep 0.05; done
       echo "stopped $(held)"
       kill -CONT $pid; until [ "$(held)" = 1 ]; do sleep 0.05; done
       echo "going on $(held)"
       kill -INT $pid; wait $pid; echo "end $?"`,
    );
    expect(stderr).not.toContain('alsats:');
    expect(stdout.replaceAll(/^\[.*\n/gm, '')).toBe('playing 1\nstopped 0\ngoing on 1\nend 130\n');
  });

  it('does not stop a process that nobody could continue', async () => {
    const { stdout } = await runShell(
      `setsid --fork bash -c '"$0" "$@" & echo $!; wait $!; echo "end $?"' "${process.execPath}" "${program}" ${endless.join(' ')} -q "${path}" > "${folder.path}/orphan" &
       until [ -s "${folder.path}/orphan" ]; do sleep 0.05; done
       pid=$(head -n 1 "${folder.path}/orphan"); sleep 0.7
       kill -TSTP $pid; sleep 0.4
       echo "state $(sed 's/.*) //; s/ .*//' /proc/$pid/stat)"
       kill -TERM $pid; until grep -q end "${folder.path}/orphan"; do sleep 0.05; done; tail -n 1 "${folder.path}/orphan"`,
    );
    expect(stdout).toMatch(/^state [RS]\nend 143\n$/);
  });
});
