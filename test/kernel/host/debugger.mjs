// A few words of GDB's remote protocol to QEMU's stub: enough to write into the guest's memory.
import { setTimeout as pause } from 'node:timers/promises';

const replyTimeoutMs = 10_000;

/** @param {string} body */
function packet(body) {
  const sum = [...Buffer.from(body)].reduce((total, byte) => (total + byte) & 0xff, 0);
  return `$${body}#${sum.toString(16).padStart(2, '0')}`;
}

/**
 * Makes kernel functions return 0 at once. The machine stands still meanwhile.
 * @param {import('./monitor.mjs').Monitor} monitor
 * @param {import('node:stream').Duplex} stream the socket that QEMU has as chardev "gdb"
 * @param {string[]} addresses in hexadecimal
 */
export async function makeReturnZero(monitor, stream, addresses) {
  let received = '';
  /** @param {Buffer} chunk */
  const collect = (chunk) => {
    received += chunk.toString('latin1');
  };
  /** @param {string} body */
  const ask = async (body) => {
    received = '';
    stream.write(`${packet(body)}`);
    for (let waitedMs = 0; waitedMs < replyTimeoutMs; waitedMs += 10) {
      const [, reply] = /\$(.*?)#[0-9a-f]{2}/s.exec(received) ?? [];
      if (reply !== undefined) {
        stream.write('+');
        return reply;
      }
      await pause(10);
    }
    throw new Error(`QEMU's debugger stub does not answer ${body}`);
  };
  stream.on('data', collect);
  try {
    await monitor.command('gdbserver chardev:gdb');
    await ask('?');
    // endbr64; xor %eax,%eax; ret
    for (const address of addresses) {
      const reply = await ask(`M${address},7:f30f1efa31c0c3`);
      if (reply !== 'OK') throw new Error(`QEMU's debugger stub cannot write to ${address}: ${reply}`);
    }
    await ask('D');
  } finally {
    stream.off('data', collect);
  }
}
