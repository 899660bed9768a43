// The rig itself, shown with alsa-utils alone: what stands here, later tests can build on.
import assert from 'node:assert/strict';
import {
  injectXrun,
  kernel,
  kernelTest,
  LoopbackCapture,
  plugUsbCard,
  readCards,
  readHwParams,
  readStatus,
  runPeer,
  startPeer,
  suspendAndResume,
  trimSilence,
  unplugUsbCard,
  until,
  waitForCard,
  waitForCardGone,
  waitForState,
} from './rig/index.js';

const endlessPlay = (device: string) =>
  startPeer('aplay', ['-D', device, '-t', 'raw', '-f', 'S16_LE', '-r', '48000', '-c', '2', '/dev/zero']);

/** No two neighbours alike and no silence, so that any loss, doubling or shift shows. */
function patternOf(frames: number, channels: number): Buffer {
  const samples = Int16Array.from(
    { length: frames * channels },
    (_, index) => ((index * 7919) % 65535) - 32767 || 1,
  );
  return Buffer.from(samples.buffer);
}

kernelTest('every card is in its place', {}, async () => {
  const places = readCards().map(({ index, id }) => `${index} ${id}`);
  const builtinOnly = kernel.kind === 'builtin' ? ['5 pcmtest'] : [];
  assert.deepEqual(places, ['0 Loopback', '1 Dummy', '2 VirMIDI', '3 Intel', ...builtinOnly]);
});

kernelTest('aplay reaches arecord through the Loopback bit for bit', {}, async () => {
  const channels = 2;
  const played = patternOf(24_001, channels);
  const shape = { format: 'S16_LE', rateHz: 48_000, channels };
  const capture = await LoopbackCapture.start(shape);
  const args = ['-t', 'raw', '-f', 'S16_LE', '-r', '48000', '-c', '2', '--buffer-time=4000000', '-'];
  const player = await runPeer('aplay', ['-q', '-D', 'hw:Loopback,0,0', ...args], { input: played });
  assert.equal(player.status, 0, player.stderr);
  const heard = trimSilence(await capture.finish(), 2 * channels);
  assert.equal(heard.length, played.length);
  assert.ok(heard.equals(played), 'frames differ');
});

kernelTest('the Dummy card has a mixer', {}, async () => {
  const set = await runPeer('amixer', ['-D', 'hw:Dummy', 'sset', 'Master', '60,61']);
  assert.equal(set.status, 0, set.stderr);
  const got = await runPeer('amixer', ['-D', 'hw:Dummy', 'sget', 'Master']);
  assert.match(got.stdout.toString(), /Front Left: 60 /);
  assert.match(got.stdout.toString(), /Front Right: 61 /);
});

kernelTest('a substream that is taken is busy, and its owner is known', { needs: ['hda'] }, async () => {
  const substream = { card: 'Intel', direction: 'playback' } as const;
  const first = endlessPlay('hw:Intel');
  assert.equal((await waitForState(substream, 'RUNNING')).ownerPid, first.pid);
  assert.equal(readHwParams(substream).get('format'), 'S16_LE');
  const second = await endlessPlay('hw:Intel').result;
  assert.equal(second.status, 1);
  assert.match(second.stderr, /Device or resource busy/);
  await first.stop();
  assert.equal(readStatus(substream).state, 'closed');
});

kernelTest('a USB card can be plugged in, and pulled out while it plays', {}, async () => {
  const before = new Set(readCards().map((card) => card.index));
  await plugUsbCard('u1');
  const card = await until('a new card', () => readCards().find(({ index }) => !before.has(index)));
  assert.equal((await waitForCard(card.id)).driver, 'USB-Audio');
  const player = endlessPlay(`plughw:${card.index}`);
  await waitForState({ card: card.index, direction: 'playback' }, 'RUNNING');
  await unplugUsbCard('u1');
  const { status, stderr } = await player.result;
  assert.equal(status, 1);
  // Which of the two depends on where the player stood when the card went.
  assert.match(stderr, /No such device|File descriptor in bad state/);
  await waitForCardGone(card.index);
});

kernelTest('a playing stream is suspended and comes back', { needs: ['suspend'] }, async () => {
  const substream = { card: 'Dummy', direction: 'playback' } as const;
  const player = endlessPlay('hw:Dummy');
  await waitForState(substream, 'RUNNING');
  await suspendAndResume();
  await until('aplay to notice', () => /Suspended/.test(player.stderr));
  await waitForState(substream, 'RUNNING');
});

kernelTest('an xrun comes when it is asked for', { needs: ['xrun_injection'] }, async () => {
  const substream = { card: 'Dummy', direction: 'playback' } as const;
  const player = endlessPlay('hw:Dummy');
  await waitForState(substream, 'RUNNING');
  injectXrun(substream);
  await until('aplay to notice', () => /underrun!!!/.test(player.stderr));
  await waitForState(substream, 'RUNNING');
});
