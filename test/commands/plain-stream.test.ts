import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readFileSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { TerminalStream } from '../../src/commands/outside.js';
import { kindOfDescriptor, writeAtOnce, writeLater } from '../../src/commands/plain-stream.js';
import { Output } from '../../src/terminal/output.js';

const folder = mkdtempSync(join(tmpdir(), 'alsats-plain-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Keeps what is written to it, and counts how often it was opened. */
class Opened {
  text = '';
  count = 0;
  readonly heard: string[] = [];
  failure: Error | null = null;

  readonly open = (): TerminalStream => {
    this.count++;
    const stream = {
      write: (chunk: string | Uint8Array, done?: (error: Error | null) => void) => {
        this.text += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('latin1');
        done?.(this.failure);
        return true;
      },
      on: (event: string) => this.heard.push(`on ${event}`),
      off: (event: string) => this.heard.push(`off ${event}`),
    };
    return stream as unknown as TerminalStream;
  };
}

/** Both ends of a named pipe, in this process; the writing end does not wait. */
function pipeEnds(name: string): { reading: number; writing: number } {
  const path = join(folder, name);
  execFileSync('mkfifo', [path]);
  const reading = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  return { reading, writing: openSync(path, constants.O_WRONLY | constants.O_NONBLOCK) };
}

describe('the kind of a descriptor', () => {
  it('tells files, pipes, terminals and nothing apart', () => {
    const file = openSync(join(folder, 'kind'), 'w');
    const nothing = openSync('/dev/null', 'w');
    const { reading, writing } = pipeEnds('kind-pipe');
    const terminal = openSync('/dev/ptmx', constants.O_RDWR | constants.O_NOCTTY);
    const directory = openSync(folder, 'r');
    const kinds = [file, nothing, writing, terminal, directory].map(kindOfDescriptor);
    for (const fd of [file, nothing, reading, writing, terminal, directory]) closeSync(fd);
    expect(kinds).toEqual(['file', 'file', 'pipe', 'terminal', 'none']);
    expect(kindOfDescriptor(file + 1000)).toBe('none');
  });
});

describe('what is written at once', () => {
  it('is in the file before anything else happens, in one piece with what others write', async () => {
    const path = join(folder, 'at-once');
    const fd = openSync(path, 'w');
    const opened = new Opened();
    const output = new Output(writeAtOnce(fd, opened.open));
    const written = output.write('grün ');
    expect(readFileSync(path, 'utf8')).toBe('grün ');
    expect(await written).toBe(true);
    expect(await output.write(new Uint8Array([33, 10]))).toBe(true);
    closeSync(fd);
    expect(readFileSync(path, 'utf8')).toBe('grün !\n');
    expect(opened.count).toBe(0);
  });

  it('goes on through the stream where a pipe that does not wait is full', async () => {
    const { reading, writing } = pipeEnds('full');
    const opened = new Opened();
    const output = new Output(writeAtOnce(writing, opened.open));
    const whole = Array.from({ length: 50_000 }, (_, i) => `${i};`).join('');
    expect(await output.write(whole)).toBe(true);
    expect(await output.write('end')).toBe(true);
    const inPipe = Buffer.alloc(whole.length);
    let got = 0;
    while (got < inPipe.length) {
      try {
        got += readSync(reading, inPipe, got, inPipe.length - got, null);
      } catch {
        break;
      }
    }
    closeSync(reading);
    closeSync(writing);
    expect(got).toBeGreaterThan(4000);
    expect(got).toBeLessThan(whole.length);
    expect(inPipe.toString('latin1', 0, got) + opened.text).toBe(`${whole}end`);
    expect(opened.count).toBe(1);
  });

  it('ends quietly where the reader has gone, and with an error where the disk is full', async () => {
    const { reading, writing } = pipeEnds('gone');
    closeSync(reading);
    let closed = 0;
    const output = new Output(writeAtOnce(writing, new Opened().open), 'standard output', () => closed++);
    expect(await output.write('lost')).toBe(false);
    expect([output.isClosed, closed]).toEqual([true, 1]);
    closeSync(writing);
    const full = openSync('/dev/full', 'w');
    const failing = new Output(writeAtOnce(full, new Opened().open));
    await expect(failing.write('x')).rejects.toMatchObject({ kind: 'write-failed' });
    closeSync(full);
  });
});

describe('what is written later', () => {
  it('opens the stream with the first words, and lets it be heard by who listened before', async () => {
    const opened = new Opened();
    const stream = writeLater(opened.open);
    const heard = () => {};
    stream.on('error', heard);
    stream.off('error', heard);
    const output = new Output(stream);
    expect(opened.count).toBe(0);
    expect(await output.write('one')).toBe(true);
    expect(await output.write('two')).toBe(true);
    output.close();
    expect([opened.count, opened.text, opened.heard]).toEqual([1, 'onetwo', ['on error', 'off error']]);
  });
});
