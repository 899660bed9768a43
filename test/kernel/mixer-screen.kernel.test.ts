// The full-screen mixer on real cards, in tmux; amixer says what is to be seen.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Ctl } from '../../src/alsa/ctl/ctl.js';
import type { ElemId } from '../../src/alsa/ctl/elem-id.js';
import {
  kernelTest,
  plugUsbCard,
  projectFolder,
  runPeer,
  type TerminalSize,
  TmuxTerminal,
  unplugUsbCard,
  until,
  waitForCard,
  waitForCardGone,
} from './rig/index.js';

const program = `"${process.execPath}" "${join(projectFolder, 'dist', 'alsats.cjs')}" mixer`;
const sizes: readonly TerminalSize[] = [
  { columns: 40, rows: 12 },
  { columns: 80, rows: 24 },
  { columns: 200, rows: 60 },
];

const key = {
  up: '\x1b[A',
  down: '\x1b[B',
  right: '\x1b[C',
  left: '\x1b[D',
  pageUp: '\x1b[5~',
  end: '\x1b[F',
  f1: '\x1bOP',
  f4: '\x1bOS',
  f5: '\x1b[15~',
  f6: '\x1b[17~',
  escape: '\x1b',
};

async function openScreen(card: string, size: TerminalSize, options = ''): Promise<TmuxTerminal> {
  const terminal = new TmuxTerminal(`${program} -c ${card} ${options}`, size);
  await terminal.see(card);
  return terminal;
}

interface AmixerChannel {
  readonly direction: 'Playback' | 'Capture' | '';
  readonly raw: string | undefined;
  readonly percent: string | undefined;
  readonly db: string | undefined;
  readonly isOn: boolean | undefined;
}

interface AmixerElement {
  readonly name: string;
  readonly index: number;
  readonly channels: AmixerChannel[];
  readonly item: string | undefined;
}

/** What `amixer -M` says of all elements of a card. */
async function amixerElements(card: string): Promise<AmixerElement[]> {
  const { stdout } = await runPeer('amixer', ['-c', card, '-M', '-i', 'scontents']);
  return stdout
    .toString()
    .split(/^(?=Simple mixer control )/m)
    .map((text) => {
      const [, name = '', index = '0'] = /^Simple mixer control '(.*)',(\d+)/.exec(text) ?? [];
      const item = /^ {2}Item0: '(.*)'/m.exec(text)?.[1];
      return {
        name,
        index: Number(index),
        item,
        channels: [...text.matchAll(/^ {2}[A-Z][^:]*: (.*\[.*)$/gm)].flatMap(channelsOf),
      };
    });
}

/** One line of a channel: a common volume first, then what is of one direction. */
function channelsOf([, line = '']: RegExpMatchArray): AmixerChannel[] {
  return line.split(/(?=Playback |Capture )/).map((part) => ({
    direction: part.startsWith('Playback') ? 'Playback' : part.startsWith('Capture') ? 'Capture' : '',
    raw: /(?:^|Playback |Capture )(-?\d+) \[/.exec(part)?.[1],
    percent: /\[(\d+%)\]/.exec(part)?.[1],
    db: /\[(-?[\d.]+)dB\]/.exec(part)?.[1],
    isOn: /\[(on|off)\]/.exec(part)?.[1] === undefined ? undefined : part.includes('[on]'),
  }));
}

async function amixerElement(card: string, name: string): Promise<AmixerElement> {
  const elements = await amixerElements(card);
  const found = elements.find((element) => element.name === name);
  assert.ok(found, `${card} has no ${name}`);
  return found;
}

const amixer = (card: string, ...args: string[]) => runPeer('amixer', ['-q', '-c', card, ...args]);

/** What the line about the focused column has to say of a channel. */
function channelWords({ percent, db, raw }: AmixerChannel): string[] {
  const silent = db === '-99999.99';
  return [
    percent,
    db === undefined ? undefined : silent ? 'silent' : `${db} dB`,
    raw === undefined ? undefined : `raw ${raw}`,
  ].filter((word) => word !== undefined);
}

for (const size of sizes) {
  for (const card of ['Dummy', 'Intel']) {
    const needs = card === 'Intel' ? (['hda'] as const) : [];
    const name = `every element of ${card} is as amixer -M has it, at ${size.columns} x ${size.rows}`;
    kernelTest(name, { needs: [...needs], timeoutMs: 120_000 }, async () => {
      using terminal = await openScreen(card, size);
      terminal.type(`${key.f5}g`);
      await terminal.see('play');
      const elements = await amixerElements(card);
      assert.ok(elements.length > 0);
      for (const [at, element] of elements.entries()) {
        const label =
          element.name.replaceAll('IEC958', 'S/PDIF') + (element.index > 0 ? ` ${element.index}` : '');
        await until(`${label} in the second line`, () => terminal.screen[1]!.startsWith(label.slice(0, 8)));
        const line = terminal.screen[1]!;
        const volumes = element.channels.filter(({ percent }) => percent !== undefined);
        // On a small terminal the end of the line is cut.
        const first = volumes.filter(({ direction }) => direction === volumes[0]!.direction);
        for (const word of first.flatMap(channelWords).slice(0, size.columns < 60 ? 2 : undefined)) {
          assert.ok(line.includes(word), `${word} of ${element.name} in "${line}"`);
        }
        if (element.item !== undefined) assert.ok(line.includes(element.item), line);
        const columns = new Set(volumes.map(({ direction }) => direction)).size;
        if (at < elements.length - 1) terminal.type(key.right.repeat(Math.max(1, columns)));
      }
      terminal.type(key.escape);
      await terminal.see('end 0');
      assert.ok(terminal.isClean);
    });
  }
}

kernelTest('keys set what amixer then reads', { timeoutMs: 120_000 }, async () => {
  await amixer('Dummy', 'sset', 'Master', '0', 'nocap');
  using terminal = await openScreen('Dummy', sizes[1]!);
  const agree = async () => {
    await pause(300);
    const { channels } = await amixerElement('Dummy', 'Master');
    const line = terminal.screen[1]!;
    for (const channel of channels) {
      for (const word of channelWords(channel)) assert.ok(line.includes(word), `${word} in "${line}"`);
    }
    return channels;
  };
  await terminal.see(/^Master .*raw 0 /);
  const before = await agree();
  terminal.type('8');
  await terminal.see(/^Master .*8\d%/);
  assert.match((await agree())[0]!.percent!, /^(79|80|81)%$/);
  terminal.type(key.down.repeat(3));
  await agree();
  terminal.type(key.pageUp);
  await agree();
  terminal.type('zzzzz');
  await terminal.see(/^Master +L .*\| R /);
  const levels = async () => (await agree()).filter(({ raw }) => raw !== undefined);
  const [left, right] = await levels();
  assert.ok(Number(left!.raw) < Number(right!.raw));
  terminal.type('b');
  await terminal.see(/^Master +\d+%/);
  const [evenLeft, evenRight] = await levels();
  assert.equal(evenLeft!.raw, evenRight!.raw);
  terminal.type(' ');
  await terminal.see(/^Master .*…100 {2}recording/);
  const isRecording = async () =>
    (await amixerElement('Dummy', 'Master')).channels
      .filter(({ isOn }) => isOn !== undefined)
      .map(({ isOn }) => isOn);
  assert.deepEqual(await isRecording(), [true, true]);
  terminal.type(key.end);
  await terminal.see(/^Master +0%/);
  await agree();
  // Steps in quick succession are undone together: each key of another kind is one step.
  for (let i = 0; i < 20 && !terminal.screen.at(-1)!.includes('nothing to undo'); i++) {
    terminal.type('u');
    await pause(200);
  }
  assert.deepEqual(
    (await agree()).map(({ raw, isOn }) => [raw, isOn]),
    before.map(({ raw, isOn }) => [raw, isOn]),
  );
  terminal.type(`${key.escape}`);
  await terminal.see('end 0');
  assert.ok(terminal.isClean);
});

kernelTest('30 steps up and down again end where they began', { timeoutMs: 120_000 }, async () => {
  await amixer('Dummy', 'sset', 'Master', '20,40');
  using terminal = await openScreen('Dummy', sizes[0]!);
  const raws = async () => (await amixerElement('Dummy', 'Master')).channels.flatMap(({ raw }) => raw ?? []);
  const before = await raws();
  terminal.type('k'.repeat(30));
  await until('the level to rise', async () => (await raws())[0] !== before[0]);
  await pause(500);
  terminal.type('j'.repeat(30));
  await pause(1000);
  assert.deepEqual(await raws(), before);
});

kernelTest('the mouse clicks, drags and turns its wheel', { timeoutMs: 120_000 }, async () => {
  using terminal = await openScreen('Dummy', sizes[1]!);
  await terminal.see('Synth');
  const percent = async (name: string) => (await amixerElement('Dummy', name)).channels[0]!.percent;
  const { column } = terminal.find('Synth');
  const bottom = terminal.find('Synth').row - 3;
  terminal.click(column + 2, 2);
  await terminal.see(/^Synth +100%/);
  assert.equal(await percent('Synth'), '100%');
  terminal.type(`\x1b[<0;${column + 3};3M\x1b[<32;1;${bottom + 1}M\x1b[<0;1;${bottom + 1}m`);
  await terminal.see(/^Synth +0%/);
  assert.equal(await percent('Synth'), '0%');
  terminal.type(`\x1b[<64;${column + 3};10M`.repeat(5));
  await pause(500);
  const shown = /^Synth +(\d+%)/.exec((await terminal.see(/^Synth +[1-9]/))[1]!)![1];
  assert.equal(shown, await percent('Synth'));
  // An old terminal's click on the card's name shows the cards; one beside them only puts them away.
  terminal.type('\x1b[M !!\x1b[<35;1;1M');
  await terminal.see('Loopback');
  const { column: tab } = terminal.find('F5 All');
  terminal.click(tab, 0);
  await until('the cards to go', () => !terminal.screen.join('\n').includes('Loopback'));
  terminal.click(tab, 0);
  await terminal.see('play');
});

kernelTest('changes by amixer, and of the window, are followed', { timeoutMs: 120_000 }, async () => {
  await amixer('Dummy', 'sset', 'Master', '10');
  using terminal = await openScreen('Dummy', sizes[1]!);
  await terminal.see(/^Master .*raw 10 /);
  for (const raw of [90, -50, 33]) {
    await amixer('Dummy', 'sset', 'Master', '--', String(raw));
    await terminal.see(new RegExp(`^Master .*raw ${raw} `));
  }
  for (const size of [...sizes, { columns: 20, rows: 5 }, sizes[1]!]) {
    terminal.resize(size);
    const wanted = size.rows < 9 ? 'is too small' : 'Esc end';
    const screen = await until(`${wanted} at ${size.columns}`, () => {
      const rows = terminal.screen;
      return (
        rows.length === size.rows &&
        (size.rows < 9 ? rows[0] : rows.at(-1))!.includes(wanted.slice(0, 7)) &&
        rows
      );
    });
    if (size.rows >= 9) assert.match(screen[1]!, /^Master .*raw 33/);
  }
});

/** Elements that the cards lack. */
class UserElements implements Disposable {
  readonly #ctl = Ctl.open('hw:Dummy');
  readonly #ids: ElemId[] = [];

  constructor() {
    this.#ids.push(
      this.#ctl.elemAdd({
        type: 'ENUMERATED',
        id: { name: 'Alsats Source Choice', iface: 'MIXER' },
        items: ['Mic', 'Line', 'Löwenzahn 音量'],
      }),
      this.#ctl.elemAdd({ type: 'BOOLEAN', id: { name: 'Ünïcode 音量 Playback Switch', iface: 'MIXER' } }),
    );
    // The kernel keeps new ones for who added them.
    for (const id of this.#ids) this.#ctl.elemUnlock(id);
  }

  [Symbol.dispose](): void {
    for (const id of this.#ids) this.#ctl.elemRemove(id);
    this.#ctl.close();
  }
}

kernelTest('choices, and elements that come and go', { timeoutMs: 120_000 }, async () => {
  using terminal = await openScreen('Dummy', sizes[2]!, '');
  terminal.type(key.f5);
  await terminal.see('Master');
  {
    using _elements = new UserElements();
    await terminal.see('Ünïcode 音量');
    terminal.type('/source cho\r');
    await terminal.see(/^Alsats Source Choice +Mic$/);
    terminal.type(key.down);
    await terminal.see(/^Alsats Source Choice +Line$/);
    assert.equal((await amixerElement('Dummy', 'Alsats Source Choice')).item, 'Line');
    terminal.type(`\r${key.down}\r`);
    await terminal.see(/^Alsats Source Choice +Löwenzahn 音量$/);
    await amixer('Dummy', 'sset', 'Alsats Source Choice', 'Mic');
    await terminal.see(/^Alsats Source Choice +Mic$/);
    terminal.type('/音量\rm');
    await terminal.see(/^Ünïcode 音量 +on$/);
  }
  await until('them to go', () => !terminal.screen.join('\n').includes('Alsats'));
  assert.match(terminal.screen[1]!, /^\S/);
});

kernelTest('a card that is unplugged, and plugged in again', { timeoutMs: 180_000 }, async () => {
  await plugUsbCard('screen1');
  const { id } = await waitForCard(4);
  await until('its controls', async () =>
    (await amixerElements(id)).some(({ channels }) => channels.length > 0),
  );
  using terminal = await openScreen(id, sizes[1]!);
  const shown = terminal.screen[1]!;
  await unplugUsbCard('screen1');
  await waitForCardGone(id);
  await terminal.see('The card was unplugged.');
  terminal.type(`${key.up}m5u\r`);
  await pause(300);
  await terminal.see('The card was unplugged.');
  await plugUsbCard('screen1');
  await waitForCard(id);
  await terminal.see(shown.split(' ')[0]!);
  await unplugUsbCard('screen1');
  await waitForCardGone(id);
  await terminal.see('The card was unplugged.');
  terminal.type(key.f6);
  await terminal.see('Dummy');
  terminal.type(`${key.down}`.repeat(2));
  terminal.type('\r');
  await terminal.see('Master');
  terminal.type(key.escape);
  await terminal.see('end 0');
  assert.ok(terminal.isClean);
});

kernelTest('after every end the terminal is as it was', { timeoutMs: 180_000 }, async () => {
  const ends: readonly (readonly [string, (terminal: TmuxTerminal) => void, string])[] = [
    ['Esc', (terminal) => terminal.type(key.escape), 'end 0'],
    ['Ctrl-C', (terminal) => terminal.type('\x03'), 'end 0'],
    ...(['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT'] as const).map(
      (signal) =>
        [
          signal,
          (terminal: TmuxTerminal) => process.kill(terminal.foregroundProcess, signal),
          signal === 'SIGQUIT' ? 'end 131' : 'end 0',
        ] as const,
    ),
  ];
  for (const [name, end, wanted] of ends) {
    using terminal = new TmuxTerminal(`trap : INT; stty -g; ${program} -c Dummy`, sizes[1]!);
    await terminal.see('Master');
    assert.ok(!terminal.isClean);
    end(terminal);
    const screen = await terminal.see(wanted);
    assert.ok(terminal.isClean, name);
    assert.ok(screen.join('').includes(terminal.mode), `${name}: ${terminal.mode}`);
    assert.ok(!screen.join('').includes('Master'), name);
  }
});

kernelTest('Ctrl-Z gives the terminal to the shell, fg takes it back', { timeoutMs: 120_000 }, async () => {
  using terminal = new TmuxTerminal('PS1="> " bash --norc --noprofile -i', sizes[1]!);
  await terminal.see('>');
  terminal.type(`${program} -c Dummy\r`);
  await terminal.see('Master');
  terminal.type('\x1a');
  await terminal.see('Stopped');
  assert.ok(terminal.isClean);
  terminal.type('clear; fg\r');
  await terminal.see('Master');
  assert.ok(!terminal.isClean);
  terminal.type(key.escape);
  await until('the shell', () => terminal.isClean);
});
