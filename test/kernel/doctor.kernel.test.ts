// `alsats doctor` on real cards: what it says of them, of a device that is held, and of a level that is muted.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { JsonDocument } from '../docs/json-document.js';
import {
  kernelTest,
  projectFolder,
  readCards,
  runAlsats,
  runPeer,
  startPeer,
  waitForState,
} from './rig/index.js';

const doc = JsonDocument.read(join(projectFolder, 'docs', 'json.md'));

interface Doctor {
  verdict: string;
  findings: { severity: string; code: string; kind: string | null; message: string; advice: string | null }[];
  library: { version: string; path: string };
  system: { alsaDriver: string };
  nodes: { path: string; accessible: boolean }[];
  sequencer: boolean;
  cards: {
    index: number;
    id: string;
    playback: boolean;
    holders: { kind: string; device: number; direction: string; pid: number; program: string }[];
    levelsCount: number | null;
    quiet: { name: string; muted: boolean; zero: boolean }[];
  }[];
}

async function examine(...args: string[]): Promise<Doctor> {
  const result = await runAlsats(['doctor', '--json', ...args]);
  assert.equal(result.status, 0, `${result.stderr}${result.stdout}`);
  assert.equal(result.stderr, '');
  return doc.checkResult(result.stdout.toString()) as unknown as Doctor;
}

async function setMaster(card: string, ...words: string[]): Promise<void> {
  const { status, stderr } = await runPeer('amixer', ['-q', '-c', card, 'sset', 'Master', ...words]);
  assert.equal(status, 0, stderr);
}

/** What the doctor says of the Master of a card. */
async function masterFinding(card: string): Promise<Doctor['findings'][number] | undefined> {
  const { findings } = await examine('-c', card);
  return findings.find(({ message }) => message.startsWith('"Master"'));
}

kernelTest('all cards are there, with the driver and the nodes', {}, async () => {
  const report = await examine();
  assert.deepEqual(
    report.cards.map(({ index, id }) => [index, id]),
    readCards().map(({ index, id }) => [index, id]),
  );
  assert.match(report.library.path, /libasound\.so/);
  assert.match(report.system.alsaDriver, /^k\d/);
  assert.ok(report.nodes.length > report.cards.length);
  assert.ok(report.nodes.every(({ accessible }) => accessible));
  assert.ok(report.sequencer);
  assert.ok(report.cards.find(({ id }) => id === 'Dummy')!.playback);
  assert.equal(report.cards.find(({ id }) => id === 'VirMIDI')?.playback, false);
});

kernelTest('a device that is held names its holder', {}, async () => {
  const player = startPeer('aplay', ['-q', '-D', 'hw:Dummy', '-f', 'cd', '/dev/zero']);
  await waitForState({ card: 'Dummy', direction: 'playback' }, 'RUNNING');
  try {
    const report = await examine('-c', 'Dummy');
    assert.equal(report.cards.length, 1);
    const [holder] = report.cards[0]!.holders;
    assert.equal(holder?.program, 'aplay');
    assert.equal(holder.direction, 'playback');
    const held = report.findings.find(({ code }) => code === 'held');
    assert.equal(held?.message, `hw:Dummy,0 is in use for playback by aplay (process ${holder.pid})`);
    assert.equal(held.severity, 'warning');
  } finally {
    await player.stop();
  }
  assert.deepEqual((await examine('-c', 'Dummy')).cards[0]!.holders, []);
});

kernelTest('a muted Master is told, with the command that ends it', { needs: ['hda'] }, async () => {
  await setMaster('Intel', '60%', 'unmute');
  assert.equal(await masterFinding('Intel'), undefined);
  await setMaster('Intel', 'mute');
  assert.deepEqual(await masterFinding('Intel'), {
    severity: 'warning',
    code: 'quiet',
    kind: null,
    message: '"Master" of card Intel is muted',
    advice: "alsats mixer set -c Intel 'Master' unmute",
  });
  // What it says is what helps.
  const { status } = await runAlsats(['mixer', 'set', '-q', '-c', 'Intel', 'Master', 'unmute']);
  assert.equal(status, 0);
  assert.equal(await masterFinding('Intel'), undefined);
});

kernelTest('a Master at zero is told, in JSON and in words', {}, async () => {
  await setMaster('Dummy', '60%');
  assert.equal(await masterFinding('Dummy'), undefined);
  await setMaster('Dummy', '0%');
  assert.equal((await masterFinding('Dummy'))?.message, '"Master" of card Dummy is at zero');
  const { stdout, status } = await runAlsats(['doctor', '-c', 'Dummy']);
  assert.equal(status, 0);
  const text = stdout.toString();
  assert.match(text, /^! "Master" of card Dummy is at zero\n {2}→ alsats mixer set -c Dummy 'Master' 50%$/m);
  assert.match(text, /^card \d+ Dummy: Dummy/m);
  await setMaster('Dummy', '60%');
});

// A dozen programs, one after the other.
kernelTest(
  'completion knows the cards, elements, ports and devices that there are',
  { timeoutMs: 240_000 },
  async () => {
    const names = async (kind: string, ...typed: string[]) => {
      const { stdout, stderr, status } = await runAlsats(['completion', '--words', kind, '--', ...typed, '']);
      assert.equal(status, 0);
      assert.equal(stderr, '');
      return stdout
        .toString()
        .split('\n')
        .map((line) => line.split('\t')[0]);
    };
    assert.ok((await names('cards', 'mixer', 'get', '-c')).includes('Dummy'));
    assert.ok((await names('pcms-playback', 'play', '-D')).includes('hw:CARD=Dummy,DEV=0'));
    assert.ok((await names('mixer-elements', 'mixer', 'set', '-c', 'Dummy')).includes('Master'));
    assert.ok((await names('mixer-values', 'mixer', 'set', '-cDummy', 'Master')).includes('5%+'));
    assert.ok((await names('ctl-elements', 'ctl', 'get', '--card=Dummy')).includes('Master Volume'));
    assert.ok((await names('seq-receivers', 'seq', 'connect', '14:0')).includes('Midi Through:0'));
    assert.ok(
      (await names('midi-outputs', 'midi', 'send', '-p')).some((name) => name?.startsWith('hw:VirMIDI,')),
    );
    assert.ok((await names('timers', 'timer', 'info')).includes('G0'));
    assert.ok((await names('jack-names', 'jack-watch', '--name')).some((name) => name?.endsWith(' Jack')));
  },
);
