// The library's PCM on real drivers: what `null` and `file` cannot show.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cardIndex, cardIndexes, cardName } from '../../src/alsa/card.js';
import { Ctl } from '../../src/alsa/ctl/ctl.js';
import { AlsaError } from '../../src/alsa/error.js';
import type { PcmAccess } from '../../src/alsa/pcm/names.js';
import { pcmOwners } from '../../src/alsa/pcm/owner.js';
import { Pcm } from '../../src/alsa/pcm/pcm.js';
import { PcmReadable } from '../../src/alsa/pcm/streams.js';
import { POLLERR, POLLOUT } from '../../src/alsa/poll.js';
import { injectXrun, kernelTest, LoopbackCapture, readCards, startPeer, trimSilence } from './rig/index.js';

const stereo = { format: 'S16_LE', rateHz: 48_000, channels: 2 } as const;

function openPlayback(name: string, bufferFrames = 48_000, access: PcmAccess = 'RW_INTERLEAVED'): Pcm {
  const pcm = Pcm.open(name, 'playback', { nonblock: true });
  const params = pcm.hwParamsAny();
  params.access.set(access);
  params.format.set('S16_LE');
  params.channels.set(2);
  params.rate.set(48_000);
  params.bufferFrames.setNear(bufferFrames);
  params.periodFrames.setNear(Math.floor(bufferFrames / 4));
  pcm.setHwParams(params);
  const software = pcm.swParamsCurrent();
  software.setStartThresholdFrames(software.boundaryFrames);
  software.setTimestampMode('ENABLE');
  software.setTimestampClock('MONOTONIC');
  pcm.setSwParams(software);
  return pcm;
}

/** Interleaved samples that count up from `start`, so that any frame tells its place. */
const counting = (frames: number, start = 1) =>
  Int16Array.from({ length: frames * 2 }, (_, i) => start + (i >> 1));

kernelTest('cards, devices and subdevices are what the kernel has', {}, async () => {
  const expected = readCards();
  assert.deepEqual(
    [...cardIndexes()],
    expected.map(({ index }) => index),
  );
  for (const { index, id } of expected) {
    assert.equal(cardIndex(id), index);
    using ctl = Ctl.open(`hw:${index}`);
    assert.equal(ctl.cardInfo().id, id);
    assert.equal(ctl.cardInfo().name, cardName(index));
  }
  using loopback = Ctl.open('hw:Loopback');
  assert.deepEqual([...loopback.pcmDevices()], [0, 1]);
  const subdevices = [...loopback.pcmSubdevices(1, 'capture')];
  assert.deepEqual(
    subdevices.map(({ subdevice, subdevicesCount }) => [subdevice, subdevicesCount]),
    [
      [0, 4],
      [1, 4],
      [2, 4],
      [3, 4],
    ],
  );
  using midi = Ctl.open('hw:VirMIDI');
  assert.deepEqual([...midi.pcmDevices()], []);
  assert.throws(() => cardIndex('NoSuchCard'), { kind: 'not-found' });
});

kernelTest('positions, time stamps and waits tell of a running stream', {}, async () => {
  using pcm = openPlayback('hw:Loopback,0,1');
  assert.equal(pcm.type, 'HW');
  assert.equal(pcm.info().card, 0);
  const [owner] = [...pcmOwners()].filter(({ subdevice, device }) => subdevice === 1 && device === 0);
  assert.equal(owner?.pid, process.pid);
  const io = pcm.io(Int16Array);
  assert.equal(io.writei(counting(48_000)), 48_000);
  assert.equal(io.writei(counting(1)), 0, 'a full buffer takes nothing and throws nothing');
  assert.deepEqual(pcm.availDelay(), { availFrames: 0, delayFrames: 48_000 });
  assert.equal(pcm.wait(0), false);
  assert.equal(await pcm.ready({ timeoutMs: 50 }), 0, 'nothing moves before the start');
  pcm.start();
  const events = await pcm.ready({ timeoutMs: 20_000 });
  assert.equal(events & (POLLOUT | POLLERR), POLLOUT);
  const first = pcm.status();
  assert.equal(first.state, 'RUNNING');
  assert.equal(first.availFrames + first.delayFrames, 48_000);
  assert.ok(first.timeNs > first.triggerTimeNs && first.triggerTimeNs > 0n);
  const { availFrames, timeNs } = pcm.htimestamp();
  assert.ok(availFrames >= first.availFrames && timeNs >= first.timeNs);
  assert.match(first.toString(), /state +: RUNNING/);
  pcm.pause(true);
  assert.equal(pcm.state, 'PAUSED');
  pcm.pause(false);
  assert.equal(pcm.state, 'RUNNING');
  pcm.drop();
  assert.equal(pcm.state, 'SETUP');
});

kernelTest('rewound frames are replaced, and the mapped buffer is heard', {}, async () => {
  const capture = await LoopbackCapture.start(stereo, 2);
  {
    using pcm = openPlayback('hw:Loopback,0,2');
    const io = pcm.io(Int16Array);
    io.writei(counting(1000));
    assert.equal(pcm.rewind(400), 400);
    io.writei(counting(1000, 5001));
    // Silence to the end: the Loopback reads on past what was written.
    io.writei(new Int16Array(2 * 22_000));
    pcm.start();
    while (!pcm.drain() && pcm.state === 'DRAINING') await pcm.ready({ timeoutMs: 100 });
  }
  const frames = trimSilence(await capture.finish(), 4);
  const heard = new Int16Array(Uint8Array.from(frames).buffer);
  const expected = new Int16Array([...counting(600), ...counting(1000, 5001)]);
  assert.deepEqual(heard, expected);

  const second = await LoopbackCapture.start(stereo, 3);
  {
    using pcm = openPlayback('hw:Loopback,0,3', 48_000, 'MMAP_INTERLEAVED');
    const committed = pcm.mmap(24_000, (region) => {
      region.write(new Uint8Array(region.frames * 4));
      region.write(counting(2000), 400);
      return region.frames;
    });
    assert.ok(committed > 10_000);
    pcm.start();
    while (!pcm.drain() && pcm.state === 'DRAINING') await pcm.ready({ timeoutMs: 100 });
  }
  const mapped = trimSilence(await second.finish(), 4);
  assert.deepEqual(new Int16Array(Uint8Array.from(mapped).buffer), counting(2000));
});

kernelTest('linked streams start together', {}, async () => {
  using first = openPlayback('hw:Loopback,0,0');
  using second = openPlayback('hw:Loopback,0,1');
  for (const pcm of [first, second]) pcm.io(Int16Array).writei(counting(40_000));
  first.link(second);
  first.start();
  assert.deepEqual([first.state, second.state], ['RUNNING', 'RUNNING']);
  second.unlink();
  first.drop();
  assert.deepEqual([first.state, second.state], ['SETUP', 'RUNNING']);
});

kernelTest('channel maps are those of the hardware', { needs: ['hda'] }, async () => {
  using pcm = openPlayback('hw:Intel', 8192);
  const offers = pcm.queryChmaps();
  assert.ok(
    offers.some(({ map }) => map.join() === 'FL,FR'),
    JSON.stringify(offers),
  );
  assert.deepEqual(pcm.getChmap(), ['FL', 'FR']);
  assert.throws(() => pcm.setChmap(['FL']), { kind: 'invalid' });
  assert.throws(() => pcm.setChmap(['FL', 'nonsense']), { kind: 'invalid' });
});

kernelTest('what aplay plays is read as a stream', {}, async () => {
  const frames = 30_000;
  const path = join(tmpdir(), 'counting.raw');
  const samples = counting(frames);
  writeFileSync(path, Buffer.concat([Buffer.from(samples.buffer), Buffer.alloc(4 * 20_000)]));
  const pcm = Pcm.open('hw:Loopback,1,1', 'capture', { nonblock: true });
  pcm.setParams({ format: 'S16_LE', channels: 2, framesPerSecond: 48_000, latencyUs: 1_000_000 });
  const player = startPeer('aplay', [
    ...['-q', '-D', 'hw:Loopback,0,1', '-t', 'raw', '-f', 'dat', '--buffer-time=4000000', path],
  ]);
  const pieces: Uint8Array[] = [];
  let heard: Buffer = Buffer.alloc(0);
  for await (const piece of new PcmReadable(pcm)) {
    pieces.push(piece as Uint8Array);
    heard = trimSilence(Buffer.concat(pieces), 4);
    if (heard.length >= 4 * frames) break;
    assert.ok(pieces.length < 400, 'no end of it');
  }
  assert.equal((await player.result).status, 0);
  assert.deepEqual(new Int16Array(Uint8Array.from(heard).buffer), samples);
});

kernelTest(
  'an xrun is an error of its kind, and recover gets over it',
  { needs: ['xrun_injection'] },
  async () => {
    using pcm = openPlayback('hw:Loopback,0,0');
    const io = pcm.io(Int16Array);
    io.writei(counting(24_000));
    pcm.start();
    injectXrun({ card: 'Loopback', direction: 'playback' });
    assert.equal(pcm.state, 'XRUN');
    let error: unknown;
    try {
      io.writei(counting(10));
    } catch (caught) {
      error = caught;
    }
    assert.ok(error instanceof AlsaError && error.kind === 'xrun' && error.code === 'EPIPE');
    pcm.recover(error);
    assert.equal(pcm.state, 'PREPARED');
    assert.equal(io.writei(counting(10)), 10);
  },
);
