/** What is in the files that `record` writes, by name, kind and part. */

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAudioFile } from '../../../src/audio/file/open.js';
import { linesOf } from '../alsats-process.js';
import { RecordFolder } from './record-folder.js';

let folder: RecordFolder;
beforeAll(() => {
  folder = new RecordFolder();
});
afterAll(() => folder.remove());

/** The samples of a file, as its own reader gives them. */
async function samplesOf(name: string, raw?: Parameters<typeof openAudioFile>[1]): Promise<Buffer> {
  const reader = await openAudioFile(`${folder.path}/${name}`, raw);
  const bytes = Buffer.alloc(4_000_000);
  let frames = 0;
  for (let read = -1; read !== 0; frames += Math.max(0, read)) {
    read = reader.readSync(bytes.subarray(frames * reader.frameBytes));
  }
  await reader.close();
  return bytes.subarray(0, frames * reader.frameBytes);
}

const soundOf = (frames: number, frameBytes = 4, from = 0) =>
  folder.sound.subarray(from * frameBytes, (from + frames) * frameBytes);

describe('a recording', () => {
  it.each(['x.wav', 'x.rf64', 'x.w64', 'x', 'x.raw'])('in %s is what the device gave', async (name) => {
    const { status, stdout, stderr } = await folder.record(['-s', '4801', name]);
    expect([status, stdout, stderr]).toEqual([0, '', `recording ${name}: S16_LE, 48 kHz, stereo\n`]);
    const raw = { type: 'raw', raw: { format: 'S16_LE', channels: 2, framesPerSecond: 48_000 } } as const;
    const samples = await samplesOf(name, name.endsWith('.raw') ? raw : undefined);
    expect(samples.equals(soundOf(4801))).toBe(true);
  });

  it.each(['x.au', 'x.aiff'])('in %s is the same in the order of its bytes', async (name) => {
    await folder.record(['-q', '-s', '4801', '-f', 'S16_BE', name]);
    expect((await samplesOf(name)).equals(soundOf(4801))).toBe(true);
    await folder.record(['-q', '-s', '4801', name]);
    expect((await samplesOf(name)).equals(Buffer.from(soundOf(4801)).swap16())).toBe(true);
  });

  it('has the length, format and channels asked for', async () => {
    await folder.record(['-q', '-d', '0.1', '-f', 'S24_3LE', '-r', '44.1k', '-c', '3', 'three.wav']);
    const reader = await openAudioFile(`${folder.path}/three.wav`);
    expect(reader.info).toMatchObject({
      format: 'S24_3LE',
      channels: 3,
      framesPerSecond: 44_100,
      frames: 4410,
    });
    await reader.close();
    expect((await samplesOf('three.wav')).equals(soundOf(4410, 9))).toBe(true);
  });

  it('follows the shortcuts of arecord', async () => {
    await folder.record(['-q', '-s', '100', '-f', 'cd', '-t', 'AU', 'cd']);
    const reader = await openAudioFile(`${folder.path}/cd`);
    expect(reader.info).toMatchObject({ container: 'au', channels: 2, framesPerSecond: 44_100 });
    await reader.close();
  });

  it('keeps a note, and says when and where from', async () => {
    await folder.record(['-q', '-s', '100', '--comment', 'first take', '--bext', 'noted.wav']);
    const bytes = folder.read('noted.wav').toString('latin1');
    for (const word of ['bext', 'first take', 'alsats', 'ICMT', 'rec']) expect(bytes).toContain(word);
    expect((await samplesOf('noted.wav')).equals(soundOf(100))).toBe(true);
  });
});

describe('standard output', () => {
  it('gets the file and nothing else', async () => {
    const bash = `"$0" record -D rec -s 4801 > piped.wav && "$0" record -D rec -s 4801 -v - | cat > piped2.wav`;
    const program = `${process.execPath} ${process.env.ALSATS_PROGRAM ?? 'dist/alsats.cjs'}`;
    writeFileSync(
      `${folder.path}/run`,
      `#!/bin/sh\nexec ${program.replace('dist', `${process.cwd()}/dist`)} "$@"\n`,
      {
        mode: 0o755,
      },
    );
    execFileSync('bash', ['-o', 'pipefail', '-c', bash, './run'], {
      cwd: folder.path,
      env: { ...process.env, ...folder.env },
      stdio: ['ignore', 'inherit', 'pipe'],
    });
    for (const name of ['piped.wav', 'piped2.wav'])
      expect((await samplesOf(name)).equals(soundOf(4801))).toBe(true);
  });

  it('may be closed by its reader', async () => {
    const running = folder.start(['--json', '-t', 'raw', '-'], 'null');
    running.child.stdout!.once('data', () => running.child.stdout!.destroy());
    const { status, stderr } = await running.result;
    expect(status).toBe(0);
    // Sound has stdout, so events go the other way.
    expect(linesOf(stderr).at(-1)).toMatchObject({ type: 'end', exit: 0 });
    expect(linesOf(stderr)[0]).toMatchObject({ type: 'start', schema: 'alsats.record/1' });
  });
});

describe('several files', () => {
  const joined = async (names: readonly string[]) =>
    Buffer.concat(await Promise.all(names.map((name) => samplesOf(name))));

  it('by time are the whole when put together', async () => {
    await folder.record(['-q', '-s', '20000', '--max-file-time', '0.1', 'timed.wav']);
    const names = Array.from({ length: 5 }, (_, i) => `timed-0${i + 1}.wav`);
    expect(existsSync(`${folder.path}/timed.wav`)).toBe(false);
    expect((await joined(names)).equals(soundOf(20_000))).toBe(true);
    expect((await samplesOf('timed-05.wav')).length).toBe(800 * 4);
  });

  it('by size are not larger', async () => {
    await folder.record(['-q', '-s', '20000', '--max-file-size', '30k', 'sized.au']);
    const names = readdirSync(folder.path).filter((name) => name.startsWith('sized-'));
    expect(names.length).toBe(3);
    for (const name of names) expect(folder.read(name).length).toBeLessThanOrEqual(30_000);
    expect((await joined(names.sort())).equals(Buffer.from(soundOf(20_000)).swap16())).toBe(true);
  });

  it('by name follow each other without a gap', async () => {
    await folder.record(['-q', '-s', '7000', 'one.wav', 'two.wav', 'three.wav']);
    expect((await joined(['one.wav', 'two.wav', 'three.wav'])).equals(soundOf(21_000))).toBe(true);
  });

  it('by the time get their folders made', async () => {
    const args = ['-q', '-s', '9600', '--max-file-time', '100ms', '--use-strftime', 'made/%Y/take-%v.wav'];
    expect((await folder.record(args)).stderr).toBe('');
    const year = new Date().getFullYear();
    expect((await joined([1, 2].map((n) => `made/${year}/take-0${n}.wav`))).equals(soundOf(9600))).toBe(true);
  });

  it('by channel are one each', async () => {
    await folder.record(['-q', '-s', '3000', '-c', '2', '-I', 'left.raw', 'right.raw']);
    await folder.record(['-q', '-s', '3000', '-c', '2', '-I', 'both']);
    const channel = (index: number) =>
      Buffer.concat(
        Array.from({ length: 3000 }, (_, i) =>
          soundOf(3000).subarray(i * 4 + index * 2, i * 4 + index * 2 + 2),
        ),
      );
    expect(folder.read('left.raw').equals(channel(0))).toBe(true);
    expect(folder.read('right.raw').equals(channel(1))).toBe(true);
    expect(folder.read('both.0').equals(channel(0))).toBe(true);
    expect(folder.read('both.1').equals(channel(1))).toBe(true);
  });
});

describe('a target that cannot be', () => {
  it('keeps others from being touched, also where it would be needed only later', async () => {
    writeFileSync(`${folder.path}/kept`, 'precious');
    for (const args of [
      ['-s', '100', 'kept', 'missing/b.wav'],
      ['-s', '100', '-c', '2', '-I', 'kept', 'missing/b.wav'],
      ['--start-on', '-1dB', '--pre-roll', '1', 'missing/b.wav'],
    ]) {
      const { status, stderr } = await folder.record(args);
      expect([status, stderr]).toEqual([3, 'alsats: missing/b.wav: no such folder\n']);
    }
    const { status, stderr } = await folder.record(['-s', '100', '-c', '2', '-I', '--append', 'new', 'kept']);
    expect([status, stderr]).toEqual([0, expect.stringContaining('recording new, kept')]);
    expect(folder.read('kept').toString('latin1').slice(0, 8)).toBe('precious');
    expect(folder.read('kept').length).toBe(208);
  });

  it('is a device, where there are to be several files', async () => {
    const { status, stderr } = await folder.record(['-s', '100', '--max-file-time', '1', '/dev/null']);
    expect([status, stderr]).toEqual([
      2,
      'alsats: /dev/null: this is no regular file, so there is no other one for --max-file-time\n',
    ]);
  });

  it('is told of with what is saved in spite of it', async () => {
    const full = await folder.record(['-t', 'raw', '-s', '100', '/dev/full']);
    expect([full.status, full.stderr.split('\n').at(-2)]).toEqual([
      10,
      'alsats: /dev/full: there is no space left; nothing was saved',
    ]);
    mkdirSync(`${folder.path}/gone`);
    const running = folder.start(['--json', '-I', '-c', '2', '-t', 'wav', 'gone/x'], 'null');
    await running.until(({ stdout }) => stdout.includes('opened'));
    rmSync(`${folder.path}/gone/x.1`);
    const { status, stderr } = await running.result;
    expect([status, linesOf(stderr).at(-1)?.message]).toEqual([
      10,
      'gone/x.1: the file was deleted; the files of the other channels are complete',
    ]);
    rmSync(`${folder.path}/gone`, { recursive: true });
  });
});

describe('a file that is there', () => {
  it('is written over, refused or gone on with, as was asked', async () => {
    writeFileSync(`${folder.path}/there.wav`, 'something else');
    const refused = await folder.record(['-s', '100', '--no-clobber', 'there.wav']);
    expect(refused.status).toBe(1);
    expect(refused.stderr).toMatch(/there\.wav: .*exist/);
    expect(folder.read('there.wav').toString()).toBe('something else');
    expect((await folder.record(['-q', '-s', '100', '--no-clobber', '--force', 'there.wav'])).status).toBe(0);
    expect((await folder.record(['-q', '-s', '50', '--append', 'there.wav'])).status).toBe(0);
    expect((await samplesOf('there.wav')).equals(Buffer.concat([soundOf(100), soundOf(50)]))).toBe(true);
    const other = await folder.record(['-s', '50', '-c', '1', '--append', 'there.wav']);
    expect([other.status, other.stderr.includes('there.wav: ')]).toEqual([8, true]);
    expect((await samplesOf('there.wav')).length).toBe(600);
  });

  it.each([
    [['-D', 'hw:nowhere'], 3],
    [['-D', 'null', '-r', '1000000'], 2],
    [['-f', 'IMA_ADPCM', '-t', 'wav'], 8],
  ] as const)('is not touched where %j cannot be recorded', async (args, exit) => {
    writeFileSync(`${folder.path}/kept.wav`, 'precious');
    const { status, stderr } = await folder.record(['-s', '10', ...args, 'kept.wav']);
    expect(`${status} ${stderr}`).toMatch(new RegExp(`^${exit} alsats: `));
    expect(folder.read('kept.wav').toString()).toBe('precious');
  });
});

describe('a target that is gone', () => {
  it('is told by its name', async () => {
    const { status, stderr } = await folder.record(['-s', '10', 'no/such/folder/x.wav']);
    expect(stderr).toContain('no/such/folder/x.wav: ');
    expect(status).toBe(3);
  });

  it('in the middle leaves what was recorded before', async () => {
    const links = ['mkdir real', 'echo > file', 'ln -s real gone', 'ln -s file next'].join(' && ');
    execFileSync('bash', ['-c', links], { cwd: folder.path });
    const args = ['--json', '--max-file-time', '60', '--use-strftime', 'gone/%v.wav'];
    const running = folder.start(args, 'null');
    await running.until(({ stdout }) => stdout.includes('02.wav'));
    // A folder cannot be made where a file is.
    renameSync(`${folder.path}/next`, `${folder.path}/gone`);
    const { status, stderr } = await running.result;
    expect(status).toBe(10);
    expect(linesOf(stderr).at(-1)).toMatchObject({ kind: 'write-failed', exit: 10 });
    expect(stderr).toMatch(/gone\/\d+\.wav: .*; [\d.]+ s \(\d+ frames\) were saved in \d+ files/);
  });
});
