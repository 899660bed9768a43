// The guest's initramfs: busybox, /init and the few modules that reach the host's files.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { installCommands, toolPath } from './packages.mjs';

/** @typedef {import('./kernel.mjs').Kernel} Kernel */

const modulesOfRoot = ['virtio_pci', '9pnet_virtio', '9p', 'overlay'];

/** A "newc" archive (the format of the kernel's Documentation/driver-api/early-userspace/buffer-format.rst). */
class CpioArchive {
  /** @type {Buffer[]} */
  #parts = [];
  #inode = 0;

  /**
   * @param {string} name
   * @param {number} mode with the file type's bits
   * @param {Buffer} content
   */
  #add(name, mode, content) {
    this.#inode += 1;
    const nameBytes = Buffer.from(`${name}\0`);
    const fields = [this.#inode, mode, 0, 0, 1, 0, content.length, 0, 0, 0, 0, nameBytes.length, 0];
    const hex = fields.map((field) => field.toString(16).padStart(8, '0')).join('');
    this.#pad(Buffer.concat([Buffer.from(`070701${hex}`), nameBytes]));
    this.#pad(content);
  }

  /** @param {Buffer} bytes */
  #pad(bytes) {
    this.#parts.push(bytes, Buffer.alloc(-bytes.length & 3));
  }

  /** @param {string} name */
  addFolder(name) {
    this.#add(name, 0o040755, Buffer.alloc(0));
  }

  /**
   * @param {string} name
   * @param {Buffer} content
   */
  addProgram(name, content) {
    this.#add(name, 0o100755, content);
  }

  finish() {
    this.#add('TRAILER!!!', 0, Buffer.alloc(0));
    return Buffer.concat(this.#parts);
  }
}

/**
 * Files of the modules that the root file system needs, each after those it depends on.
 * @param {Kernel} kernel
 */
function moduleFiles(kernel) {
  if (!kernel.moduleRoot) return [];
  const args = ['-d', kernel.moduleRoot, '-S', kernel.release, '--show-depends', '-a', ...modulesOfRoot];
  const lines = execFileSync('modprobe', args, { env: { ...process.env, PATH: toolPath }, encoding: 'utf8' });
  return [...new Set([...lines.matchAll(/^insmod (\S+)/gm)].map(([, file]) => String(file)))];
}

/** @type {Map<string, import('./packages.mjs').Command>} */
const decompressors = new Map([
  ['.xz', 'xz'],
  ['.zst', 'zstd'],
  ['.gz', 'gzip'],
]);

/** busybox's insmod wants plain modules; Debian 13's and Ubuntu's are compressed. @param {string} file */
function readModule(file) {
  const program = decompressors.get(extname(file));
  if (!program) return readFileSync(file);
  installCommands([program]);
  return execFileSync(program, ['-dcq', file], { maxBuffer: 1 << 26 });
}

/**
 * @param {string} target
 * @param {{ kernel: Kernel, busybox: string, init: string }} parts
 */
export function writeInitramfs(target, { kernel, busybox, init }) {
  const archive = new CpioArchive();
  for (const folder of ['bin', 'dev', 'modules']) archive.addFolder(folder);
  archive.addProgram('bin/busybox', readFileSync(busybox));
  archive.addProgram('init', readFileSync(init));
  const order = moduleFiles(kernel).map((file) => {
    const name = basename(file).replace(/\.(xz|zst|gz)$/, '');
    archive.addProgram(`modules/${name}`, readModule(file));
    return `${name}\n`;
  });
  archive.addProgram('modules/order', Buffer.from(order.join('')));
  writeFileSync(target, archive.finish());
}
