// The emulated machine: starts QEMU, watches its console and its share, and ends it in every case.
import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Monitor, serveMonitor } from './monitor.mjs';

/** @typedef {import('./kernel.mjs').Kernel} Kernel */
/**
 * @typedef {object} Outcome
 * @property {number | undefined} status exit status of the guest's command; undefined if it never ended
 * @property {string | undefined} failure what went wrong with the machine itself
 * @property {string[]} lastConsoleLines
 * @property {number | undefined} bootSeconds the guest's own time until its cards were ready
 */

const pollIntervalMs = 50;
const lastLineCount = 40;
const shutdownGraceMs = 3000;
const kernelPanic = /Kernel panic - not syncing|alsats-rig: init: /;

/** A comma ends an option's value in QEMU's syntax unless doubled. @param {string} path */
const quoteOption = (path) => path.replaceAll(',', ',,');

/**
 * @param {{ kernel: Kernel, initramfs: string, share: string, interactive: boolean, memoryMb: number }} machine
 */
function qemuArguments({ kernel, initramfs, share, interactive, memoryMb }) {
  const append = ['console=ttyS0', 'quiet', 'panic=-1', 'mitigations=off', ...kernel.bootParameters];
  return [
    ['-nodefaults', '-no-user-config', '-no-reboot', '-display', 'none', '-vga', 'none', '-net', 'none'],
    ['-accel', 'tcg,thread=multi', '-cpu', 'max', '-smp', '2', '-m', String(memoryMb)],
    ['-kernel', kernel.image, '-initrd', initramfs, '-append', append.join(' ')],
    ['-serial', interactive ? 'mon:stdio' : 'stdio'],
    // QEMU inherits these sockets as descriptors 3 and 4.
    ['-chardev', 'socket,id=qmp,fd=3', '-mon', 'chardev=qmp,mode=control'],
    ['-chardev', 'socket,id=gdb,fd=4'],
    ['-virtfs', 'local,path=/,mount_tag=root,security_model=none,readonly=on,multidevs=remap'],
    ['-virtfs', `local,path=${quoteOption(share)},mount_tag=share,security_model=none,multidevs=remap`],
    ['-audiodev', 'none,id=a', '-device', 'intel-hda', '-device', 'hda-duplex,audiodev=a'],
    ['-device', 'qemu-xhci,id=xhci'],
  ].flat();
}

/** Prints what the guest adds to a file of the share. */
class Tail {
  #offset = 0;
  #path;

  /** @param {string} path */
  constructor(path) {
    this.#path = path;
  }

  async print() {
    if (!existsSync(this.#path)) return;
    const file = await open(this.#path);
    try {
      const { buffer, bytesRead } = await file.read({
        buffer: Buffer.alloc(1 << 16),
        position: this.#offset,
      });
      this.#offset += bytesRead;
      if (bytesRead === 0) return;
      process.stdout.write(buffer.subarray(0, bytesRead));
    } finally {
      await file.close();
    }
    await this.print();
  }
}

/** @param {string} path */
function readNumber(path) {
  return existsSync(path) ? Number(readFileSync(path, 'utf8')) : undefined;
}

/** @param {number} ms */
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Boots, shows the guest's output as it comes, and returns when the guest is gone.
 * @param {{ kernel: Kernel, initramfs: string, share: string, interactive: boolean, memoryMb: number,
 *   timeoutSeconds: number, signal: AbortSignal }} options
 * @returns {Promise<Outcome>}
 */
export async function runMachine(options) {
  const { share, interactive } = options;
  // Out of the terminal's process group: ^C must reach us first, or nobody, when a shell has it.
  // And not longer alive than we are, whatever ends us.
  const qemu = spawn('setpriv', ['--pdeathsig', 'KILL', 'qemu-system-x86_64', ...qemuArguments(options)], {
    detached: !interactive,
    stdio: [interactive ? 'inherit' : 'ignore', interactive ? 'inherit' : 'pipe', 'pipe', 'pipe', 'pipe'],
  });
  const gone = new Promise((resolve) => {
    qemu.once('close', resolve);
    qemu.once('error', resolve);
  });
  let isGone = false;
  gone.then(() => {
    isGone = true;
  });
  const kill = () => qemu.kill('SIGKILL');
  process.once('exit', kill);

  /** @type {string[]} */
  const lastConsoleLines = [];
  let panicked = false;
  const log = createWriteStream(join(share, 'console.log'));
  for (const stream of [qemu.stdout, qemu.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on('line', (line) => {
      log.write(`${line}\n`);
      lastConsoleLines.push(line);
      if (lastConsoleLines.length > lastLineCount) lastConsoleLines.shift();
      panicked ||= kernelPanic.test(line);
    });
  }
  const [monitorStream, debuggerStream] = /** @type {import('node:stream').Duplex[]} */ (
    /** @type {unknown} */ (qemu.stdio.slice(3))
  );
  if (!monitorStream || !debuggerStream) throw new Error('no pipes to QEMU');
  const stopServing = serveMonitor(new Monitor(monitorStream), debuggerStream, share);

  const output = new Tail(join(share, 'output'));
  const deadlineMs = Date.now() + options.timeoutSeconds * 1000;
  /** @type {string | undefined} */
  let failure;
  let status;
  while (!failure && status === undefined) {
    await Promise.race([gone, pause(pollIntervalMs)]);
    await output.print();
    status = readNumber(join(share, 'status'));
    if (status !== undefined) break;
    if (options.signal.aborted) failure = 'interrupted';
    else if (panicked) failure = 'the guest’s kernel gave up';
    else if (isGone)
      failure = `QEMU ended (status ${qemu.exitCode ?? qemu.signalCode}) before the guest’s command did`;
    else if (Date.now() > deadlineMs) failure = `no end after ${options.timeoutSeconds} s`;
  }
  await output.print();
  // A panic's last lines are still on their way; a finished guest turns itself off.
  if (!options.signal.aborted)
    await Promise.race([gone, pause(status === undefined ? 500 : shutdownGraceMs)]);
  stopServing();
  kill();
  await gone;
  process.off('exit', kill);
  log.end();
  return { status, failure, lastConsoleLines, bootSeconds: readNumber(join(share, 'booted')) };
}
