// The machine itself, by QEMU's monitor: plugs and unplugs cards.
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCards } from './cards.js';
import { until } from './until.js';

const share = process.env.ALSATS_RIG_SHARE ?? '';
let requestCount = 0;

/**
 * Runs a line of QEMU's human monitor, such as `info usb`, and gives what it printed. The host
 * watches the folder of requests and leaves its answer.
 */
export async function monitor(line: string): Promise<string> {
  requestCount += 1;
  const name = `${process.pid}-${requestCount}`;
  const request = join(share, 'requests', name);
  writeFileSync(request, line);
  renameSync(request, `${request}.request`);
  const answer = join(share, 'answers', `${name}.answer`);
  await until(`the monitor's answer to "${line}"`, () => existsSync(answer));
  const text = readFileSync(answer, 'utf8');
  rmSync(answer);
  // The human monitor has no other way to say that a command failed.
  if (/^error/i.test(text)) throw new Error(`monitor: ${line}: ${text}`);
  return text;
}

const pluggedUsbCards = new Set<string>();

/** Plugs a USB sound card in; it takes the first free index. Wait for it by waitForCard. A test's end unplugs it. */
export async function plugUsbCard(deviceId: string): Promise<void> {
  await monitor(`device_add usb-audio,id=${deviceId},audiodev=a`);
  pluggedUsbCards.add(deviceId);
}

export async function unplugUsbCard(deviceId: string): Promise<void> {
  pluggedUsbCards.delete(deviceId);
  await monitor(`device_del ${deviceId}`);
}

/** What a test that failed has left plugged in would make the next ones fail. */
export async function unplugLeftUsbCards(): Promise<void> {
  if (pluggedUsbCards.size === 0) return;
  for (const deviceId of pluggedUsbCards) await unplugUsbCard(deviceId);
  await until('the USB cards to go', () => !readCards().some(({ driver }) => driver === 'USB-Audio'));
}
