/** How a recording is ended, cut and repaired from outside. */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linesOf, type RunningAlsats } from '../alsats-process.js';
import { RecordFolder } from './record-folder.js';

let folder: RecordFolder;
beforeAll(() => {
  folder = new RecordFolder();
});
afterAll(() => folder.remove());

const eventsOf = (running: RunningAlsats) => linesOf(running.stdout.replace(/[^\n]*$/, ''));
const has =
  (type: string, count = 1) =>
  (running: RunningAlsats) =>
    eventsOf(running).filter((event) => event.type === type).length >= count;

describe('a signal', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('%s completes the file and ends with 0', async (signal) => {
    const running = folder.start(['--json', 'ended.wav'], 'null');
    await running.until(has('file'));
    running.kill(signal);
    const { status, stdout, stderr } = await running.result;
    expect([status, stderr]).toEqual([0, '']);
    const end = linesOf(stdout).at(-1)!;
    expect(end).toMatchObject({ type: 'end', endedBy: 'stop', exit: 0, overruns: 0, lostFrames: 0 });
    const bytes = folder.read('ended.wav');
    expect(end.bytesWritten).toBe(bytes.length);
    const data = bytes.indexOf('data');
    expect(bytes.readUInt32LE(data + 4)).toBe(bytes.length - data - 8);
    expect(end.framesRecorded).toBe((bytes.length - data - 8) / 4);
  });

  it('SIGUSR1 starts the next file', async () => {
    const running = folder.start(['--json', 'cut.wav'], 'null');
    await running.until(has('file'));
    running.kill('SIGUSR1');
    await running.until(has('file', 3));
    running.kill('SIGINT');
    const { status, stdout } = await running.result;
    expect(status).toBe(0);
    const end = linesOf(stdout).at(-1) as { files: { name: string; startFrame: number; frames: number }[] };
    expect(end.files.map(({ name }) => name)).toEqual(['cut-01.wav', 'cut-02.wav']);
    expect(end.files[1]!.startFrame).toBe(end.files[0]!.frames);
    expect(linesOf(stdout).find(({ type }) => type === 'split')).toMatchObject({ cause: 'user' });
  });

  it('SIGUSR1 is refused on standard output, and leaves no mark in it', async () => {
    const running = folder.start(['-t', 'raw', '-'], 'null');
    await running.until(({ stdout }) => stdout.length > 1000);
    running.kill('SIGUSR1');
    await running.until(({ stderr }) => stderr.includes('cannot be split'));
    running.kill('SIGINT');
    const { status, stdout } = await running.result;
    expect(status).toBe(0);
    expect(/^\0+$/.test(stdout)).toBe(true);
  });

  it('a second SIGINT ends at once where the reader has stopped', async () => {
    const running = folder.start(['--json', '-t', 'raw', '-'], 'null');
    running.child.stdout!.pause();
    await running.until(({ stderr }) => stderr.includes('"opened"'));
    running.kill('SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(running.child.exitCode).toBeNull();
    running.kill('SIGINT');
    await running.until(() => running.child.exitCode !== null);
    expect(running.child.exitCode).toBe(130);
    running.child.stdout!.destroy();
    await running.result;
  });
});

describe('the process id', () => {
  it('is in its file as long as it is of use', async () => {
    const path = `${folder.path}/pid`;
    const running = folder.start(['--json', '--process-id-file', 'pid', 'x.wav'], 'null');
    await running.until(has('file'));
    expect(readFileSync(path, 'utf8')).toBe(`${running.child.pid}\n`);
    running.kill('SIGINT');
    await running.result;
    expect(existsSync(path)).toBe(false);
    const refused = await folder.record(['-s', '1', '--process-id-file', 'no/pid', 'x.wav'], 'null');
    expect(refused.status).toBe(10);
  });

  it('is told once signals are heard', async () => {
    const path = `${folder.path}/early`;
    const running = folder.start(['--process-id-file', 'early', 'early.wav'], 'null');
    await running.until(() => existsSync(path) && readFileSync(path, 'utf8').endsWith('\n'));
    running.kill('SIGINT');
    const { status, signal } = await running.result;
    expect([status, signal]).toEqual([0, null]);
    expect(existsSync(path)).toBe(false);
  });
});

describe('--repair', () => {
  it('completes what was left, and tells what it did', async () => {
    await folder.record(['-q', '-s', '4801', 'broken.wav']);
    const bytes = folder.read('broken.wav');
    const data = bytes.indexOf('data');
    const stale = Buffer.from(bytes);
    stale.writeUInt32LE(400, data + 4);
    writeFileSync(`${folder.path}/broken.wav`, stale);
    const { status, stdout, stderr } = await folder.record(['--repair', 'broken.wav', 'none.wav']);
    expect([status, stderr]).toEqual([3, expect.stringContaining('none.wav: ')]);
    expect(stdout).toMatch(/^broken\.wav: repaired, 4801 frames \(0\.100 s\)\n/);
    expect(folder.read('broken.wav').equals(bytes)).toBe(true);
    const again = await folder.record(['--repair', '--json', 'broken.wav']);
    expect(JSON.parse(again.stdout)).toMatchObject({
      schema: 'alsats.repair/1',
      files: [{ name: 'broken.wav', frames: 4801, framesBefore: 4801, changes: [] }],
    });
  });
});
