// Timers on the real kernel: the library, held against /proc/asound/timers and the clock.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pcm } from '../../src/alsa/pcm/pcm.js';
import type { TimerEvent } from '../../src/alsa/timer/events.js';
import { Timer } from '../../src/alsa/timer/timer.js';
import { formatTimerId, globalTimerId, pcmTimerId } from '../../src/alsa/timer/timer-id.js';
import { timers } from '../../src/alsa/timer/timers.js';
import { timerUsers } from '../../src/alsa/timer/users.js';
import { AlsatsError } from '../../src/error.js';
import { seededRandom } from '../audio/random.js';
import { findCard, kernelTest, plugUsbCard, unplugUsbCard, waitForCard } from './rig/index.js';

const kindOf = (call: () => unknown): string | null => {
  try {
    call();
    return null;
  } catch (error) {
    return error instanceof AlsatsError ? error.kind : String(error);
  }
};

/** Sums up ticks until so many have come. */
async function ticksOf(timer: Timer, count: number): Promise<TimerEvent[]> {
  const ticks: TimerEvent[] = [];
  let sum = 0;
  for await (const event of timer.events(AbortSignal.timeout(30_000))) {
    if (event.type !== 'tick') continue;
    ticks.push(event);
    sum += event.ticks;
    if (sum >= count) break;
  }
  assert.ok(sum >= count, `${sum} of ${count} ticks came`);
  return ticks;
}

kernelTest('the timers are those of /proc/asound/timers', {}, async () => {
  const inKernel = [
    ...readFileSync('/proc/asound/timers', 'utf8').matchAll(
      /^([GCP][\d-]+): (.*?) :(?: (\d+)\.(\d+)us \(\d+ ticks\))?( SLAVE)?$/gm,
    ),
  ].map(([, id, name, us, fraction, slave]) => ({
    id,
    name,
    resolutionNs: Number(us ?? 0) * 1000 + Number(fraction ?? 0),
    isSlave: slave !== undefined,
  }));
  const listed = timers().map(({ timer, name, resolutionNs, isSlave }) => ({
    id: formatTimerId(timer),
    name,
    // Of a slave, the kernel's file tells nothing.
    resolutionNs: isSlave ? 0 : resolutionNs,
    isSlave,
  }));
  assert.deepEqual(listed, inKernel);
  assert.ok(listed.some(({ id }) => id === 'G3') && listed.some(({ isSlave }) => isSlave));
});

/** How many of the timer's ticks are in a time. */
function ticksIn(timer: Timer, milliseconds: number): number {
  // Of a kernel that finds no clock to trust in the emulated machine, hrtimer has ticks of a millisecond.
  return Math.round((milliseconds * 1e6) / timer.info().resolutionNs);
}

for (const [name, resolutions, milliseconds] of [
  ['hrtimer', [1, 1e6, 4e6, 1e7], 10],
  ['system', null, 20],
] as const) {
  kernelTest(`the ${name} timer keeps time`, {}, async () => {
    using timer = Timer.open(name);
    const info = timer.info();
    const ticks = Math.max(ticksIn(timer, milliseconds), 5);
    assert.equal(info.card, null);
    assert.equal(info.isSlave, false);
    if (resolutions !== null)
      assert.ok(
        resolutions.some((ns) => ns === info.resolutionNs),
        `${info.resolutionNs} ns`,
      );
    timer.setParams({ ticks });
    timer.start();
    const told = await ticksOf(timer, 100 * ticks);
    const clock = process.hrtime.bigint();
    const first = told[0]!;
    const last = told.at(-1)!;
    const counted = told.slice(1).reduce((sum, event) => sum + event.ticks, 0) * info.resolutionNs;
    const elapsed = Number(last.timeNs! - first.timeNs!);
    assert.ok(Math.abs(elapsed / counted - 1) < 0.1, `${elapsed} ns by the stamps, ${counted} by the ticks`);
    // The stamps are of the monotonic clock that Node has too.
    assert.ok(
      clock >= last.timeNs! && clock - last.timeNs! < 5_000_000_000n,
      `${last.timeNs} by the timer, ${clock} by the clock`,
    );
    const status = timer.status();
    assert.equal(status.resolutionNs, info.resolutionNs);
    assert.ok(
      status.timeNs > 0n && status.timeNs <= first.timeNs!,
      `started at ${status.timeNs}, first tick at ${first.timeNs}`,
    );
    timer.stop();
    timer.read();
    await sleep(100);
    assert.deepEqual(timer.read(), []);
    timer.continue();
    await ticksOf(timer, ticks);
  });
}

kernelTest('a timer without time stamps tells of ticks alone', {}, async () => {
  using timer = Timer.open('hrtimer', { timestamps: false });
  const ticks = ticksIn(timer, 5);
  const { resolutionNs } = timer.info();
  timer.setParams({ ticks });
  timer.start();
  assert.equal(timer.wait(5000), true);
  const [event] = timer.read();
  assert.deepEqual({ ...event, ticks: 0 }, { type: 'tick', ticks: 0, resolutionNs, timeNs: null });
  assert.ok(event!.ticks >= ticks);
});

kernelTest('a timer that is not started again ticks once', {}, async () => {
  using timer = Timer.open('hrtimer');
  timer.setParams({ ticks: ticksIn(timer, 2), autoStart: false, filter: ['tick'] });
  timer.start();
  await sleep(300);
  assert.deepEqual(
    timer.read().map(({ type }) => type),
    ['tick'],
  );
  assert.equal(timer.status().queuedEvents, 0);
});

kernelTest('what the kernel refuses is an error that says so', {}, async () => {
  using timer = Timer.open('hrtimer');
  // The kernel takes no period below 100 µs.
  if (timer.info().resolutionNs < 100_000) {
    assert.equal(
      kindOf(() => timer.setParams({ ticks: 1 })),
      'unsupported',
    );
  }
  assert.equal(
    kindOf(() => timer.setParams({ queueSize: 7 })),
    'invalid',
  );
  assert.equal(
    kindOf(() => Timer.open('G77')),
    'not-found',
  );
  assert.equal(
    kindOf(() => Timer.open('P77-0-0')),
    'not-found',
  );
});

kernelTest('the period of a PCM is the tick of its timer', {}, async () => {
  using pcm = Pcm.open('hw:Loopback,0,0', 'playback');
  const params = pcm.hwParamsAny();
  params.access.set('RW_INTERLEAVED');
  params.format.set('S16_LE');
  params.channels.set(2);
  params.rate.set(48_000);
  params.periodFrames.set(2400);
  params.bufferFrames.set(9600);
  pcm.setHwParams(params);
  using timer = Timer.open(pcmTimerId(findCard('Loopback')!.index, 0, 'playback'));
  assert.equal(timer.info().isSlave, true);
  timer.setParams();
  timer.start();
  pcm.io(Int16Array).writei(new Int16Array(2 * 9600));
  if (pcm.state !== 'RUNNING') pcm.start();
  const told = await ticksOf(timer, 3);
  assert.equal(timer.status().resolutionNs, 50_000_000);
  const spans = told
    .slice(1)
    .map((event, index) => Number(event.timeNs! - told[index]!.timeNs!) / event.ticks);
  for (const span of spans) assert.ok(span > 20_000_000 && span < 120_000_000, `periods of ${spans}`);
  pcm.drop();
  const rest = timer.read().map(({ type }) => type);
  assert.ok(rest.includes('master-stop') || rest.includes('stop'), `the stop is told: ${rest}`);
});

kernelTest('who uses a timer is told, and somebody may have it for himself', {}, async () => {
  const mine = () => timerUsers().filter(({ pid }) => pid === process.pid);
  assert.deepEqual(mine(), []);
  {
    using timer = Timer.open(globalTimerId('system'));
    timer.setParams({ ticks: 100 });
    timer.start();
    const owner = `application ${process.pid}`;
    assert.deepEqual(
      mine().map((user) => ({ ...user, program: null })),
      [{ timer: 'G0', owner, pid: process.pid, program: null, running: true }],
    );
    assert.ok(timers().find(({ timer }) => formatTimerId(timer) === 'G0')!.clientsCount >= 1);
    timer.setParams({ ticks: 100, exclusive: true });
    assert.equal(
      kindOf(() => Timer.open('system')),
      'busy',
    );
  }
  assert.deepEqual(mine(), []);
});

kernelTest('the timer of a card that is unplugged is gone', { timeoutMs: 60_000 }, async () => {
  await plugUsbCard('t1');
  const card = await waitForCard(4);
  using timer = Timer.open(pcmTimerId(card.index, 0, 'playback'));
  timer.setParams();
  timer.start();
  const waiting = (async () => {
    for await (const event of timer.events(AbortSignal.timeout(30_000))) assert.notEqual(event.type, 'tick');
  })();
  // Listened to from now on: it may come before the monitor has answered.
  const gone = assert.rejects(waiting, { kind: 'disconnected' });
  await unplugUsbCard('t1');
  await gone;
  assert.equal(
    kindOf(() => timer.read()),
    'disconnected',
  );
});

kernelTest('a timer in careless hands survives', {}, async () => {
  const random = seededRandom(11);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const garbage = [
    undefined,
    null,
    0,
    -1,
    1,
    1.5,
    2 ** 40,
    1n,
    'tick',
    {},
    [],
    { ticks: 9_000_000 },
    { filter: ['tick'] },
    { filter: [7] },
    { ticks: '1' },
    { queueSize: 64 },
    Symbol('x'),
  ];
  const methods = Object.getOwnPropertyNames(Timer.prototype).filter(
    (name) => !['constructor', 'release', 'events', 'ready', 'wait'].includes(name),
  );
  const open: Timer[] = [];
  for (let step = 0; step < 2000; step++) {
    if (open.length < 2)
      open.push(Timer.open(pick(['hrtimer', 'system', 'P0-0-0']), { timestamps: random() < 0.5 }));
    const timer = pick(open);
    const name = pick(methods);
    try {
      const value = (timer as unknown as Record<string, unknown>)[name];
      if (typeof value === 'function') value.apply(timer, [pick([...garbage, ...open]), pick(garbage)]);
    } catch (error) {
      assert.ok(error instanceof AlsatsError, `${name}: ${error}`);
    }
    if (random() < 0.05) open.splice(open.indexOf(timer), 1)[0]!.close();
  }
  for (const timer of open) timer.close();
});

kernelTest('timers leave nothing behind', { timeoutMs: 300_000 }, async () => {
  const count = Number(process.env.ALSATS_CYCLES ?? 600);
  const cycle = () => {
    using timer = Timer.open('hrtimer');
    timer.setParams({ ticks: ticksIn(timer, 1) });
    timer.start();
    timer.read();
    return timers().length + timer.info().resolutionNs;
  };
  for (let i = 0; i < 200; i++) cycle();
  const descriptors = readdirSync('/proc/self/fd').length;
  const before = process.memoryUsage.rss();
  for (let i = 0; i < count; i++) cycle();
  assert.equal(readdirSync('/proc/self/fd').length, descriptors);
  const grown = process.memoryUsage.rss() - before;
  assert.ok(grown < Math.max(8 << 20, count * 512), `${grown} bytes more after ${count} times`);
});
