import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EventLoop } from '../../src/alsa/event-loop.js';
import { watchByThread, watchReadable } from '../../src/alsa/loop-handle.js';
import { libc } from '../../src/alsa/native/libc.js';
import { internal } from '../../src/alsa/native-object.js';
import { Pcm } from '../../src/alsa/pcm/pcm.js';
import {
  POLLERR,
  POLLHUP,
  POLLIN,
  POLLOUT,
  type Pollable,
  PollDescriptors,
  pollAll,
  pollfdsOf,
} from '../../src/alsa/poll.js';
import { readiness, Waiter, waitFor } from '../../src/alsa/waiter.js';

const EFD_NONBLOCK = 0o4000;

/** An eventfd that looks like an ALSA handle. */
class FakeHandle implements Pollable {
  readonly fd: number;
  readonly #events: number;

  constructor(events = POLLIN, fd = libc.eventfd(0, EFD_NONBLOCK)) {
    this.fd = fd;
    this.#events = events;
  }

  pollDescriptors(): PollDescriptors {
    const set = new PollDescriptors(internal, 1);
    const view = new DataView(pollfdsOf(set).buffer);
    view.setInt32(0, this.fd, true);
    view.setInt16(4, this.#events, true);
    return set;
  }

  pollRevents(set: PollDescriptors): number {
    return set.revents(0);
  }

  signal(): void {
    libc.write(this.fd, BigUint64Array.of(1n), 8);
  }

  drain(): void {
    libc.read(this.fd, new BigUint64Array(1), 8);
  }
}

const turn = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

for (const [name, watch] of Object.entries({
  'libuv handle': watchReadable,
  'helper thread': watchByThread,
})) {
  describe(`EventLoop on a ${name}`, () => {
    let loop: EventLoop;
    let wakeUps = 0;
    beforeAll(() => {
      loop = new EventLoop((fd, ready) =>
        watch(fd, () => {
          wakeUps += 1;
          ready();
        }),
      );
    });

    it('resolves with the bits when a descriptor is ready, and only once an arm', async () => {
      const handle = new FakeHandle();
      using waiter = new Waiter(handle, loop);
      const calls: number[] = [];
      waiter.arm((events) => calls.push(events));
      await turn(20);
      expect(calls).toEqual([]);
      handle.signal();
      await turn(40);
      // The descriptor is still readable: without a new arm nothing more may come.
      expect(calls).toEqual([POLLIN]);
      waiter.arm((events) => calls.push(events));
      await turn(40);
      expect(calls).toEqual([POLLIN, POLLIN]);
    });

    it('gives 0 after the timeout and stays usable', async () => {
      const handle = new FakeHandle();
      using waiter = new Waiter(handle, loop);
      expect(await waiter.wait({ timeoutMs: 10 })).toBe(0);
      handle.signal();
      expect(await waiter.wait({ timeoutMs: 5000 })).toBe(POLLIN);
    });

    it('rejects with the reason of an aborted signal, before and during the wait', async () => {
      using waiter = new Waiter(new FakeHandle(), loop);
      await expect(waiter.wait({ signal: AbortSignal.abort('stop') })).rejects.toBe('stop');
      const controller = new AbortController();
      const wait = waiter.wait({ signal: controller.signal });
      setTimeout(() => controller.abort('later'), 5);
      await expect(wait).rejects.toBe('later');
    });

    it('serves two handles on one descriptor', async () => {
      const handle = new FakeHandle();
      using first = new Waiter(handle, loop);
      using second = new Waiter(new FakeHandle(POLLIN, handle.fd), loop);
      const both = Promise.all([first.wait({ timeoutMs: 5000 }), second.wait({ timeoutMs: 5000 })]);
      handle.signal();
      expect(await both).toEqual([POLLIN, POLLIN]);
    });

    it('reports a hang-up once a wait and does not spin on it', async () => {
      const { fd, closeOther } = brokenPipe();
      using waiter = new Waiter(new FakeHandle(POLLOUT, fd), loop);
      closeOther();
      expect((await waiter.wait({ timeoutMs: 5000 })) & (POLLERR | POLLHUP)).not.toBe(0);
      const before = wakeUps;
      await turn(100);
      expect(wakeUps - before).toBeLessThanOrEqual(1);
    });

    it('treats descriptors that cannot be polled as always ready', async () => {
      using pcm = Pcm.open('null', 'playback', { nonblock: true });
      pcm.setParams({ format: 'S16_LE', channels: 2, framesPerSecond: 48_000, latencyUs: 100_000 });
      using waiter = new Waiter(pcm, loop);
      expect(await waiter.wait({ timeoutMs: 5000 })).toBe(POLLOUT);
      expect(await waiter.wait({ timeoutMs: 5000 })).toBe(POLLOUT);
    });

    it('carries an exception of a callback out of native code', async () => {
      const handle = new FakeHandle();
      using waiter = new Waiter(handle, loop);
      const caught = new Promise((resolve) => process.once('uncaughtException', resolve));
      const listeners = process.listeners('uncaughtException').slice(0, -1);
      for (const listener of listeners) process.off('uncaughtException', listener);
      waiter.arm(() => {
        throw new Error('from a callback');
      });
      handle.signal();
      await expect(caught).resolves.toMatchObject({ message: 'from a callback' });
      for (const listener of listeners) process.on('uncaughtException', listener);
    });
  });
}

describe('waiting', () => {
  it('rejects when the handle is closed meanwhile', async () => {
    const pcm = Pcm.open('null', 'playback', { nonblock: true });
    pcm.setParams({ format: 'S16_LE', channels: 2, framesPerSecond: 48_000, latencyUs: 100_000 });
    const wait = waitFor(pcm, { timeoutMs: 5000 });
    pcm.close();
    await expect(wait).rejects.toMatchObject({ kind: 'closed' });
    await expect(waitFor(pcm)).rejects.toMatchObject({ kind: 'closed' });
  });

  it('iterates over readiness until the signal', async () => {
    const handle = new FakeHandle();
    const controller = new AbortController();
    handle.signal();
    let count = 0;
    for await (const events of readiness(handle, controller.signal)) {
      expect(events).toBe(POLLIN);
      handle.drain();
      count += 1;
      if (count === 3) controller.abort();
      else handle.signal();
    }
    expect(count).toBe(3);
  });

  it('ends a loop by null where its signal has aborted, and by an error for any other reason', async () => {
    const handle = new FakeHandle();
    const waiter = new Waiter(handle);
    const stop = new AbortController();
    const waiting = waiter.waitOrAbort(stop.signal);
    stop.abort();
    expect([await waiting, await waiter.waitOrAbort(stop.signal)]).toEqual([null, null]);
    handle.signal();
    expect(await waiter.waitOrAbort(undefined)).toBe(POLLIN);
    waiter.close();
    await expect(waiter.waitOrAbort(undefined)).rejects.toMatchObject({ kind: 'closed' });
  });

  it('polls several handles at once, blocking', () => {
    const [first, second] = [new FakeHandle(), new FakeHandle()];
    expect(pollAll([first, second], 0)).toEqual([0, 0]);
    second.signal();
    expect(pollAll([first, second], 1000)).toEqual([0, POLLIN]);
  });
});

it('looks on where a signal arrives meanwhile', async () => {
  const handle = new FakeHandle();
  let heard = 0;
  const hear = () => heard++;
  process.on('SIGUSR2', hear);
  // The shell's own kill: some ten thousand signals a second, of which some arrive while the kernel is asked.
  const storm = spawn('sh', ['-c', `while kill -USR2 ${process.pid}; do :; done`], { stdio: 'ignore' });
  try {
    for (let rounds = 0; rounds < 100 || heard < 300; rounds++) {
      for (let look = 0; look < 200; look++) expect(pollAll([handle], 0)).toEqual([0]);
      await new Promise((turned) => setImmediate(turned));
    }
  } finally {
    storm.kill('SIGKILL');
    await once(storm, 'exit');
    process.off('SIGUSR2', hear);
  }
});

const closers: (() => void)[] = [];
afterAll(() => {
  for (const close of closers) close();
});

/** The write end of a pipe whose read end can be closed: POLLERR for ever after. */
function brokenPipe(): { fd: number; closeOther: () => void } {
  const fds = new Int32Array(2);
  libc.pipe2(fds, 0);
  closers.push(() => libc.close(fds[1]!));
  return { fd: fds[1]!, closeOther: () => libc.close(fds[0]!) };
}
