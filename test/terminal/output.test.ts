import { spawn } from 'node:child_process';
import { createWriteStream, existsSync } from 'node:fs';
import { PassThrough, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { AlsatsError } from '../../src/error.js';
import { JsonLines, jsonText, printJson } from '../../src/terminal/json-output.js';
import { Output } from '../../src/terminal/output.js';

function collecting(): { stream: Writable; text: () => string } {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      setImmediate(done);
    },
  });
  return { stream, text: () => Buffer.concat(chunks).toString() };
}

function failing(code: string): Writable {
  return new Writable({
    autoDestroy: false,
    write(_chunk, _encoding, done) {
      done(Object.assign(new Error(`write ${code}`), { code }));
    },
  });
}

describe('Output', () => {
  it('writes in order and tells when it is done', async () => {
    const { stream, text } = collecting();
    const output = new Output(stream);
    const first = output.writeLine('one');
    expect(await output.write(Uint8Array.from([0x32]))).toBe(true);
    expect(await first).toBe(true);
    await output.writeLine();
    expect(text()).toBe('one\n2\n');
  });

  it('waits for a reader that is slow', async () => {
    const stream = new PassThrough({ highWaterMark: 4 });
    const output = new Output(stream);
    let done = false;
    const writing = Promise.all([output.write('12345678'), output.write('9')]).then(() => {
      done = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(done).toBe(false);
    stream.resume();
    await writing;
  });

  it('is quiet about a reader that has gone', async () => {
    let closed = 0;
    const output = new Output(failing('EPIPE'), 'standard output', () => closed++);
    expect(await Promise.all([output.write('a'), output.write('b')])).toEqual([false, false]);
    expect(await output.write('c')).toBe(false);
    expect([closed, output.isClosed]).toEqual([1, true]);
  });

  it('treats a closed pipe of a real process alike', async () => {
    const child = spawn('true', { stdio: ['pipe', 'ignore', 'ignore'] });
    await new Promise((resolve) => child.once('exit', resolve));
    const output = new Output(child.stdin);
    let goesOn = true;
    for (let i = 0; i < 100 && goesOn; i++) goesOn = await output.write('x'.repeat(65536));
    expect(goesOn).toBe(false);
  });

  it('reports every other failure to who wrote', async () => {
    const output = new Output(failing('ENOSPC'), 'out.wav');
    const error = await output.write('a').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AlsatsError);
    expect(error).toMatchObject({ kind: 'write-failed', message: 'cannot write to out.wav: write ENOSPC' });
  });

  it.runIf(existsSync('/dev/full'))('reports a full disk', async () => {
    const output = new Output(createWriteStream('/dev/full'));
    await expect(output.write('a')).rejects.toMatchObject({ kind: 'write-failed' });
  });

  it('lets go of the stream', () => {
    const { stream } = collecting();
    const before = stream.listenerCount('error');
    const output = new Output(stream);
    output.close();
    expect(stream.listenerCount('error')).toBe(before);
  });
});

describe('JSON', () => {
  it('prints one object with its schema first', async () => {
    const { stream, text } = collecting();
    await printJson(new Output(stream), 'alsats.cards/1', {
      cards: [{ name: 'a\u202e\x9b', pid: undefined }],
    });
    expect(text().startsWith('{\n  "schema": "alsats.cards/1",')).toBe(true);
    expect(text().endsWith('}\n')).toBe(true);
    expect(text()).not.toMatch(/[\u202e\x9b]/);
    expect(JSON.parse(text())).toEqual({
      schema: 'alsats.cards/1',
      cards: [{ name: 'a\u202e\x9b', pid: null }],
    });
  });

  it('turns what JSON lacks into null, and bigints into numbers where that is exact', () => {
    expect(jsonText({ a: undefined, b: Number.NaN, c: Number.NEGATIVE_INFINITY, d: 5n, e: 2n ** 60n })).toBe(
      '{"a":null,"b":null,"c":null,"d":5,"e":"1152921504606846976"}',
    );
    expect(jsonText(undefined)).toBe('null');
  });

  it('stamps events, one a line', async () => {
    const { stream, text } = collecting();
    let seconds = 1.5;
    const lines = new JsonLines(new Output(stream), {
      now: () => new Date(0),
      monotonicSeconds: () => seconds++,
    });
    await Promise.all([
      lines.write({ type: 'start', file: 'a\nb' }),
      lines.write({ type: 'end', framesPlayed: 48000n }),
    ]);
    expect(text()).toBe(
      '{"type":"start","time":"1970-01-01T00:00:00.000Z","monotonic":1.5,"file":"a\\nb"}\n' +
        '{"type":"end","time":"1970-01-01T00:00:00.000Z","monotonic":2.5,"framesPlayed":48000}\n',
    );
  });
});
