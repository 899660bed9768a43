// QEMU's monitor (QMP), and the small service by which a test in the guest reaches it.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { makeReturnZero } from './debugger.mjs';

const pollIntervalMs = 20;

export class Monitor {
  #stream;
  /** @type {((reply: { return?: unknown, error?: { desc: string } }) => void)[]} replies come in order */
  #waiting = [];

  /** @param {import('node:stream').Duplex} stream */
  constructor(stream) {
    this.#stream = stream;
    // The guest's end takes the pipe with it; that is seen elsewhere.
    stream.on('error', () => {});
    createInterface({ input: stream }).on('line', (line) => {
      const message = JSON.parse(line);
      if ('return' in message || 'error' in message) this.#waiting.shift()?.(message);
    });
    this.#send({ execute: 'qmp_capabilities' });
  }

  /** @param {object} request */
  #send(request) {
    this.#stream.write(`${JSON.stringify(request)}\n`);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /**
   * A line as typed at the human monitor; returns what it prints, which is how it tells errors.
   * @param {string} line
   */
  async command(line) {
    const reply = await this.#send({
      execute: 'human-monitor-command',
      arguments: { 'command-line': line },
    });
    if (reply.error) throw new Error(reply.error.desc);
    return String(reply.return).trim();
  }
}

/**
 * Answers the requests that tests leave in the share: files, because they need nothing of the
 * guest's kernel that it does not have for its root already.
 * @param {Monitor} monitor
 * @param {import('node:stream').Duplex} debuggerStream
 * @param {string} share
 */
export function serveMonitor(monitor, debuggerStream, share) {
  const requests = join(share, 'requests');
  const answers = join(share, 'answers');
  for (const folder of [requests, answers]) mkdirSync(folder);
  const timer = setInterval(async () => {
    for (const name of readdirSync(requests).filter((file) => file.endsWith('.request'))) {
      const line = readFileSync(join(requests, name), 'utf8');
      rmSync(join(requests, name));
      const [verb, ...words] = line.split(' ');
      const work =
        verb === 'return-zero' ? makeReturnZero(monitor, debuggerStream, words) : monitor.command(line);
      const output = await work.catch((error) => `Error: ${error.message}`);
      const answer = join(answers, name.replace('.request', '.answer'));
      writeFileSync(`${answer}.new`, output ?? '');
      if (existsSync(answers)) renameSync(`${answer}.new`, answer);
    }
  }, pollIntervalMs);
  return () => clearInterval(timer);
}
