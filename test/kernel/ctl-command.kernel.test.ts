// `alsats ctl` on real drivers, beside amixer and iecset: elements listed, set, added.
import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { amixerValues, ctl, ctlOk, DUMMY, peerOk } from './rig/ctl-command.js';
import { eventsOf, kernelTest, projectFolder, runAlsats } from './rig/index.js';

const folder = mkdtempSync(join(tmpdir(), 'alsats-ctl-'));

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
