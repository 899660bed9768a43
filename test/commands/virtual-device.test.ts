/** Commands on the card that lives in the process. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { runAlsats } from './alsats-process.js';

const folder = mkdtempSync(join(tmpdir(), 'alsats-virtual-device-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const chime = fileURLToPath(new URL('../fixtures/chime.wav', import.meta.url));
const chimeBytes = readFileSync(chime);
const CHIME_BYTES = 2 * 33_075;
const soundOf = (path: string) => readFileSync(path).subarray(-CHIME_BYTES);

describe('alsats play -D virtual', () => {
  it('plays exactly the file, into a file', async () => {
    const out = join(folder, 'played.wav');
    const { status, stderr } = await runAlsats(['play', '-q', '-D', `virtual:pace=none,out=${out}`, chime]);
    expect(`${status} ${stderr}`).toBe('0 ');
    expect(Buffer.compare(soundOf(out), chimeBytes.subarray(-CHIME_BYTES))).toBe(0);
  });

  it('is what ALSATS_DEVICE can name too', async () => {
    const env = { ALSATS_DEVICE: 'virtual:pace=none' };
    const { status, stdout } = await runAlsats(['play', '--json', chime], { env });
    expect(status).toBe(0);
    expect(JSON.parse(stdout.trim().split('\n').at(-1)!)).toMatchObject({
      type: 'end',
      framesPlayed: 33_075,
    });
  });

  it('ends with the code of the accident', async () => {
    for (const [device, code, text] of [
      ['virtual:unplug-after=100ms', 6, '"virtual" went away'],
      ['virtual:busy', 4, 'cannot open "virtual:busy" for playback: the device is in use'],
      ['virtual:nonsense', 2, 'the virtual card knows no "nonsense"\nhint: it takes pace=clock|none'],
    ] as const) {
      const { status, stderr } = await runAlsats(['play', '-q', '-D', device, chime]);
      expect(status, device).toBe(code);
      expect(stderr).toContain(text);
    }
    const fatal = await runAlsats(['play', '-q', '-D', 'virtual:xrun-every=50ms', '--fatal-xruns', chime]);
    expect(fatal.status).toBe(9);
  });

  it('gets over xruns, and over sleep without a frame lost', async () => {
    const out = join(folder, 'slept.wav');
    const { status, stdout } = await runAlsats([
      'play',
      '--json',
      '-D',
      `virtual:suspend-after=300ms,out=${out}`,
      chime,
    ]);
    expect(status).toBe(0);
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(['suspend', 'resume']));
    expect(events.at(-1)).toMatchObject({ type: 'end', suspends: 1, framesPlayed: 33_075 });
    expect(Buffer.compare(soundOf(out), chimeBytes.subarray(-CHIME_BYTES))).toBe(0);
  });
});

describe('alsats record -D virtual', () => {
  it('records a file', async () => {
    const out = join(folder, 'recorded.wav');
    const device = `virtual:pace=none,wav=${chime}`;
    const { status } = await runAlsats(['record', '-q', '-D', device, '-s', '33075', out]);
    expect(status).toBe(0);
    expect(Buffer.compare(soundOf(out), chimeBytes.subarray(-CHIME_BYTES))).toBe(0);
  });

  it('leaves a whole file behind when the card is unplugged', async () => {
    const out = join(folder, 'cut.wav');
    const { status, stderr } = await runAlsats(['record', '-q', '-D', 'virtual:unplug-after=300ms', out]);
    expect(status).toBe(6);
    expect(stderr).toMatch(/"virtual" went away; 0\.\d+ s \(\d+ frames\) were saved/);
    const bytes = readFileSync(out);
    const frames = Number(/\((\d+) frames\)/.exec(stderr)![1]);
    expect(bytes.length).toBeGreaterThanOrEqual(frames * 4 + 44);
  });
});

it('is listed, and says what it can do', async () => {
  const { stdout } = await runAlsats(['hints', '--json', '-L']);
  expect(JSON.parse(stdout).devices).toContainEqual(
    expect.objectContaining({ name: 'virtual', playback: true, capture: true }),
  );
  const caps = await runAlsats(['hints', '--json', '--caps=virtual']);
  expect(JSON.parse(caps.stdout).devices).toMatchObject([
    { device: 'virtual', stream: 'playback', type: 'IOPLUG', channels: { min: 1, max: 64 } },
    { device: 'virtual', stream: 'capture' },
  ]);
});

it('has controls, for ctl and mixer alike', async () => {
  const { stdout } = await runAlsats(['mixer', 'get', '-c', 'virtual', 'Master', '--value']);
  expect(stdout).toBe('100\n');
  const set = await runAlsats(['mixer', 'set', '-c', 'virtual', 'PCM', '-6dB']);
  expect(`${set.status} ${set.stdout}`).toContain('0 PCM: asked -6 dB, set ');
  const ctl = await runAlsats(['ctl', 'get', '-D', 'virtual', 'Loopback Mode', '--json']);
  expect(JSON.parse(ctl.stdout).elements).toMatchObject([{ type: 'ENUMERATED', items: ['On', 'Off'] }]);
});
