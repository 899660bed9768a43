// `alsats ctl store`, `restore` and `diff` on real drivers, beside alsactl.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before } from 'node:test';
import { amixerValues, ctl, ctlOk, DUMMY, peerOk } from './rig/ctl-command.js';
import { kernelTest } from './rig/index.js';
import { removeUserElements } from './rig/user-elements.js';

const folder = mkdtempSync(join(tmpdir(), 'alsats-ctl-'));

// Whatever other tests have left.
before(async () => {
  await ctlOk(
    ['set', '-', ...DUMMY],
    'numid=1 0\nnumid=2 off\nnumid=3 0\nnumid=5 0\nnumid=7 0\nnumid=11 0\n',
  );
  await ctlOk(['set', 'numid=1', '0', '-c', 'Intel', '-q']);
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
      removeUserElements();
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
    removeUserElements();
  }
});

/** What is rare in drivers, and stored all the same. */
async function addOddElements(): Promise<void> {
  const add = (...args: string[]) => ctlOk(['add', ...args, ...DUMMY, '-q']);
  const level = ['integer', '--min', '0', '--max', '100'];
  await add(...level, 'Odd Linear', '--step', '5', '--db-linear', '-40,0', '--value', '50');
  await add(...level, 'Odd Silence', '--db-linear', 'mute,0', '--value', '0');
  await add(
    'integer',
    'Odd Ends',
    '--min',
    '-8',
    '--max',
    '8',
    '--db-minmax',
    '-12,12,mute',
    '--value',
    '-8',
  );
  // A scale for each half.
  const half = (db: string) => `00000001 00000008 ${db} 00000064`;
  const halves = `00000000 00000031 ${half('ffffd8f0')} 00000032 00000064 ${half('ffffec78')}`;
  await add(...level, 'Odd Halves', '--tlv', `00000003 00000030 ${halves}`, '--value', '70');
  await add(...level, 'Odd Box', '--tlv', `00000000 00000010 ${half('ffffd8f0')}`, '--value', '7');
  await add(...level, 'Odd Data', '--tlv', '00004711 00000008 01020304 fffefdfc');
  const place = "iface=PCM,name='Odd Place',index=3,device=2,subdevice=1";
  await add('boolean', place, '--count', '5', '--value', 'on,off,on,off,on');
  await add(...level, 'Odd Fixed', '--read-only');
  await add(...level, 'Odd Idle', '--inactive', '--value', '3');
  await add(...level, 'Odd Set', '--elements', '3', '--count', '2');
}

kernelTest('rare elements are stored byte for byte as alsactl stores them', {}, async () => {
  await addOddElements();
  try {
    const [theirs, ours, again] = ['theirs', 'ours', 'again'].map((name) =>
      join(folder, `odd-${name}.state`),
    );
    await peerOk('alsactl', '-f', theirs!, 'store', 'Dummy');
    await ctlOk(['store', 'Dummy', '-f', ours!]);
    assert.equal(readFileSync(ours!, 'utf8'), readFileSync(theirs!, 'utf8'));
    assert.equal(await ctlOk(['diff', theirs!, 'Dummy', '--exit-code']), '');
    removeUserElements();
    await ctlOk(['restore', 'Dummy', '-f', theirs!]);
    await peerOk('alsactl', '-f', again!, 'store', 'Dummy');
    const sorted = (file: string) =>
      readFileSync(file, 'utf8')
        .split(/control\.\d+/)
        .slice(1)
        .map((block) => block.replace(/\}\s*$/, ''))
        .sort();
    assert.deepEqual(sorted(again!), sorted(theirs!));

    // Of what is no number alsactl forgets the TLV data.
    const tlv = '00000001 00000008 ffffd8f0 00000064';
    await ctlOk(['add', 'boolean', 'Odd Switch', '--tlv', tlv, ...DUMMY, '-q']);
    await ctlOk(['store', 'Dummy', '-f', ours!]);
    removeUserElements();
    await ctlOk(['restore', 'Dummy', '-f', ours!, '-e', 'Odd Switch']);
    const [restored] = JSON.parse(await ctlOk(['get', 'Odd Switch', ...DUMMY, '--json'])).elements;
    assert.deepEqual(restored.tlv, { type: 'dbScale', minDb: -100, stepDb: 1, mute: false });
  } finally {
    removeUserElements();
  }
});

kernelTest('names beyond ASCII survive the way through alsactl', {}, async () => {
  const name = 'Lautstärke 日本';
  const file = join(folder, 'unicode.state');
  try {
    await ctlOk(['add', 'boolean', name, '--value', 'on', ...DUMMY, '-q']);
    await ctlOk(['store', 'Dummy', '-f', file]);
    removeUserElements();
    await peerOk('alsactl', '-f', file, '-I', 'restore', 'Dummy');
    assert.equal(await amixerValues(`name='${name}'`), 'on');
    await peerOk('alsactl', '-f', file, 'store', 'Dummy');
    removeUserElements();
    await ctlOk(['restore', 'Dummy', '-f', file]);
    assert.equal(await amixerValues(`name='${name}'`), 'on');
  } finally {
    removeUserElements();
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
      removeUserElements();
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
      removeUserElements();
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
    assert.match(cut.stderr, /is no state file: line \d+, column \d+: this "\{" is never closed/);
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
