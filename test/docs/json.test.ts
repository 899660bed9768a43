/**
 * docs/json.md against what the program prints, as far as that needs no sound card; the rest is in
 * test/kernel/json.kernel.test.ts.
 *
 * A new schema needs a section in docs/json.md, and a run here or there whose output is checked, with
 * `expect(unseen('alsats.…/1')).toEqual([])` behind it: every field that is described has then been seen.
 */

import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findingsOf, verdictOf } from '../../src/commands/doctor/findings.js';
import { runProgram } from '../../src/commands/program.js';
import { runAlsats } from '../commands/alsats-process.js';
import { laptop, well } from '../commands/doctor/reports.js';
import { FakeOutside } from '../commands/fake-outside.js';
import { RecordFolder } from '../commands/record/record-folder.js';
import { JsonDocument } from './json-document.js';

const doc = JsonDocument.read(new URL('../../docs/json.md', import.meta.url));
const chime = fileURLToPath(new URL('../fixtures/chime.wav', import.meta.url));
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'alsats-json-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the null device cannot be made to do: the rig's tests meet it, and check it there. */
const rare =
  /^alsats\.(play\/1 (xrun|suspend|resume)|record\/1 (overrun|queue-full|queue-free|suspend|resume|warning)):/;
const unseen = (...schemas: string[]) => doc.unseen(schemas).filter((place) => !rare.test(place));

/** Runs a command in this process, where keys and signals can be sent at the right moment. */
async function steered(args: readonly string[], steer: (outside: FakeOutside, line: string) => void) {
  const outside = new FakeOutside({ terminal: true });
  const write = outside.stdout.write.bind(outside.stdout);
  outside.stdout.write = (chunk, done) => {
    const result = write(chunk, done);
    for (const line of String(chunk).trimEnd().split('\n')) setImmediate(() => steer(outside, line));
    return result;
  };
  await runProgram(args, '0', outside);
  return outside;
}

it('describes every schema of the source, and no other', () => {
  const source = new URL('../../src/', import.meta.url);
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const used = files.flatMap((name) =>
    [...readFileSync(new URL(name, source), 'utf8').matchAll(/'(alsats\.[a-z0-9-]+\/\d+)'/g)].map(
      ([, schema]) => schema!,
    ),
  );
  expect(doc.schemas().sort()).toEqual([...new Set(used)].sort());
});

it('describes what the doctor finds', async () => {
  for (const args of [[], ['-c', 'virtual']]) {
    const { stdout, stderr } = await runAlsats(['doctor', ...args, '--json']);
    expect(stderr).toBe('');
    doc.checkResult(stdout);
  }
  // What a machine without a card has nothing of; the rig has, see doctor.kernel.test.ts.
  const report = {
    ...well,
    cards: [
      {
        ...laptop,
        holders: [
          { kind: 'pcm', device: 0, subdevice: 0, direction: 'playback', pid: 7, program: 'aplay' } as const,
        ],
        quiet: [{ name: 'Master', index: 0, muted: true, zero: false }],
      },
    ],
  };
  const findings = findingsOf(report);
  const whole = { schema: 'alsats.doctor/1', verdict: verdictOf(findings), findings, ...report };
  doc.checkResult(JSON.stringify(whole));
  expect(unseen('alsats.doctor/1')).toEqual([]);
});

it('describes the configuration', async () => {
  const conf = join(folder, 'asound.conf');
  const chain = 'pcm.chain { type plug slave { pcm "hw:NoSuchCard" rate 44100 channels 2 format S16_LE } }';
  writeFileSync(conf, `</usr/share/alsa/alsa.conf>\n${chain}\n`);
  const env = { ALSA_CONFIG_PATH: conf };
  for (const args of [
    ['dump'],
    ['dump', 'defaults.pcm'],
    ['dump', 'pcm.chain.slave.rate'],
    ['explain', 'chain'],
  ]) {
    const { stdout, status } = await runAlsats(['config', ...args, '--json'], { env });
    expect(status).toBe(0);
    doc.checkResult(stdout);
  }
  const bad = join(folder, 'bad.conf');
  writeFileSync(bad, 'pcm.a { type hw crad 0 }\npmc.b 1\n');
  const { stdout, status } = await runAlsats(['config', 'check', bad, '--json']);
  expect(status).toBe(7);
  doc.checkResult(stdout);
  expect(unseen('alsats.config/1', 'alsats.config-check/1', 'alsats.config-explain/1')).toEqual([]);
});

it('describes the events of play', async () => {
  // Long enough for all that follows, and no byte of it on the disk.
  const long = join(folder, 'long.raw');
  writeFileSync(long, '');
  truncateSync(long, 2 ** 40);
  const keys: Record<string, string> = {
    start: ' ',
    pause: ' ',
    continue: '\x1b[C',
    seek: '',
    progress: 'q',
  };
  const { stdout } = await steered(
    ['play', '--json', '-V', '-i', '-D', 'null', '-t', 'raw', '-f', 'cd', long],
    (outside, line) => {
      outside.stdin.type(keys[(JSON.parse(line) as { type: string }).type] ?? '');
    },
  );
  const types = doc.checkLines(stdout.text).map(({ type }) => type);
  expect(types).toEqual(expect.arrayContaining(['start', 'pause', 'continue', 'seek', 'progress', 'end']));
  // A size in the header that is too large is worth a warning.
  const odd = join(folder, 'odd.wav');
  const bytes = readFileSync(chime);
  bytes.writeUInt32LE(bytes.length * 2, bytes.indexOf('data') + 4);
  writeFileSync(odd, bytes);
  const { stdout: lines, stderr } = await runAlsats(['play', '--json', '-D', 'null', odd, chime, 'none.wav']);
  doc.checkLines(lines);
  expect(doc.checkMessages(stderr)).toMatchObject([{ kind: 'not-found', exit: 3 }]);
  expect(unseen('alsats.play/1')).toEqual([]);
});

it('describes the events of record', async () => {
  const device = new RecordFolder();
  try {
    const { stdout, status } = await device.record([
      ...[
        '--json',
        '-d',
        '1.2s',
        '--start-on',
        '-30dB',
        '--max-file-time',
        '1s',
        '--level-interval',
        '100ms',
      ],
      'level.wav',
    ]);
    expect(status).toBe(0);
    doc.checkLines(stdout);
  } finally {
    device.remove();
  }
  const path = join(folder, 'long.wav');
  // Paused most of the time: the null device fills a disk in no time.
  const keys: Record<string, string> = { file: ' ', progress: ' ', continue: 's', levels: 'q' };
  const steps = new Set<string>();
  const outside = await steered(
    ['record', '--json', '-i', '-D', 'null', '--level-interval', '10ms', path],
    (outside, line) => {
      const { type } = JSON.parse(line) as { type: string };
      if (steps.has(type) || (type === 'levels' && !steps.has('reacquire'))) return;
      steps.add(type);
      if (type === 'split') outside.signals.emit('SIGTSTP');
      else outside.stdin.type(keys[type] ?? '');
    },
  );
  doc.checkLines(outside.stdout.text);
  expect(unseen('alsats.record/1')).toEqual([]);
  const repaired = await runAlsats(['record', '--repair', '--json', chime, 'none.wav'], { cwd: folder });
  doc.checkResult(repaired.stdout);
  doc.checkMessages(repaired.stderr);
  expect(unseen('alsats.repair/1')).toEqual([]);
});

it('describes names, and what a device can do', async () => {
  const hints = await runAlsats(['hints', '--names', '--json']);
  doc.checkResult(hints.stdout);
  const caps = await runAlsats(['hints', '--caps', 'null', '--json']);
  doc.checkResult(caps.stdout);
  expect(unseen('DeviceName', 'PcmCapabilities').filter((place) => !place.startsWith('ChannelMap'))).toEqual(
    [],
  );
});

it('describes errors and warnings', async () => {
  const cases = [
    ['play', '--json', '-D', 'nosuch', chime],
    ['ctl', 'list', '--json', '-c', '77'],
    ['jack-watch', '--json', '--wait', 'nonsense'],
    ['hints', '--json', '--nosuch'],
  ];
  for (const args of cases) expect(doc.checkMessages((await runAlsats(args)).stderr)).toHaveLength(1);
  doc.checkMessages((await runAlsats(['jack-watch', '--once', '--json'])).stderr);
  expect(unseen('error')).toEqual([]);
});
