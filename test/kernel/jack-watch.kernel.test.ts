// `alsats jack-watch` on real cards. Jacks that can be plugged are user elements, made by the library.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Ctl } from '../../src/alsa/ctl/ctl.js';
import type { ElemId } from '../../src/alsa/ctl/elem-id.js';
import {
  eventsOf,
  type JsonEvent,
  kernelTest,
  type Peer,
  plugUsbCard,
  runAlsats,
  runPeer,
  startAlsats,
  unplugUsbCard,
  until,
  waitForCard,
  waitForCardGone,
  waitForEvent,
} from './rig/index.js';

/** A jack of the test's own on a card. */
class UserJack implements Disposable {
  readonly #ctl: Ctl;
  readonly #id: ElemId;
  plugged = false;

  constructor(card: string | number, name: string) {
    this.#ctl = Ctl.open(`hw:${card}`);
    this.#id = this.#ctl.elemAdd({ type: 'BOOLEAN', id: { name, iface: 'CARD' } });
  }

  set(plugged: boolean): void {
    this.#ctl.elemWrite(this.#id, { type: 'BOOLEAN', values: [plugged] });
    this.plugged = plugged;
  }

  [Symbol.dispose](): void {
    // An unplugged card has taken its elements along.
    try {
      this.#ctl.elemRemove(this.#id);
    } catch {}
    this.#ctl.close();
  }
}

/** Seconds of CPU a process has used. */
function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

interface JackLine extends JsonEvent {
  name: string;
  plugged: boolean;
  missed: boolean;
}

const changesOf = (peer: Peer) => eventsOf(peer.stdout).filter(({ type }) => type === 'change') as JackLine[];

kernelTest('1000 changes of a jack are told of, each once and in order', { timeoutMs: 180_000 }, async () => {
  using jack = new UserJack('Dummy', 'Test Headphone Jack');
  const watcher = startAlsats(['jack-watch', '--json', '--card', 'Dummy']);
  const { jacks } = await waitForEvent(watcher, 'state');
  assert.deepEqual(
    (jacks as JackLine[]).map(({ name, plugged }) => ({ name, plugged })),
    [{ name: 'Test Headphone Jack', plugged: false }],
  );
  const count = 1000;
  for (let flip = 0; flip < count; flip++) {
    const bytes = watcher.stdoutBytes;
    jack.set(flip % 2 === 0);
    // The next one only when this one was told: the kernel keeps one event an element.
    while (watcher.stdoutBytes === bytes) await pause(1);
  }
  const { status } = await watcher.stop('SIGINT');
  assert.equal(status, 0);
  const changes = changesOf(watcher);
  assert.equal(changes.length, count);
  changes.forEach(({ plugged, missed, name }, flip) => {
    assert.deepEqual(
      { plugged, missed, name },
      { plugged: flip % 2 === 0, missed: false, name: 'Test Headphone Jack' },
    );
  });
});

kernelTest('changes too fast to be read are told of as missed, and the state is right', {}, async () => {
  using jack = new UserJack('Dummy', 'Test Mic Jack');
  const watcher = startAlsats(['jack-watch', '--json', '--card', 'Dummy']);
  await waitForEvent(watcher, 'state');
  for (let flip = 0; flip < 2000; flip++) jack.set(flip % 2 === 0);
  jack.set(true);
  await until('the last state', () => changesOf(watcher).at(-1)?.plugged === true);
  await pause(200);
  let before = false;
  for (const { plugged, missed } of changesOf(watcher)) {
    // Whatever is not told as missed is a change.
    assert.ok(missed || plugged !== before);
    before = plugged;
  }
  assert.equal(before, true);
  await watcher.stop();
});

kernelTest('the jacks of the Intel card are those of amixer', { needs: ['hda'] }, async () => {
  const { status, stdout } = await runAlsats(['jack-watch', '--once', '--json', '--card', 'Intel']);
  assert.equal(status, 0);
  const { jacks } = JSON.parse(stdout.toString()) as { jacks: (JackLine & { phantom: boolean })[] };
  const contents = (await runPeer('amixer', ['-c', 'Intel', 'contents'])).stdout.toString();
  const theirs = [
    ...contents.matchAll(/^numid=\d+,iface=CARD,name='(.* Jack)'\n.*\n {2}: values=(on|off)/gm),
  ];
  assert.ok(theirs.length > 0, contents);
  // amixer has an order of its own.
  const byName = ([a]: unknown[], [b]: unknown[]) => String(a).localeCompare(String(b));
  assert.deepEqual(
    jacks.map(({ name, plugged, phantom }) => [name, plugged, phantom]).sort(byName),
    theirs.map(([, name, value]) => [name, value === 'on', name!.endsWith('Phantom Jack')]).sort(byName),
  );
});

kernelTest(
  'jacks of a card that leaves and comes back are followed, at no cost',
  { timeoutMs: 120_000 },
  async () => {
    await plugUsbCard('u1');
    await waitForCard(4);
    const watcher = startAlsats(['jack-watch', '--json']);
    await waitForEvent(watcher, 'state');
    for (let round = 1; round <= 2; round++) {
      using jack = new UserJack(4, 'USB Headphone Jack');
      await waitForEvent(watcher, 'add', round);
      jack.set(true);
      const changed = await waitForEvent(watcher, 'change', round);
      assert.equal((changed.card as { index: number }).index, 4);
      await unplugUsbCard('u1');
      const removed = await waitForEvent(watcher, 'remove', round);
      assert.equal(removed.name, 'USB Headphone Jack');
      await waitForCardGone(4);
      const before = cpuSeconds(watcher.pid);
      await pause(1000);
      assert.ok(cpuSeconds(watcher.pid) - before < 0.1, 'it spins after the card has gone');
      await plugUsbCard('u1');
      await waitForCard(4);
    }
    await unplugUsbCard('u1');
    await waitForCardGone(4);
    assert.equal((await watcher.stop()).status, 0);
  },
);

kernelTest('waiting ends when the jack is plugged', {}, async () => {
  using jack = new UserJack('Dummy', 'Wait Jack');
  const waiter = startAlsats(['jack-watch', '--wait', 'Wait=plugged', '--timeout', '60']);
  await until('the state', () => waiter.stdoutBytes > 0);
  jack.set(true);
  const { status, stdout } = await waiter.result;
  assert.equal(status, 0);
  assert.match(stdout.toString().trimEnd().split('\n').at(-1)!, /^\S+ {2}Dummy {2}Wait Jack {2}plugged$/);
  const late = await runAlsats(['jack-watch', '--wait', 'Wait=unplugged', '--timeout', '0.2', '-q']);
  assert.equal(late.status, 1);
  assert.match(late.stderr, /"Wait=unplugged" did not come true within 0\.2 s/);
});

kernelTest('an idle watcher uses no time', {}, async () => {
  const watcher = startAlsats(['jack-watch', '--json']);
  await waitForEvent(watcher, 'state');
  await pause(1000);
  const before = cpuSeconds(watcher.pid);
  await pause(3000);
  assert.ok(cpuSeconds(watcher.pid) - before <= 0.02);
  assert.equal((await watcher.stop('SIGTERM')).status, 0);
});
