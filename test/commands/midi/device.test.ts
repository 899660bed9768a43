/** The built program on a device: that of test/alsa/rawmidi/fake-driver.c, which gives back what it gets. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeDriverEnv, whyNoDriver } from '../../alsa/rawmidi/fake-driver.js';
import { linesOf, runAlsats, startAlsats } from '../alsats-process.js';

if (whyNoDriver !== undefined) console.log(`left out: ${whyNoDriver}`);

describe.skipIf(whyNoDriver !== undefined)('alsats midi on a device', () => {
  let folder: string;
  let env: { LD_PRELOAD: string };
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'alsats-midi-'));
    env = fakeDriverEnv();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('lists it', async () => {
    const { stdout } = await runAlsats(['midi', 'list'], { env });
    expect(stdout.split('\n')[1]?.split(/ {2,}/)).toEqual([
      'hw:0,0,0',
      'in/out',
      'Fake',
      'Fake MIDI',
      '-',
      '-',
    ]);
  });

  it('sends a megabyte and gets it back, byte for byte', async () => {
    const bytes = Buffer.alloc(1024 * 1024).map((_, index) => (index * 31) % 128);
    bytes[0] = 0xf0;
    bytes[bytes.length - 1] = 0xf7;
    const [there, back] = [join(folder, 'there.syx'), join(folder, 'back.syx')];
    writeFileSync(there, bytes);
    const args = ['midi', 'send-receive', '-p', 'fake', '--expect-sysex', '-o', back, there];
    expect(await runAlsats(args, { env })).toMatchObject({ stdout: '', stderr: '', status: 0 });
    expect(readFileSync(back).equals(bytes)).toBe(true);
  });

  it('reads lines as they are typed, and ends with them', async () => {
    const sending = startAlsats(['midi', 'send', '-p', 'hw:0', '-', '--json'], { env, stdin: 'open' });
    sending.child.stdin?.write('on 60 1\n');
    sending.child.stdin?.end('off 60 0');
    const { stdout, status } = await sending.result;
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ bytesSent: 6, isComplete: true, ports: [{ name: 'hw:0' }] });
  });

  it('is stopped by signals while it waits for words, and while it receives', async () => {
    const sending = startAlsats(['midi', 'send', '-p', 'hw:0', '-'], { env, stdin: 'open' });
    const receiving = startAlsats(['midi', 'dump', '-p', 'hw:0', '--json'], { env });
    await receiving.until(({ stdout }) => stdout.includes('start'));
    receiving.kill('SIGINT');
    const { stdout, status } = await receiving.result;
    expect(status).toBe(0);
    expect(linesOf(stdout).map(({ type, reason }) => [type, reason])).toEqual([
      ['start', undefined],
      ['end', 'signal'],
    ]);
    // It reads, and so takes signals, once more of this is gone than the system keeps for it.
    const lines = `${' '.repeat(1000)}\n`.repeat(1000);
    await new Promise((written) => sending.child.stdin?.write(lines, written));
    sending.kill('SIGTERM');
    expect((await sending.result).status).toBe(143);
  });
});
