/** What goes wrong: which exit code, which words, and that everything that can be played still is. */

import { writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { linesOf, runAlsats, runShell, startAlsats } from '../alsats-process.js';
import { patternBytes, SoundFolder, waveBytes } from './sound-files.js';

const folder = new SoundFolder();
afterAll(() => folder.remove());

const good = folder.wave('good.wav', 1000);
const better = folder.wave('better.wav', 2000);
const noFile = `${folder.path}/none.wav`;
const broken = folder.file('broken.wav', waveBytes(patternBytes(40)).subarray(0, 30));
const flac = folder.file('x.flac', Buffer.concat([Buffer.from('fLaC'), patternBytes(400)]));

/** Devices that refuse something: ALSA's plug-ins, each of which takes less than everything. */
const env = folder.configuration(`
  pcm.law { type mulaw slave { pcm null format S16_LE } }
  pcm.pair { type multi slaves.a { pcm null channels 2 }
    bindings { 0 { slave a channel 0 } 1 { slave a channel 1 } } }
  pcm.fast { type rate slave { pcm null rate 48000 format S16_LE } }
  pcm.bad { type iec958 slave.pcm null }
`);

describe('a file that cannot be played', () => {
  it.each([
    [noFile, 3, 'none.wav: no such file'],
    [broken, 7, 'broken.wav: '],
    [flac, 7, 'x.flac: this is '],
    [folder.path, 1, ': is a directory'],
    [folder.file('empty.wav', Buffer.alloc(0)), 7, 'empty.wav: the file is empty'],
    [folder.file('noise.bin', Buffer.from('nothing at all of any sense')), 7, 'noise.bin: '],
  ])('is reported, and the others are played: %s', async (path, exit, text) => {
    const { heard, status, stderr } = await folder.play([good.path, path, better.path]);
    expect(status).toBe(exit);
    expect(heard.equals(Buffer.concat([good.data, better.data]))).toBe(true);
    expect(stderr).toContain(text);
    expect(stderr.match(/^alsats: /gm)).toHaveLength(1);
  });

  it('decides the exit code where it is the first', async () => {
    const { status, stderr } = await runAlsats(['play', '-q', '-D', 'null', flac, noFile, good.path]);
    expect(status).toBe(7);
    expect(stderr.match(/^alsats: /gm)).toHaveLength(2);
  });

  it('is an error of its own kind where the device is what cannot', async () => {
    const mono = folder.wave('mono.wav', 500, { channels: 1 });
    const slow = folder.wave('slow.wav', 500, { framesPerSecond: 2000 });
    for (const [device, path, text] of [
      ['law', good.path, '"law" cannot play S16_LE; it takes MU_LAW\nhint: -D "plug:\'law\'" converts'],
      ['pair', mono.path, '"pair" cannot play 1 channel; it takes 2 channels\nhint: -D "plug:\'pair\'"'],
      ['fast', slow.path, '"fast" cannot play at 2000 Hz exactly; the nearest it can do is 4000 Hz\nhint: '],
    ] as const) {
      const { status, stderr } = await runAlsats(['play', '-q', '-D', device, path], { env });
      expect(status).toBe(8);
      expect(stderr).toContain(text);
    }
    const { status, stdout } = await runAlsats(['play', '--json', '-D', 'pair', mono.path, good.path], {
      env,
    });
    expect(status).toBe(8);
    expect(linesOf(stdout).at(-1)).toMatchObject({ type: 'end', framesPlayed: 1000, exit: 8 });
  });

  it('is one of many: descriptors are given back', async () => {
    const files = Array.from({ length: 300 }, () => good.path);
    const capture = folder.capture();
    const { status, stderr } = await runShell(
      `ulimit -n 60; alsats play -q -D "${capture.device}" ${files.map((path) => `"${path}"`).join(' ')}`,
    );
    expect(`${status} ${stderr}`).toBe('0 ');
    expect(capture.read()).toHaveLength(300 * good.data.length);
  });

  it('may be one that cannot go back', async () => {
    const { status, stderr } = await runAlsats(['play', '-q', '-D', 'null', '--loop', '2'], {
      stdin: good.data,
    });
    expect(status).toBe(7);
    expect(stderr).toContain('standard input: ');
    const looped = await runAlsats(['play', '-q', '-D', 'null', '--loop', '2'], {
      stdin: waveBytes(good.data),
    });
    expect(looped.status).toBe(2);
    expect(looped.stderr).toContain('a pipe cannot be played more than once');
  });

  it('shows no control characters of its name', async () => {
    const name = `${folder.path}/a\x1b[31m\nb\u202e.wav`;
    const { stderr, status } = await runAlsats(['play', '-D', 'null', name]);
    expect(status).toBe(3);
    expect(stderr).toBe(`alsats: ${folder.path}/a\\x1b[31m\\nb\\u202e.wav: no such file\n`);
    writeFileSync(name, waveBytes(good.data));
    const played = await runAlsats(['play', '-D', 'null', name]);
    expect(played.stderr).toContain('a\\x1b[31m\\nb\\u202e.wav');
    const json = await runAlsats(['play', '--json', '-D', 'null', name]);
    expect(json.stdout).not.toContain('\x1b');
    expect(json.stdout).not.toContain('\u202e');
    expect(linesOf(json.stdout)[0]!.name).toBe(name);
  });

  it('is shown what is odd about it', async () => {
    const odd = folder.file('odd.wav', waveBytes(good.data).subarray(0, 1001));
    const { stderr, status } = await runAlsats(['play', '-D', 'null', odd]);
    expect(status).toBe(0);
    expect(stderr).toContain('odd.wav: the header says 4000 bytes of audio, the file holds 957');
  });
});

describe('a device that cannot be opened', () => {
  it.each([
    [
      'nope',
      3,
      'cannot open "nope" for playback: no such PCM\nhint: it is not in ALSA\'s configuration; see "alsats hints"',
    ],
    ['hw:29,7', 3, 'cannot open "hw:29,7" for playback: no such device\nhint: '],
    ['bad', 2, 'cannot open "bad" for playback: missing field format'],
  ])('%s', async (device, exit, text) => {
    const { status, stdout, stderr } = await runAlsats(['play', '-D', device, good.path], { env });
    expect(stderr).toContain(text);
    expect(stderr).not.toContain('ALSA lib');
    expect(stdout).toBe('');
    expect(status).toBe(exit);
  });

  it('is explained by libasound itself with -v', async () => {
    const { stderr } = await runAlsats(['play', '-v', '-D', 'nope', good.path]);
    expect(stderr).toContain('snd_pcm_open returned -2 (ENOENT)');
    expect(stderr).toMatch(/pcm\.c:\d+: \(snd_pcm_open_noupdate\) Unknown PCM nope/);
  });

  it('may fail without an error: then -v tells what libasound had to say', async () => {
    const device = `file:'${folder.path}/no/such/folder',raw`;
    const { stderr } = await runAlsats(['play', '-v', '-D', device, good.path]);
    expect(stderr).toMatch(/^ {2}pcm_file\.c:\d+: \(snd_pcm_file_write_bytes\) .*write failed/m);
    expect((await runAlsats(['play', '-q', '-D', device, good.path])).stderr).toBe('');
  });

  it('is one object with --json, and an end', async () => {
    const { status, stdout, stderr } = await runAlsats(['play', '--json', '-D', 'nope', good.path]);
    expect(status).toBe(3);
    expect(JSON.parse(stderr)).toMatchObject({
      type: 'error',
      kind: 'not-found',
      code: 'ENOENT',
      func: 'snd_pcm_open',
      hint: expect.any(String),
      exit: 3,
    });
    expect(linesOf(stdout)).toMatchObject([
      { type: 'end', schema: 'alsats.play/1', framesPlayed: 0, exit: 3 },
    ]);
  });

  it('can be waited for, for a while or until a signal', async () => {
    const { status } = await runAlsats(['play', '-q', '-D', 'nope', '--wait-for-device', '0.4', good.path]);
    expect(status).toBe(3);
    const waiting = startAlsats(['play', '-q', '-D', 'nope', '--wait-for-device', good.path]);
    await waiting.untilItTakesSignals();
    waiting.kill('SIGTERM');
    expect(await waiting.result).toMatchObject({ status: 143, stderr: '' });
  });

  it('keeps quiet only about what is no error', async () => {
    const quiet = await runAlsats(['play', '-q', '-D', 'null', good.path]);
    expect(`${quiet.stdout}${quiet.stderr}`).toBe('');
    const failed = await runAlsats(['play', '-q', '-D', 'nope', good.path]);
    expect(failed.stderr).toContain('alsats: cannot open');
  });
});

describe('output that nobody reads', () => {
  it('ends playback quietly', async () => {
    const { stdout, stderr } = await runShell(
      `alsats play --json --loop 0 -D null "${good.path}" | head -n 1; echo "\${PIPESTATUS[0]}"`,
    );
    const [line, exit] = stdout.trim().split('\n');
    expect(JSON.parse(line!)).toMatchObject({ type: 'start', schema: 'alsats.play/1' });
    expect(exit).toBe('0');
    expect(stderr).toBe('');
  });

  it('does not matter to what is not written there', async () => {
    const { stdout, stderr } = await runShell(
      `alsats play -D null "${good.path}" 2>&1 >/dev/null | head -c 1; echo "\${PIPESTATUS[0]}"; alsats play --dump-hw-params -D null | head -n 1`,
    );
    expect(stdout).toMatch(/^p0\n/);
    expect(stderr).toBe('');
    const closed = await runShell(`alsats play -D null "${good.path}" >&- 2>&-; echo $?`);
    expect(closed.stdout).toBe('0\n');
  });

  it('is an error where the disk is full', async () => {
    const { stdout, stderr } = await runShell(
      `alsats play --json -D null "${good.path}" > /dev/full; echo $?`,
    );
    expect(stdout).toBe('10\n');
    expect(JSON.parse(stderr)).toMatchObject({ kind: 'write-failed', code: 'ENOSPC', exit: 10 });
  });
});

describe('--dump-hw-params', () => {
  it('prints what the device can do to stdout, and nothing else', async () => {
    const { status, stdout, stderr } = await runAlsats(
      ['play', '--dump-hw-params', '-D', 'pair', good.path],
      { env },
    );
    expect(status).toBe(0);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^CHANNELS: 2$/m);
    expect(stdout).toMatch(/^RATE: \[1 4294967295\]$/m);
    expect((await runAlsats(['play', '--dump-hw-params', '-D', 'nope'])).status).toBe(3);
  });

  it('with --json says what hints --caps says', async () => {
    const dump = await runAlsats(['play', '--dump-hw-params', '--json', '-D', 'pair'], { env });
    const caps = await runAlsats(['hints', '--caps=pair', '--playback', '--json'], { env });
    expect(dump.status).toBe(0);
    expect(JSON.parse(dump.stdout)).toMatchObject({
      devices: [{ stream: 'playback', channels: { min: 2, max: 2 } }],
    });
    expect(dump.stdout).toBe(caps.stdout);
  });
});

describe('the process', () => {
  it('ends by itself once all is played, whatever standard input is', async () => {
    for (const stdin of ['/dev/null', '<(sleep 15)']) {
      const { stdout } = await runShell(
        `exec 3< ${stdin}; alsats play -q -D null "${good.path}" <&3; echo $?; kill $! 2> /dev/null`,
      );
      expect(stdout).toBe('0\n');
    }
  });
});
