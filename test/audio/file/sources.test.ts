import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { ByteCursor } from '../../../src/audio/file/byte-cursor.js';
import { openAudioFile, openAudioStreams } from '../../../src/audio/file/open.js';
import type { RandomAccessSource, SequentialSource } from '../../../src/file/byte-source.js';
import { streamSource } from '../../../src/file/stream-source.js';
import { aiffBytes, auBytes, chunk, concat, ds64Chunk, patternBytes, waveBytes } from './header-bytes.js';
import { expectSameBytes, flowing, readAll } from './read-all.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'alsats-sources-'));
const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill();
  fs.rmSync(folder, { recursive: true });
});

function writeFile(name: string, bytes: Uint8Array): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, bytes);
  return file;
}

let fifoCount = 0;
function makeFifo(): string {
  const fifo = path.join(folder, `fifo-${fifoCount++}`);
  execFileSync('mkfifo', [fifo]);
  return fifo;
}

function shell(script: string, ...args: string[]): ChildProcess {
  const child = spawn('sh', ['-c', script, 'sh', ...args], { stdio: 'ignore' });
  children.push(child);
  return child;
}

const data = patternBytes(200_000, 5);

describe('a regular file', () => {
  it('is read by both kinds of read in large pieces', async () => {
    const file = writeFile('large.wav', waveBytes({ data }));
    const reader = await openAudioFile(file);
    expectSameBytes(await readAll(reader, 10_000), data);
    reader.seek(0);
    const target = new Uint8Array(1 << 20);
    expect(reader.readSync(target)).toBe(50_000);
    expectSameBytes(target.subarray(0, data.length), data);
    expect(reader.readSync(target)).toBe(0);
    await reader.close();
    expect(() => reader.readSync(target)).toThrow('was closed');
  });

  it('that becomes shorter meanwhile ends, with a warning', async () => {
    const file = writeFile('shrinking.wav', waveBytes({ data }));
    const reader = await openAudioFile(file);
    fs.truncateSync(file, 44 + 1002);
    const target = new Uint8Array(1 << 20);
    expect(reader.readSync(target)).toBe(250);
    expect(await reader.read(target)).toBe(0);
    expect(reader.warnings).toEqual(['the file became shorter while it was read']);
    await reader.close();
  });

  it('may be closed during a read', async () => {
    const reader = await openAudioFile(writeFile('closing.wav', waveBytes({ data })));
    const reading = reader.read(new Uint8Array(4096));
    await reader.close();
    expect(await reading).toBe(1024);
  });

  it.each([
    ['that is not there', path.join(folder, 'none'), 'not-found', 'no such file'],
    ['below a file', path.join(writeFile('plain', data), 'none'), 'not-found', 'not a directory'],
    ['that is a directory', folder, 'failed', 'is a directory'],
    ['with a name too long', path.join(folder, 'x'.repeat(300)), 'failed', 'the name is too long'],
  ])('%s is refused', async (_, file, kind, text) => {
    const opened = openAudioFile(file);
    await expect(opened).rejects.toMatchObject({ name: 'AlsatsError', kind });
    await expect(opened).rejects.toThrow(text);
  });

  it('leaves no descriptor open where it is refused', async () => {
    const descriptors = () => fs.readdirSync('/proc/self/fd').length;
    const file = writeFile('broken.wav', waveBytes({ channels: 0 }));
    const before = descriptors();
    for (let round = 0; round < 10; round++) await openAudioFile(file).catch(() => {});
    expect(descriptors()).toBe(before);
  });
});

describe('a FIFO', () => {
  it('is read as it comes, however slowly', async () => {
    const fifo = makeFifo();
    const file = writeFile('slow.wav', waveBytes({ data: data.slice(0, 4000) }));
    shell(
      'for part in 0 1 2 3 4; do dd if="$1" bs=1001 skip=$part count=1 2>/dev/null; sleep 0.02; done > "$2"',
      file,
      fifo,
    );
    const reader = await openAudioFile(fifo);
    expect(reader.info.frames).toBe(1000);
    expectSameBytes(await readAll(reader), data.slice(0, 4000));
    await reader.close();
  });

  it('gives several files in a row', async () => {
    const fifo = makeFifo();
    const file = writeFile('again.wav', waveBytes({ data, after: chunk('LIST', patternBytes(100_001)) }));
    shell('cat "$1" "$1" "$1" > "$2"', file, fifo);
    const streams = await openAudioStreams(fifo);
    const lengths: number[] = [];
    for await (const reader of streams) {
      expectSameBytes(await readAll(reader, 30_000), data);
      lengths.push(reader.positionFrames);
    }
    await streams.close();
    expect(lengths).toEqual([50_000, 50_000, 50_000]);
  });

  it('without a writer is given up by a signal', async () => {
    const controller = new AbortController();
    const opening = openAudioFile(makeFifo(), { signal: controller.signal });
    setTimeout(() => controller.abort(new Error('enough')), 20);
    await expect(opening).rejects.toMatchObject({ kind: 'interrupted', cause: new Error('enough') });
  });

  it('that stalls is given up by a signal, and goes on where it was', async () => {
    const fifo = makeFifo();
    const bytes = waveBytes({ data: data.slice(0, 4000) });
    const writer = fs.openSync(fifo, fs.constants.O_RDWR);
    fs.writeSync(writer, bytes.subarray(0, 44 + 1002));
    const reader = await openAudioFile(fifo);
    const target = new Uint8Array(8000);
    let frames = 0;
    while (frames < 250) frames += await reader.read(target.subarray(frames * 4));
    for (let round = 0; round < 3; round++) {
      const controller = new AbortController();
      const reading = reader.read(target.subarray(frames * 4), controller.signal);
      setTimeout(() => controller.abort(), 5);
      await expect(reading).rejects.toMatchObject({ kind: 'interrupted' });
    }
    await expect(reader.read(target, AbortSignal.abort())).rejects.toMatchObject({ kind: 'interrupted' });
    fs.writeSync(writer, bytes.subarray(44 + 1002));
    fs.closeSync(writer);
    while (frames < 1000) frames += await reader.read(target.subarray(frames * 4));
    expectSameBytes(target.subarray(0, 4000), data.subarray(0, 4000));
    await reader.close();
  });

  it('ends a pending read when it is closed', async () => {
    const fifo = makeFifo();
    const writer = fs.openSync(fifo, fs.constants.O_RDWR);
    fs.writeSync(writer, waveBytes({ data, dataSizeBytes: 0xffff_ffff }).subarray(0, 44));
    const reader = await openAudioFile(fifo);
    const reading = reader.read(new Uint8Array(100));
    reading.catch(() => {});
    await reader.close();
    await expect(reading).rejects.toMatchObject({ kind: 'closed' });
    fs.closeSync(writer);
  });
});

describe('a stream of a program of its own', () => {
  it('may be a Readable, a web stream or a generator, in pieces of any size', async () => {
    const bytes = waveBytes({ data });
    const pieces = [bytes.slice(0, 1), new Uint8Array(0), bytes.slice(1, 50), bytes.slice(50)];
    const streams = [
      Readable.from(pieces),
      new Blob([bytes]).stream() as unknown as AsyncIterable<Uint8Array>,
      (async function* () {
        yield* pieces;
      })(),
    ];
    for (const stream of streams) {
      const reader = await openAudioFile(streamSource(stream));
      expectSameBytes(await readAll(reader), data);
      await reader.close();
    }
  });

  it('is destroyed with its reader', async () => {
    const stream = new PassThrough();
    stream.write(waveBytes({ data }));
    const reader = await openAudioFile(streamSource(stream));
    await reader.close();
    expect(stream.destroyed).toBe(true);
    let returned = false;
    const iterable = {
      [Symbol.asyncIterator]: () => ({
        next: async () => ({ done: false, value: waveBytes({ data }) }) as const,
        return: async () => {
          returned = true;
          return { done: true, value: undefined } as const;
        },
      }),
    };
    const other = await openAudioFile(streamSource(iterable));
    await other.close();
    expect(returned).toBe(true);
  });

  it('passes its error on as ours', async () => {
    const stream = new PassThrough();
    stream.write(waveBytes({ data }).subarray(0, 100));
    const reader = await openAudioFile(streamSource(stream));
    await reader.read(new Uint8Array(100));
    stream.destroy(new Error('the network is gone'));
    await expect(reader.read(new Uint8Array(100))).rejects.toMatchObject({
      kind: 'failed',
      message: 'reading failed: the network is gone',
    });
    await reader.close();
  });

  it('must give bytes', async () => {
    const text = Readable.from(['RIFF', 'text']);
    await expect(openAudioFile(streamSource(text))).rejects.toMatchObject({ kind: 'invalid' });
  });

  it('refuses two reads at a time', async () => {
    const reader = await openAudioFile(flowing(waveBytes({ data })));
    const target = new Uint8Array(1000);
    while ((await reader.read(target)) === 250);
    const reading = reader.read(target);
    await expect(reader.read(target)).rejects.toMatchObject({ kind: 'invalid' });
    expect(await reading).toBeGreaterThan(0);
  });
});

describe('standard input', () => {
  const script = `
    import { openAudioFile } from ${JSON.stringify(path.resolve('src/audio/file/open.ts'))};
    const reader = await openAudioFile('-');
    const target = new Uint8Array(65536);
    let frames = 0;
    for (let got = 1; got > 0; frames += got) got = await reader.read(target);
    await reader.close();
    console.log(JSON.stringify([reader.info.format, reader.seekable, frames]));
  `;

  async function bundle(code: string): Promise<string> {
    const { build } = await import('esbuild');
    const program = path.join(folder, `stdin-${code.length}.mjs`);
    await build({
      stdin: { contents: code, resolveDir: process.cwd(), loader: 'ts' },
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile: program,
      logLevel: 'error',
    });
    return program;
  }

  async function runFrom(input: string, file: string): Promise<string> {
    const args = ['-c', `${input} "$2" "$3"`, 'sh', file, process.execPath, await bundle(script)];
    return execFileSync('sh', args, { encoding: 'utf8' });
  }

  it('is a pipe, or a regular file from where the shell left it', async () => {
    const wave = waveBytes({ data });
    expect(await runFrom('cat "$1" |', writeFile('stdin.wav', wave))).toBe('["S16_LE",false,50000]\n');
    const behind = writeFile('behind.wav', concat(new Uint8Array(44), wave));
    const passHead = 'exec < "$1"; dd bs=44 count=1 of=/dev/null 2>/dev/null;';
    expect(await runFrom(passHead, behind)).toBe('["S16_LE",true,50000]\n');
  });

  it('that stalls holds up neither a signal nor the end of the program', async () => {
    const code = `
      import { openAudioFile } from ${JSON.stringify(path.resolve('src/audio/file/open.ts'))};
      const reader = await openAudioFile('-');
      const target = new Uint8Array(65536);
      let ticks = 0;
      const timer = setInterval(() => ticks++, 5);
      try {
        for (;;) await reader.read(target, AbortSignal.timeout(60));
      } catch (error) {
        console.log(error.kind, ticks > 2, reader.positionFrames);
      }
      clearInterval(timer);
      await reader.close();
    `;
    const stdin = fs.openSync(makeFifo(), fs.constants.O_RDWR);
    fs.writeSync(stdin, waveBytes({ data: data.slice(0, 400), dataSizeBytes: 0xffff_ffff }));
    const child = spawn(process.execPath, [await bundle(code)], { stdio: [stdin, 'pipe', 'inherit'] });
    children.push(child);
    let printed = '';
    for await (const text of child.stdout!) printed += text;
    expect(printed).toBe('interrupted true 100\n');
    fs.closeSync(stdin);
  });
});

describe('what a header claims', () => {
  /** Counts what is asked of a pipe, and how much at most at a time. */
  function endless(head: Uint8Array, totalBytes: number) {
    let given = 0;
    let largest = 0;
    const source: SequentialSource = {
      access: 'sequential',
      async read(target, targetOffset, lengthBytes) {
        largest = Math.max(largest, lengthBytes, target.length);
        const length = Math.min(lengthBytes, totalBytes - given);
        target.fill(0, targetOffset, targetOffset + length);
        target.set(head.subarray(given, given + length), targetOffset);
        given += length;
        return length;
      },
      close: async () => {},
    };
    return { source, largest: () => largest, given: () => given };
  }

  it.each([
    [
      'a LIST chunk',
      concat(waveBytes().slice(0, 12), chunk('LIST', new Uint8Array(0), { sizeBytes: 0xffff_fff0 })),
    ],
    [
      'a fmt chunk',
      concat(waveBytes().slice(0, 12), chunk('fmt ', patternBytes(4), { sizeBytes: 0xffff_fff0 })),
    ],
    [
      'a ds64 chunk',
      concat(
        waveBytes({ magic: 'RF64' }).slice(0, 12),
        chunk('ds64', patternBytes(4), { sizeBytes: 0xffff_fff0 }),
      ),
    ],
  ])('is read through in bounded pieces, if it is 4 GiB of %s', async (_, head) => {
    const pipe = endless(head, 64 << 20);
    await expect(openAudioFile(pipe.source)).rejects.toMatchObject({ kind: 'malformed', byteOffset: 12 });
    expect(pipe.largest()).toBeLessThanOrEqual(65_536);
  });

  it('allocates nothing for 4 GiB or 16 EiB of data', async () => {
    const before = process.memoryUsage().arrayBuffers;
    for (const wave of [
      waveBytes({ dataSizeBytes: 0xffff_0000 }),
      waveBytes({ magic: 'RF64', before: ds64Chunk(0xffff_ffff_ffff_fff0n), dataSizeBytes: 0xffff_ffff }),
      waveBytes({ magic: 'RF64', before: ds64Chunk(2 ** 52), dataSizeBytes: 0xffff_ffff }),
    ]) {
      const reader = await openAudioFile(flowing(wave));
      expectSameBytes(await readAll(reader), patternBytes(64));
    }
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 << 20);
  });
});

describe('a file larger than what a streaming writer leaves in its header', () => {
  /** A file of noise behind a head, of any size, with something at its end. */
  function large(
    head: Uint8Array,
    sizeBytes: number,
    tail: Uint8Array = new Uint8Array(0),
  ): RandomAccessSource {
    const readAtSync: RandomAccessSource['readAtSync'] = (target, targetOffset, lengthBytes, byteOffset) => {
      const length = Math.max(0, Math.min(lengthBytes, sizeBytes - byteOffset));
      for (let index = 0; index < length; index++) {
        const at = byteOffset + index;
        const inTail = tail[at - (sizeBytes - tail.length)];
        target[targetOffset + index] = head[at] ?? inTail ?? 0x90 + (at % 97);
      }
      return length;
    };
    const readAt: RandomAccessSource['readAt'] = async (...where) => readAtSync(...where);
    return { access: 'random', sizeBytes, readAt, readAtSync, close: async () => {} };
  }

  const gibibyte = 2 ** 30;
  const wave = (dataSizeBytes: number) => waveBytes({ data: new Uint8Array(0), dataSizeBytes });

  it.each([
    ['WAVE of 3 GiB with 0x7ffff000', wave(0x7fff_f000), 3 * gibibyte, 44],
    ['WAVE of 3 GiB with 0x80000000', wave(0x8000_0000), 3 * gibibyte, 44],
    ['WAVE of 5 GiB with all ones', wave(0xffff_ffff), 5 * gibibyte, 44],
    [
      'AU of 5 GiB with all ones',
      auBytes({ data: new Uint8Array(0), dataSizeBytes: 0xffff_ffff, channels: 2 }),
      5 * gibibyte,
      24,
    ],
    [
      'AIFF of 3 GiB with 0x7f000000',
      aiffBytes({ data: new Uint8Array(0), frames: 0x7f00_0000 / 4, soundSizeBytes: 0x7f00_0008 }),
      3 * gibibyte,
      54,
    ],
  ])('is read to its end: %s', async (_, head, sizeBytes, headBytes) => {
    expect(head).toHaveLength(headBytes);
    const reader = await openAudioFile(large(head, sizeBytes));
    expect(reader.info.frames).toBe(Math.floor((sizeBytes - headBytes) / 4));
    expect(reader.warnings.filter((text) => !text.includes('no whole frame'))).toEqual([]);
    reader.seek((reader.info.frames ?? 0) - 1);
    expect(reader.readSync(new Uint8Array(64))).toBe(1);
  });

  it('is believed where something sensible follows', async () => {
    const list = chunk('LIST', patternBytes(20));
    const sizeBytes = 44 + 0x8000_0000 + list.length;
    const reader = await openAudioFile(large(wave(0x8000_0000), sizeBytes, list));
    expect(reader.info.frames).toBe(0x8000_0000 / 4);
  });
});

describe('the cursor', () => {
  it('looks ahead, takes, skips and reads without losing a byte', async () => {
    const bytes = patternBytes(200_000, 4);
    const cursor = new ByteCursor(flowing(bytes, 997));
    expectSameBytes(await cursor.peek(60_000), bytes.slice(0, 60_000));
    expect(await cursor.take(10)).toEqual(bytes.slice(0, 10));
    expect(await cursor.skip(100_000)).toBe(100_000);
    expect(await cursor.peek(5)).toEqual(bytes.slice(100_010, 100_015));
    const target = new Uint8Array(20);
    expect(await cursor.read(target, 3, 17)).toBe(5);
    expect(target.slice(3, 8)).toEqual(bytes.slice(100_010, 100_015));
    expect(cursor.offset).toBe(100_015);
    expect(await cursor.skip(1_000_000)).toBe(99_985);
    expect(await cursor.peek(4)).toHaveLength(0);
  });
});
