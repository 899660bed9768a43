// `alsats ctl` on real drivers, beside amixer, alsactl and iecset.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Ctl } from '../../src/alsa/ctl/ctl.js';
import { runProgram } from '../../src/commands/program.js';
import { FakeOutside } from '../commands/fake-outside.js';
import {
  eventsOf,
  type JsonEvent,
  kernelTest,
  type Peer,
  plugUsbCard,
  projectFolder,
  runAlsats,
  runPeer,
  startAlsats,
  startPeer,
  unplugUsbCard,
  until,
  waitForEvent,
} from './rig/index.js';

const folder = mkdtempSync(join(tmpdir(), 'alsats-ctl-'));

interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `alsats ctl` in this process: a start of Node costs seconds here. */
async function ctl(args: readonly string[], stdin = ''): Promise<Ran> {
  const outside = new FakeOutside();
  Object.assign(outside, { stdin: Readable.from([Buffer.from(stdin)]) });
  const status = await runProgram(['ctl', ...args], '0', outside);
  return { status, stdout: outside.stdout.text, stderr: outside.stderr.text };
}

async function ctlOk(args: readonly string[], stdin?: string): Promise<string> {
  const { status, stdout, stderr } = await ctl(args, stdin);
  assert.deepEqual([status, stderr], [0, ''], args.join(' '));
  return stdout;
}

async function peerOk(program: string, ...args: string[]): Promise<string> {
  const { stdout, stderr, status } = await runPeer(program, args);
  assert.equal(status, 0, `${program} ${args.join(' ')}: ${stderr}`);
  return stdout.toString();
}

const DUMMY = ['-c', 'Dummy'];
const amixerValues = async (id: string, card = 'Dummy') =>
  /: values=(.*)/.exec(await peerOk('amixer', '-c', card, 'cget', id))?.[1];

async function removeUserElements(): Promise<void> {
  using dummy = Ctl.open('hw:Dummy');
  for (const info of dummy.elemList().map((id) => dummy.elemInfo(id))) {
    if (info.access.user && dummy.elemList().some(({ numid }) => numid === info.id.numid))
      dummy.elemRemove(info.id);
  }
}

kernelTest('list and get tell what there is, as text and as JSON', { needs: ['hda'] }, async () => {
  const listed = JSON.parse(await ctlOk(['list', '-c', 'Intel', '--json']));
  assert.equal(listed.schema, 'alsats.ctl/1');
  assert.deepEqual([listed.card.index, listed.card.id], [3, 'Intel']);
  assert.equal(listed.elements.length, 8);
  const volume = listed.elements[0];
  assert.deepEqual(
    { ...volume, values: null, db: null },
    {
      ...{ numid: 1, iface: 'MIXER', name: 'Master Playback Volume', index: 0, device: 0, subdevice: 0 },
      id: "numid=1,iface=MIXER,name='Master Playback Volume'",
      ...{ type: 'INTEGER', count: 2, access: ['read', 'write', 'tlv-read'], lockedBy: null },
      ...{ min: 0, max: 74, step: 0, items: [], dbRange: { min: -74, max: 0 } },
      tlv: { type: 'dbScale', minDb: -74, stepDb: 1, mute: false },
      ...{ dimensions: [], values: null, itemNumbers: null, db: null, bytes: null, iec958: null },
    },
  );
  const map = listed.elements.find(({ name }: { name: string }) => name === 'Playback Channel Map');
  assert.deepEqual(map.tlv.items, [{ type: 'chmap', kind: 'fixed', positions: ['FL', 'FR'] }]);
  const text = await ctlOk(['list', '-c', 'Intel', '--match', 'phantom']);
  assert.match(text, /^ *5 +CARD +Line Phantom Jack +BOOLEAN +read +on$/m);
  assert.match(await ctlOk(['get', 'Master Playback Volume', '-c', '3']), /levels +-74\.00 dB to 0\.00 dB/);
  assert.match(await ctlOk(['get', "iface=CARD,name='Line Phantom Jack'", '-D', 'hw:Intel']), /value +on/);
});

kernelTest('every form of a value sets what it says', { needs: ['hda'] }, async () => {
  const volume = "name='Master Playback Volume'";
  const set = async (...words: string[]) => {
    await ctlOk(['set', volume, ...words, '-c', 'Intel', '-q']);
    return await amixerValues(volume, 'Intel');
  };
  assert.equal(await set('40'), '40,40');
  assert.equal(await set('10,20'), '10,20');
  assert.equal(await set(',30'), '10,30');
  assert.equal(await set('50%'), '37,37');
  assert.equal(await set('-12dB'), '62,62');
  assert.equal(await set('-12dB,-20dB'), '62,54');
  assert.equal(await set('+3dB'), '65,57');
  assert.equal(await set('5%-'), '61,53');
  assert.equal(await set('+100%'), '74,74');
  assert.equal(await set('1', '2'), '1,2');
  const sw = "name='Master Playback Switch'";
  await ctlOk(['set', sw, 'on,off', '-c', 'Intel']);
  assert.equal(await amixerValues(sw, 'Intel'), 'on,off');
  await ctlOk(['set', 'Master Playback Switch', 'toggle', '-c', 'Intel']);
  assert.equal(await amixerValues(sw, 'Intel'), 'off,off');
  await ctlOk(['set', 'External I/O Box', 'cd player', ...DUMMY]);
  assert.equal(await amixerValues("name='External I/O Box'"), '1');
  const shown = JSON.parse(await ctlOk(['set', 'External I/O Box', '0', ...DUMMY, '--json'])).elements[0];
  assert.deepEqual([shown.values, shown.itemNumbers, shown.changed], [['None'], [0], true]);
  await ctlOk(['set', volume, '0', '-c', 'Intel']);
});

kernelTest('what cannot be done is told by name, and nothing is changed', { needs: ['hda'] }, async () => {
  const fails = async (args: string[], status: number, message: RegExp) => {
    const ran = await ctl(args);
    assert.equal(ran.status, status, ran.stderr);
    assert.match(ran.stderr, message);
  };
  await fails(['list', '-c', 'Dumy'], 3, /there is no card "Dumy"\nhint: did you mean Dummy\?/);
  await fails(
    ['get', 'Master Volum', ...DUMMY],
    3,
    /no element "Master Volum"\nhint: did you mean "Master Volume"/,
  );
  await fails(['get', 'numid=999', ...DUMMY], 3, /no element "numid=999"/);
  await fails(
    ['get', 'PCM Notify', '-c', 'Loopback'],
    3,
    /could be any of 8 elements\nhint: name it by more/,
  );
  await fails(
    ['set', 'External I/O Box', 'Radio', ...DUMMY],
    3,
    /External.*no item "Radio"\nhint: .*'CD Player'/,
  );
  await fails(['set', 'Master Volume', '101', ...DUMMY], 2, /Master Volume.*101 is outside of -50 to 100/);
  await fails(['set', 'Master Volume', '1,2,3', ...DUMMY], 2, /3 values for an element that has 2/);
  await fails(['set', 'Master Volume', '5dB', ...DUMMY], 2, /5 dB is outside of -45\.00 dB to 0\.00 dB/);
  await fails(['set', 'Master Volume', 'loud', ...DUMMY], 2, /"loud" is no level/);
  await fails(['set', 'Master Capture Switch', 'maybe', ...DUMMY], 2, /neither on nor off/);
  await fails(['set', 'Line Phantom Jack', 'on', '-c', 'Intel'], 5, /Line Phantom Jack.*read-only/);
  await fails(['set', 'PCM Slave Rate', '1', '-c', 'Loopback'], 3, /could be any/);
  await fails(['remove', 'Master Volume', ...DUMMY], 5, /driver’s own/);
  await fails(['iec958', '-c', 'Intel'], 3, /no element "IEC958 Playback Default"/);
  assert.equal(await amixerValues("name='Master Volume'"), '0,0');
});

kernelTest('set - takes lines, and goes on after one that fails', {}, async () => {
  const lines = [
    '# a comment',
    "name='Master Volume' 10,20",
    'cset numid=2 on,off',
    '"Synth Volume" 30',
    'Nonsense 1',
    'numid=3 1000',
    'numid=5 40 41',
    '',
    "numid=7 'unclosed",
  ].join('\n');
  const { status, stdout, stderr } = await ctl(['set', '-', ...DUMMY, '--json'], lines);
  assert.equal(status, 3, stderr);
  const errors = eventsOf(stderr);
  assert.deepEqual(
    errors.map(({ message }) => /^line (\d+)/.exec(String(message))?.[1]),
    ['5', '6', '9'],
  );
  const { lines: count, set, changed, failed } = JSON.parse(stdout);
  assert.deepEqual([count, set, changed, failed], [6, 4, 4, 3]);
  assert.equal(await amixerValues('numid=1'), '10,20');
  assert.equal(await amixerValues('numid=2'), 'on,off');
  assert.equal(await amixerValues("name='Synth Volume'"), '30,30');
  assert.equal(await amixerValues('numid=5'), '40,41');
  await ctlOk(['set', '-', ...DUMMY], 'numid=1 0\nnumid=2 off\nnumid=3 0\nnumid=5 0\n');
});

kernelTest('lines and files come in by the real standard input, from pipes and files', {}, async () => {
  const state = await ctlOk(['store', 'Dummy', '-f', '-']);
  const lines = Array.from({ length: 3000 }, (_, line) => `numid=1 ${line % 90},${line % 50}\n`).join('');
  const piped = await runAlsats(['ctl', 'set', '-', ...DUMMY, '--json'], { input: Buffer.from(lines) });
  assert.equal(piped.status, 0, piped.stderr);
  assert.equal(JSON.parse(piped.stdout.toString()).set, 3000);
  assert.equal(await amixerValues('numid=1'), `${2999 % 90},${2999 % 50}`);
  const file = join(folder, 'stdin.state');
  writeFileSync(file, state);
  const command = `exec ${process.execPath} ${join(projectFolder, 'dist', 'alsats.cjs')} ctl restore -f - < ${file}`;
  await peerOk('sh', '-c', command);
  assert.equal(await amixerValues('numid=1'), '0,0');
});

kernelTest('elements of every type are added, shown, set and removed', {}, async () => {
  const add = (...args: string[]) => ctlOk(['add', ...args, ...DUMMY, '-q']);
  await add('boolean', 'Rig Switch', '--count', '2', '--value', 'on,off');
  await add(
    'integer',
    'Rig Volume',
    '--min',
    '-10',
    '--max',
    '40',
    '--db-scale',
    '-50,1,mute',
    '--value',
    '-8dB',
  );
  await add(
    'integer64',
    'Rig Clock',
    '--min',
    '0',
    '--max',
    '0x7fffffffffffffff',
    '--value',
    '9223372036854775807',
  );
  await add(
    'enumerated',
    "name='Rig Route',index=1",
    '--items',
    "One,'Two, or more',Three",
    '--value',
    'Two, or more',
  );
  await add('bytes', "iface=CARD,name='Rig Bytes'", '--count', '4', '--value', 'deadbeef');
  await add('iec958', "iface=PCM,name='IEC958 Playback Default'", '--value', 'rate=48000,copyright=off');
  await add('boolean', 'Rig Fixed', '--read-only', '--elements', '2');
  assert.equal(await amixerValues("name='Rig Switch'"), 'on,off');
  assert.equal(await amixerValues("name='Rig Volume'"), '32');
  assert.match(
    await peerOk('amixer', '-c', 'Dummy', 'cget', "name='Rig Volume'"),
    /dBscale-min=-50.00dB,step=1.00dB,mute=1/,
  );
  assert.equal(await amixerValues("name='Rig Route',index=1"), '1');
  assert.equal(await amixerValues("iface=CARD,name='Rig Bytes'"), '0xde,0xad,0xbe,0xef');
  const shown = JSON.parse(
    await ctlOk(['get', 'Rig Clock', 'Rig Route', 'Rig Bytes', ...DUMMY, '--json']),
  ).elements;
  assert.deepEqual(shown[0].values, ['9223372036854775807']);
  assert.deepEqual([shown[1].values, shown[1].items], [['Two, or more'], ['One', 'Two, or more', 'Three']]);
  assert.equal(shown[2].bytes, 'deadbeef');
  await ctlOk(['set', 'Rig Bytes', '1,,0xff', ...DUMMY]);
  assert.equal(await amixerValues("iface=CARD,name='Rig Bytes'"), '0x01,0xad,0xff,0xef');

  // iecset and we mean the same by the same words.
  const iecset = () => peerOk('iecset', '-c', '1');
  const ours = () => ctlOk(['iec958', ...DUMMY]);
  assert.match(await iecset(), /Rate: 48000 Hz\nCopyright: permitted/);
  for (const words of [
    ['mode', 'pro', 'rate', '44100', 'emphasis', '2', 'lock', 'off', 'sbits', '4', 'wordlength', '5'],
    [
      'professional',
      'off',
      'rate',
      '96000',
      'category',
      '0x0c',
      'original',
      'on',
      'emphasis',
      '1',
      'audio',
      'off',
    ],
    ['rate', '0', 'copyright', 'on', 'emphasis', '0'],
  ]) {
    await ctlOk(['iec958', 'set', ...words, ...DUMMY]);
    const mine = await ours();
    const theirs = (await iecset()).replace(/^(Stereophonic|Userbits).*\n/gm, '');
    assert.equal(mine, theirs);
  }
  const hex = (await peerOk('iecset', '-c', '1', '-x')).trim();
  assert.equal((await ctlOk(['iec958', ...DUMMY, '--hex'])).trim(), hex);
  await peerOk('iecset', '-c', '1', 'rate', '32000', 'copyright', 'off');
  assert.equal(
    JSON.parse(await ctlOk(['iec958', ...DUMMY, '--json'])).element.iec958.framesPerSecond,
    32_000,
  );

  const removing = ['Rig Switch', 'Rig Volume', 'Rig Clock', "name='Rig Route',index=1", 'Rig Bytes'];
  await ctlOk(['remove', ...removing, 'IEC958 Playback Default', 'Rig Fixed,0', 'Rig Fixed,1', ...DUMMY]);
  assert.equal(JSON.parse(await ctlOk(['list', ...DUMMY, '--json'])).elements.length, 11);
});

/** One of each, with names that are hard to write. */
async function addUserElements(): Promise<void> {
  const add = (...args: string[]) => ctlOk(['add', ...args, ...DUMMY, '-q']);
  await add(
    'integer',
    "User's Volume",
    '--count',
    '2',
    '--min',
    '0',
    '--max',
    '50',
    '--db-scale',
    '-50,1',
    '--value',
    '30,40',
  );
  await add('boolean', 'User "Switch" #1', '--value', 'on');
  await add('enumerated', 'User {Route}', '--items', '7,on,A=B; C', '--value', '7');
  await add('iec958', "iface=PCM,name='User Digital',device=1", '--value', '04000002');
}

kernelTest('alsactl and we write the same file, and restore what the other stored', {}, async () => {
  await addUserElements();
  try {
    const [theirs, ours] = [join(folder, 'theirs.state'), join(folder, 'ours.state')];
    await peerOk('alsactl', '-f', theirs, 'store');
    await ctlOk(['store', '-f', ours]);
    assert.equal(readFileSync(ours, 'utf8'), readFileSync(theirs, 'utf8'));
    assert.equal(await ctlOk(['store', '-f', '-']), readFileSync(theirs, 'utf8'));
    assert.equal(await ctlOk(['diff', theirs]), '');

    const scramble = async () => {
      await removeUserElements();
      await ctlOk(['set', '-', ...DUMMY], 'numid=1 11,12\nnumid=2 on\nnumid=11 1\n');
      await ctlOk(['set', 'numid=1', '33', '-c', 'Intel', '-q']);
    };
    for (const restore of [
      () => ctlOk(['restore', '-f', theirs]),
      () => peerOk('alsactl', '-f', ours, '-I', 'restore'),
      () => ctlOk(['restore', '-f', join(folder, 'state.json')]),
    ]) {
      writeFileSync(join(folder, 'state.json'), await ctlOk(['store', '--json']));
      const restoresJson = restore.toString().includes('state.json');
      await scramble();
      await restore();
      if (!restoresJson) {
        assert.equal(await amixerValues('numid=1'), '0,0');
        assert.equal(await amixerValues('numid=1', 'Intel'), '0,0');
      }
      assert.equal(await amixerValues(`name="User's Volume"`), '30,40');
      assert.equal(await amixerValues(`name='User "Switch" #1'`), 'on');
      assert.equal(await amixerValues("name='User {Route}'"), '0');
      const again = join(folder, 'again.state');
      await ctlOk(['store', '-f', again]);
      // The kernel numbers what is made again anew.
      const withoutNumbers = (file: string) =>
        readFileSync(file, 'utf8').replace(/control\.\d+/g, 'control.N');
      assert.equal(withoutNumbers(again), withoutNumbers(ours));
    }
  } finally {
    await removeUserElements();
  }
});

kernelTest('names beyond ASCII survive the way through alsactl', {}, async () => {
  const name = 'Lautstärke 日本';
  const file = join(folder, 'unicode.state');
  try {
    await ctlOk(['add', 'boolean', name, '--value', 'on', ...DUMMY, '-q']);
    await ctlOk(['store', 'Dummy', '-f', file]);
    await removeUserElements();
    await peerOk('alsactl', '-f', file, '-I', 'restore', 'Dummy');
    assert.equal(await amixerValues(`name='${name}'`), 'on');
    await peerOk('alsactl', '-f', file, 'store', 'Dummy');
    await removeUserElements();
    await ctlOk(['restore', 'Dummy', '-f', file]);
    assert.equal(await amixerValues(`name='${name}'`), 'on');
  } finally {
    await removeUserElements();
  }
});

kernelTest(
  'a restore names what fails, does the rest, and keeps levels where ranges changed',
  {},
  async () => {
    const file = join(folder, 'changed.state');
    await ctlOk([
      'add',
      'integer',
      'User Level',
      '--min',
      '0',
      '--max',
      '50',
      '--db-scale',
      '-50,1',
      '--value',
      '30',
      ...DUMMY,
      '-q',
    ]);
    try {
      await ctlOk(['store', 'Dummy', '-f', file]);
      await removeUserElements();
      await ctlOk([
        'add',
        'integer',
        'User Level',
        '--min',
        '0',
        '--max',
        '200',
        '--db-scale',
        '-100,0.5',
        ...DUMMY,
        '-q',
      ]);
      const diff = await ctl(['diff', file, '--exit-code']);
      assert.equal(diff.status, 1, diff.stderr);
      assert.match(diff.stdout, /User Level' {2}0 \(-100\.00 dB\) → 160 \(-20\.00 dB\)/);
      const dry = JSON.parse(await ctlOk(['restore', '-f', file, '--dry-run', '--json']));
      assert.equal(
        dry.cards[0].elements.find(({ name }: { name: string }) => name === 'User Level').action,
        'set',
      );
      assert.equal(await amixerValues("name='User Level'"), '0');
      await ctlOk(['restore', '-f', file]);
      assert.equal(await amixerValues("name='User Level'"), '160');
    } finally {
      await removeUserElements();
    }

    const text = readFileSync(file, 'utf8');
    const broken = text
      .replace('value.0 0', 'value.0 5000')
      .replace("name 'Synth Volume'\n\t\tvalue.0 0", "name 'Synth Volume'\n\t\tvalue.0 7")
      .replace('value None', 'value Wireless')
      .replace("name 'Mic Volume'", "name 'Mike Volume'")
      .replace(/value 'CD Player'/, 'value Wireless');
    writeFileSync(file, broken);
    const { status, stderr } = await ctl([
      'restore',
      '-f',
      file,
      '-e',
      'Master Volume',
      '-e',
      'Synth Volume',
      '-e',
      'Mike Volume',
      '-e',
      'Ghost',
    ]);
    assert.equal(status, 2, stderr);
    assert.match(stderr, /name='Master Volume': the stored value 5000 is outside of -50 to 100/);
    assert.match(stderr, /name='Mike Volume': the card has no such element/);
    assert.match(stderr, /no element "Ghost" is stored/);
    assert.equal(await amixerValues("name='Synth Volume'"), '7,0');
    await ctlOk(['set', 'Synth Volume', '0', ...DUMMY, '-q']);

    writeFileSync(file, text.slice(0, text.length / 2));
    const cut = await ctl(['restore', '-f', file]);
    assert.equal(cut.status, 7);
    assert.match(cut.stderr, /is no state file: line \d+: it ends too early/);
    const stored = await ctl(['store', '-f', file]);
    assert.equal(stored.status, 7, 'a file that is none is not replaced unasked');
    assert.equal(readFileSync(file, 'utf8'), text.slice(0, text.length / 2));
    await ctlOk(['store', '-f', file, '--replace']);

    const other = join(folder, 'other.state');
    writeFileSync(other, text.replace('state.Dummy', 'state.Elsewhere'));
    const wrong = await ctl(['restore', 'Dummy', '-f', other]);
    assert.equal(wrong.status, 3);
    assert.match(wrong.stderr, /has no state of card Dummy\nhint: it has the state of Elsewhere/);
    await ctlOk(['store', 'Dummy', '-f', other]);
    assert.match(readFileSync(other, 'utf8'), /^state\.Elsewhere \{[\s\S]*^state\.Dummy \{/m);

    const nowhere = await ctl(['store', '-f', join(folder, 'missing', 'x.state')]);
    assert.equal(nowhere.status, 10, nowhere.stderr);
    const device = await ctl(['store', '-f', '/dev/full']);
    assert.equal(device.status, 10, device.stderr);
    assert.match(device.stderr, /no ordinary file/);
    assert.ok(statSync('/dev/full').isCharacterDevice());
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.startsWith('.')),
      [],
      'nothing half written stays',
    );
  },
);

/** The events that are told of one element. */
function changesOf(peer: Peer, name: string): JsonEvent[] {
  return eventsOf(peer.stdout).filter(
    ({ element }) => (element as { name?: string } | undefined)?.name === name,
  );
}

kernelTest('watch tells each of 1000 flips once, in order', { timeoutMs: 180_000 }, async () => {
  await ctlOk(['add', 'boolean', "iface=CARD,name='Rig Jack'", ...DUMMY, '-q']);
  const watch = startAlsats(['ctl', 'watch', '--json', ...DUMMY]);
  try {
    const state = await waitForEvent(watch, 'state');
    assert.equal(state.schema, 'alsats.ctl-watch/1');
    using writer = Ctl.open('hw:Dummy');
    const jack = writer.elemInfo({ iface: 'CARD', name: 'Rig Jack' });
    for (let flip = 0; flip < 1000; flip++) {
      const before = watch.stdoutBytes;
      writer.elemWrite(jack, { type: 'BOOLEAN', values: [flip % 2 === 0] });
      // A flip that comes before the last one was fetched is merged with it by the kernel.
      const deadline = Date.now() + 20_000;
      while (watch.stdoutBytes === before) {
        if (Date.now() > deadline) throw new Error(`flip ${flip} was not told`);
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    }
    const told = changesOf(watch, 'Rig Jack');
    assert.equal(told.length, 1000);
    for (const [flip, { type, old, new: now, missed }] of told.entries()) {
      const values = [old, now].map((side) => (side as { values: unknown }).values);
      assert.deepEqual([type, values, missed], ['value', [[flip % 2 === 1], [flip % 2 === 0]], false]);
    }
    writer.elemRemove(jack.id);
    await waitForEvent(watch, 'remove');
    assert.equal((await watch.stop()).status, 0);
  } finally {
    await removeUserElements();
  }
});

kernelTest('watch runs a command with each event', {}, async () => {
  const log = join(folder, 'exec.log');
  writeFileSync(log, '');
  const command = `echo "$ALSATS_TYPE $ALSATS_CARD_ID $ALSATS_ELEMENT_NAME $ALSATS_NEW_VALUES" >> ${log}; cat >> ${log}`;
  const watch = startAlsats(['ctl', 'watch', '--json', ...DUMMY, '--exec', command]);
  const hostile = '$(touch x) Jack';
  await waitForEvent(watch, 'state');
  await ctlOk(['add', 'boolean', `iface=CARD,name='${hostile}'`, ...DUMMY, '-q']);
  // What follows at once the kernel would merge with it.
  await waitForEvent(watch, 'add');
  await ctlOk(['set', hostile, 'on', ...DUMMY, '-q']);
  await waitForEvent(watch, 'value');
  await ctlOk(['remove', hostile, ...DUMMY]);
  const logged = () => readFileSync(log, 'utf8').split('\n');
  await until(
    'the commands',
    () => logged().some((line) => line.startsWith('remove')) && logged().length % 2 === 1,
  );
  const lines = logged();
  assert.equal(lines.length, 7, lines.join('\n'));
  assert.equal(lines[0], `add Dummy ${hostile} [false]`);
  assert.equal(lines[2], `value Dummy ${hostile} [true]`);
  assert.equal(JSON.parse(lines[3] ?? '').element.iface, 'CARD');
  assert.equal(lines[4], `remove Dummy ${hostile} `);
  assert.equal((await watch.stop('SIGINT')).status, 0);
});

kernelTest(
  '10 000 values of another process: what is not told is the kernel’s merging, and the last is told',
  {},
  async (t) => {
    const watch = startAlsats(['ctl', 'watch', '--json', ...DUMMY]);
    await waitForEvent(watch, 'state');
    const lines = Array.from({ length: 10_000 }, (_, line) => `cset numid=1 ${line % 101},${line % 89}\n`);
    const peer = startPeer('amixer', ['-c', 'Dummy', '-s', '-q'], { input: Buffer.from(lines.join('')) });
    assert.equal((await peer.result).status, 0);
    const wanted = [9999 % 101, 9999 % 89];
    const last = await until('the last value', () => {
      const event = changesOf(watch, 'Master Volume').at(-1);
      const values = (event?.new as { values: number[] } | undefined)?.values;
      return values?.join() === wanted.join() ? event : null;
    });
    assert.equal(last.type, 'value');
    const told = changesOf(watch, 'Master Volume');
    t.diagnostic(`${told.length} of 10000 told apart`);
    // Each begins where the one before ended: nothing is out of order.
    for (const [place, event] of told.entries()) {
      if (place > 0) assert.deepEqual(event.old, told[place - 1]!.new);
      assert.equal(event.missed, JSON.stringify(event.old) === JSON.stringify(event.new));
    }
    await watch.stop();
    await ctlOk(['set', 'numid=1', '0', ...DUMMY, '-q']);
  },
);

kernelTest('watch goes on through unplugging and plugging in again', { timeoutMs: 120_000 }, async () => {
  await plugUsbCard('u8');
  const id = await until('the new card', async () => {
    const { cards } = JSON.parse((await ctl(['info', '--json'])).stdout);
    return (cards as { id: string; index: number }[]).find(({ index }) => index === 4)?.id;
  });
  const all = startAlsats(['ctl', 'watch', '--json']);
  const one = startAlsats(['ctl', 'watch', '--json', '-c', id]);
  const state = await waitForEvent(all, 'state');
  assert.equal((state.cards as unknown[]).length, 5);
  assert.equal(((await waitForEvent(one, 'state')).cards as unknown[]).length, 1);
  await unplugUsbCard('u8');
  for (const peer of [all, one]) {
    const gone = await waitForEvent(peer, 'card-remove');
    assert.equal((gone.card as { id: string }).id, id);
  }
  await plugUsbCard('u8');
  for (const peer of [all, one]) {
    const back = await waitForEvent(peer, 'card-add');
    assert.equal((back.card as { id: string }).id, id);
    assert.ok((back.elements as unknown[]).length > 0);
  }
  const back = (await waitForEvent(all, 'card-add')).elements as {
    id: string;
    name: string;
    values: unknown;
  }[];
  const volume = back.find(({ name }) => /Volume$/.test(name))!;
  // Whatever it is now, one of the two is another.
  for (const level of ['0%', '50%']) await ctlOk(['set', volume.name, level, '-c', id, '-q']);
  for (const peer of [all, one]) {
    await until(`a change of ${volume.id} by ${peer.command}`, () => changesOf(peer, volume.name).length > 0);
  }
  const cpuMs = () => Number(readFileSync(`/proc/${all.pid}/stat`, 'utf8').split(' ')[13]) * 10;
  const before = cpuMs();
  await unplugUsbCard('u8');
  await waitForEvent(all, 'card-remove', 2);
  await new Promise((resolve) => setTimeout(resolve, 2000));
  assert.ok(cpuMs() - before < 1500, `it used ${cpuMs() - before} ms while nothing happened`);
  for (const peer of [all, one]) {
    const { status, stderr } = await peer.stop('SIGINT');
    assert.deepEqual([status, stderr], [0, '']);
  }
});

kernelTest('a lock keeps others out until its holder ends', {}, async () => {
  const lock = startAlsats(['ctl', 'lock', 'Master Volume', ...DUMMY, '--json']);
  const locked = await waitForEvent(lock, 'locked');
  assert.equal(locked.pid, lock.pid);
  for (const args of [
    ['set', 'Master Volume', '5'],
    ['lock', 'Master Volume'],
    ['unlock', 'Master Volume'],
  ]) {
    const { status, stderr } = await ctl([...args, ...DUMMY]);
    assert.equal(status, 4, stderr);
    assert.match(stderr, new RegExp(`Master Volume.*locked by \\S+ \\(process ${lock.pid}\\)`));
  }
  assert.match(await ctlOk(['get', 'Master Volume', ...DUMMY]), new RegExp(`locked .*process ${lock.pid}`));
  assert.equal((await lock.stop()).status, 0);
  await ctlOk(['unlock', 'Master Volume', ...DUMMY]);
  await ctlOk(['lock', 'Master Volume', '--for', '10ms', ...DUMMY]);
  await ctlOk(['set', 'Master Volume', '0', ...DUMMY, '-q']);
});

kernelTest('info is what alsactl tells of a card', {}, async () => {
  const { cards } = JSON.parse(await ctlOk(['info', '--json']));
  for (const card of cards) {
    const theirs = await peerOk('alsactl', 'info', String(card.index));
    const field = (name: string) => new RegExp(`^[- ] ${name}: (.*)$`, 'm').exec(theirs)?.[1] ?? '';
    assert.deepEqual(
      [
        card.id,
        card.name,
        card.longName,
        card.driver,
        card.mixerName,
        card.components,
        String(card.elementsCount),
      ],
      ['id', 'name', 'longname', 'driver_name', 'mixer_name', 'components', 'controls_count'].map(field),
    );
    const subdevices = (
      card.devices as { playback: { count: number } | null; capture: { count: number } | null }[]
    )
      .flatMap(({ playback, capture }) => [playback?.count ?? 0, capture?.count ?? 0])
      .reduce((sum, count) => sum + count, 0);
    assert.equal(subdevices, theirs.match(/- subdevice:/g)?.length ?? 0, card.id);
  }
  assert.match(await ctlOk(['info', 'Dummy']), /card 1: Dummy[\s\S]*pcm 0 +Dummy PCM: playback 8, capture 8/);
});
