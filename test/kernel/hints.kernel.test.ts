// `alsats hints` on real cards, held against aplay, arecord and amidi.
import assert from 'node:assert/strict';
import { mkdtempSync, readlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { isAtLeast, libraryVersion } from '../../src/alsa/native/library.js';
import {
  eventsOf,
  type JsonEvent,
  kernelTest,
  plugUsbCard,
  readCards,
  runAlsats,
  runPeer,
  startAlsats,
  startPeer,
  unplugUsbCard,
  until,
  waitForCardGone,
  waitForEvent,
  waitForState,
} from './rig/index.js';
import { Midi2Gadget } from './rig/midi2-gadget.js';

interface Direction {
  count: number;
  available: number;
  names: string[];
  owners: { subdevice: number; pid: number; program: string }[];
}
interface Device {
  kind: string;
  device: number;
  id: string;
  name: string;
  deviceName: string;
  playback: Direction | null;
  capture: Direction | null;
}
interface Card {
  index: number;
  id: string;
  name: string;
  longName: string;
  driver: string;
  deviceName: string;
  hardware: Record<string, string | null>;
  devices: Device[];
}
interface Name {
  name: string;
  description: string | null;
  playback: boolean;
  capture: boolean;
}

async function jsonOf<T>(args: readonly string[], status = 0): Promise<T> {
  const result = await runAlsats(['hints', '--json', ...args]);
  assert.equal(result.status, status, result.stderr);
  assert.equal(result.stderr, '');
  return JSON.parse(result.stdout.toString()) as T;
}

async function outputOf(program: string, args: readonly string[], environment = {}): Promise<string> {
  const { status, stdout, stderr } = await runPeer(program, args, { environment });
  assert.equal(status, 0, stderr);
  return stdout.toString();
}

/** The blocks of `aplay -L`: a name, and its description on lines that are indented. */
function namesOf(text: string): Pick<Name, 'name' | 'description'>[] {
  return text
    .split(/\n(?! )/)
    .filter((block) => block !== '')
    .map((block) => {
      const [name = '', ...lines] = block.trimEnd().split('\n');
      return { name, description: lines.map((line) => line.slice(4)).join('\n') || null };
    });
}

kernelTest('names are those of aplay -L and arecord -L, in their order', {}, async () => {
  for (const [option, program] of [
    ['--playback', 'aplay'],
    ['--capture', 'arecord'],
  ] as const) {
    const { devices } = await jsonOf<{ devices: Name[] }>(['-L', option]);
    const theirs = namesOf(await outputOf(program, ['-L']));
    assert.ok(theirs.length > 20);
    // The card that lives in the process comes last, and is none of ALSA's configuration.
    assert.equal(devices.pop()?.name, 'virtual');
    assert.deepEqual(
      devices.map(({ name, description }) => ({ name, description })),
      theirs,
    );
  }
});

kernelTest('PCMs of a configuration of the user are listed too', {}, async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'alsats-conf-')), 'asound.conf');
  writeFileSync(
    path,
    '</usr/share/alsa/alsa.conf>\ndefaults.namehint.showall off\npcm.mine { type plug slave.pcm "hw:Dummy" }\n',
  );
  const { stdout, stderr, status } = await runAlsats(['hints', '-L', '--json'], {
    environment: { ALSA_CONFIG_PATH: path },
  });
  assert.equal(status, 0, stderr);
  const { devices } = JSON.parse(stdout.toString()) as { devices: Name[] };
  const mine = devices.find(({ name }) => name === 'mine');
  assert.deepEqual(mine, {
    kind: 'pcm',
    name: 'mine',
    description: 'PCM of the configuration, of type plug',
    playback: true,
    capture: true,
  });
});

/** `card 0: Loopback [Loopback], device 0: …` with the subdevices below it, as lines of one form for both sides. */
function hardwareLines(cards: readonly Card[], stream: 'playback' | 'capture'): string[] {
  return cards.flatMap((card) =>
    card.devices
      .filter((device) => device.kind === 'pcm' && device[stream] !== null)
      .flatMap((device) => {
        const { count, available, names } = device[stream]!;
        return [
          `card ${card.index}: ${card.id} [${card.name}], device ${device.device}: ${device.id} [${device.name}]`,
          `  Subdevices: ${available}/${count}`,
          ...names.map((name, subdevice) => `  Subdevice #${subdevice}: ${name}`),
        ];
      }),
  );
}

kernelTest(
  'cards and devices are those of aplay -l and arecord -l, also while some are in use',
  {},
  async () => {
    const player = startPeer('aplay', ['-q', '-D', 'hw:Loopback,1,3', '-f', 'cd', '/dev/zero']);
    await waitForState({ card: 'Loopback', device: 1, subdevice: 3, direction: 'playback' }, 'RUNNING');
    const { cards, devices } = await jsonOf<{ cards: Card[]; devices: Name[] }>(['--cards']);
    assert.deepEqual(devices, []);
    for (const [program, stream] of [
      ['aplay', 'playback'],
      ['arecord', 'capture'],
    ] as const) {
      const theirs = (await outputOf(program, ['-l'])).split('\n').slice(1, -1);
      assert.deepEqual(hardwareLines(cards, stream), theirs);
    }
    const loopback = cards.find(({ id }) => id === 'Loopback')!;
    assert.deepEqual(loopback.devices[1]?.playback?.owners, [
      { subdevice: 3, pid: player.pid, program: 'aplay' },
    ]);
    const rawmidi = cards.flatMap(({ index, devices }) =>
      devices.filter(({ kind }) => kind === 'rawmidi').map(({ device }) => `hw:${index},${device}`),
    );
    const amidi = (await outputOf('amidi', ['-l'])).matchAll(/^\S+ +(hw:\d+,\d+)/gm);
    assert.deepEqual([...new Set([...amidi].map(([, device]) => device))], rawmidi);
    await player.stop();
  },
);

kernelTest('cards are those of the kernel, with the hardware they are', {}, async () => {
  const { cards } = await jsonOf<{ cards: Card[] }>(['--cards']);
  assert.deepEqual(
    cards.map(({ index, id, driver, name }) => ({ index, id, driver, name })),
    readCards(),
  );
  for (const { index, id, deviceName, hardware } of cards) {
    assert.equal(deviceName, `hw:CARD=${id}`);
    const link = (name: string) => basename(readlinkSync(`/sys/class/sound/card${index}/device/${name}`));
    assert.equal(hardware.kernelDriver, link('driver'));
    assert.equal(hardware.bus, link('subsystem'));
  }
});

/** `[min max]` with any bracket, or one value. */
function rangeOf(text: string): { min: number; max: number } {
  const numbers = [...text.matchAll(/\d+/g)].map(Number);
  return { min: numbers[0]!, max: numbers.at(-1)! };
}

interface Capabilities {
  device: string;
  stream: string;
  error: { kind: string; message: string } | null;
  [field: string]: unknown;
}

kernelTest('capabilities are those of --dump-hw-params', {}, async () => {
  for (const [device, format, channels, rate] of [
    ['hw:Loopback,0', 'S16_LE', 2, 48000],
    ['hw:Dummy,0', 'S16_LE', 2, 48000],
    ['hw:Intel,0', 'S16_LE', 2, 48000],
    ['plughw:Intel,0', 'U8', 1, 8000],
  ] as const) {
    const { devices } = await jsonOf<{ devices: Capabilities[] }>(['--caps', device]);
    assert.deepEqual(
      devices.map(({ stream }) => stream),
      ['playback', 'capture'],
    );
    for (const caps of devices) {
      const shape = ['-D', device, '-t', 'raw', '-f', format, '-c', String(channels), '-r', String(rate)];
      const [program, file] = caps.stream === 'playback' ? ['aplay', '/dev/zero'] : ['arecord', '/dev/null'];
      const { stderr } = await runPeer(program!, [...shape, '--dump-hw-params', '-s', '100', file!]);
      const fields = new Map(
        [...stderr.matchAll(/^([A-Z_]+): +(.+)$/gm)].map(([, name, text]) => [name!, text!]),
      );
      const words = (name: string) => fields.get(name)!.trim().split(/\s+/);
      const inUs = ({ min, max }: { min: number; max: number }) => ({
        min: Math.round(min * 1e6),
        max: Math.round(max * 1e6),
      });
      const what = `${device} ${caps.stream}: ${stderr}`;
      assert.deepEqual(caps.accesses, words('ACCESS'), what);
      assert.deepEqual(caps.formats, words('FORMAT'), what);
      assert.deepEqual(caps.channels, rangeOf(fields.get('CHANNELS')!), what);
      assert.deepEqual(caps.framesPerSecond, rangeOf(fields.get('RATE')!), what);
      assert.deepEqual(caps.periodFrames, rangeOf(fields.get('PERIOD_SIZE')!), what);
      assert.deepEqual(caps.periods, rangeOf(fields.get('PERIODS')!), what);
      assert.deepEqual(caps.bufferFrames, rangeOf(fields.get('BUFFER_SIZE')!), what);
      assert.deepEqual(inUs(caps.periodSeconds as never), rangeOf(fields.get('PERIOD_TIME')!), what);
      assert.deepEqual(inUs(caps.bufferSeconds as never), rangeOf(fields.get('BUFFER_TIME')!), what);
    }
  }
});

kernelTest('capabilities of all devices name who holds a busy one', { needs: ['hda'] }, async () => {
  const player = startPeer('aplay', ['-q', '-D', 'hw:Intel', '-f', 'cd', '/dev/zero']);
  await waitForState({ card: 'Intel', direction: 'playback' }, 'RUNNING');
  const { devices } = await jsonOf<{ devices: Capabilities[] }>(['--caps']);
  const busy = devices.filter(({ error }) => error !== null);
  assert.deepEqual(
    busy.map(({ device, stream, error }) => [device, stream, error?.kind]),
    [['hw:CARD=Intel,DEV=0', 'playback', 'busy']],
  );
  assert.match(
    busy[0]!.error!.message,
    new RegExp(`the device is in use by aplay \\(process ${player.pid}\\)`),
  );
  const answered = devices.filter(({ error }) => error === null);
  assert.ok(answered.length >= 9, JSON.stringify(devices));
  assert.ok(answered.some(({ device, stream }) => device === 'hw:CARD=Intel,DEV=0' && stream === 'capture'));
  const alone = await runAlsats(['hints', '--caps', 'hw:Intel', '--playback', '--json']);
  assert.equal(alone.status, 4);
  assert.equal(JSON.parse(alone.stderr).kind, 'busy');
  await player.stop();
});

kernelTest('a card that is plugged and unplugged is told of, with what it is', {}, async () => {
  const watcher = startAlsats(['hints', 'watch', '--json']);
  const state = await waitForEvent(watcher, 'state');
  assert.deepEqual(
    (state.cards as Card[]).map(({ id }) => id),
    readCards().map(({ id }) => id),
  );
  for (let round = 1; round <= 3; round++) {
    await plugUsbCard('u1');
    const added = (await waitForEvent(watcher, 'add', round)) as JsonEvent & { card: Card };
    assert.equal(added.card.index, 4);
    assert.equal(added.card.driver, 'USB-Audio');
    assert.equal(added.card.hardware.kernelDriver, 'snd-usb-audio');
    assert.equal(added.card.hardware.vendorId, '46f4');
    assert.match(added.card.hardware.busPath ?? '', /^pci-0000:[\da-f:.]+-usb-0:[\d.]+:1\.0$/);
    assert.deepEqual(
      added.card.devices.map(({ deviceName }) => deviceName),
      [`hw:CARD=${added.card.id},DEV=0`],
    );
    await unplugUsbCard('u1');
    const removed = (await waitForEvent(watcher, 'remove', round)) as JsonEvent & { card: Card };
    assert.equal(removed.card.id, added.card.id);
    await waitForCardGone(4);
  }
  const { status, stdout } = await watcher.stop('SIGINT');
  assert.equal(status, 0);
  assert.deepEqual(
    eventsOf(stdout).map(({ type }) => type),
    ['state', 'add', 'remove', 'add', 'remove', 'add', 'remove'],
  );
});

kernelTest('a user without the right to any card is told so', {}, async () => {
  const { status, stdout, stderr } = await runPeer('setpriv', [
    ...['--reuid', '65534', '--regid', '65534', '--clear-groups'],
    ...[process.execPath, `${process.env.ALSATS_RIG_PROJECT}/dist/alsats.cjs`, 'hints', '-l'],
  ]);
  assert.equal(
    stderr,
    `alsats: no sound card may be opened, of ${readCards().length}: /dev/snd belongs to group "audio"\n`,
  );
  assert.equal(stdout.toString(), '');
  assert.equal(status, 0);
});

kernelTest('the file of a watcher is written line by line, and --exec runs for each card', {}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'alsats-watch-'));
  const command = `printf '%s %s\\n' "$ALSATS_TYPE" "$ALSATS_CARD_DRIVER" >>${folder}/out`;
  const watcher = startAlsats(['hints', 'watch', '--exec', command]);
  await until('the state', () => watcher.stdout.toString().includes('present'));
  await plugUsbCard('u1');
  await until('the added card', () => watcher.stdout.toString().includes('added'));
  await unplugUsbCard('u1');
  await until('the removed card', () => watcher.stdout.toString().includes('removed'));
  const read = () => outputOf('cat', [`${folder}/out`]);
  await until('both commands', async () => (await read()).split('\n').length === 3);
  assert.equal(await read(), 'add USB-Audio\nremove USB-Audio\n');
  await watcher.stop();
});

kernelTest(
  'endpoints of MIDI 2.0 are listed where alsa-lib knows them',
  { needs: ['usb_gadget'] },
  async (t) => {
    const gadget = await Midi2Gadget.plugIn('Rig Keys', 'RK-1');
    try {
      const { cards } = await jsonOf<{ cards: Card[] }>(['--kind', 'ump', '--cards']);
      const found = cards.flatMap(({ id, devices }) => devices.map((device) => ({ card: id, ...device })));
      const version = libraryVersion();
      if (!isAtLeast(version, '1.2.10')) {
        t.diagnostic(`alsa-lib ${version} knows nothing of MIDI 2.0`);
        assert.deepEqual(found, []);
        return;
      }
      const endpoint = { kind: 'ump', device: 0, name: 'Rig Keys', playback: null, capture: null };
      assert.deepEqual(
        found.filter(({ card }) => card === 'MIDI2'),
        [{ ...endpoint, card: 'MIDI2', id: 'RK-1', deviceName: 'hw:CARD=MIDI2,DEV=0' }],
      );
    } finally {
      await gadget[Symbol.asyncDispose]();
    }
  },
);
