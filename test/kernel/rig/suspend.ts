import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { monitor } from './monitor.js';

const delayParameter = '/sys/module/suspend/parameters/pm_test_delay';
const patchedMark = '/run/alsats-rig-virtio-stays-awake';

/**
 * The guest's root comes through a virtio device, and the kernel cannot suspend 9p: on resume it
 * resets the device, and every file is gone. So virtio's part in the matter is cut out of the
 * running kernel, once a boot; to all sound devices the suspend is a real one.
 */
async function keepVirtioAwake(): Promise<void> {
  if (existsSync(patchedMark)) return;
  const symbols = readFileSync('/proc/kallsyms', 'utf8');
  const functions = [...symbols.matchAll(/^(\w+) . virtio_pci_(?:freeze|restore|suspend|resume)\b/gm)];
  if (functions.length === 0)
    throw new Error('this kernel has no virtio_pci_freeze: the rig cannot suspend it');
  await monitor(`return-zero ${functions.map(([, address]) => address).join(' ')}`);
  writeFileSync(patchedMark, '');
}

/**
 * Suspends all devices and resumes them a second later (five where the kernel has no choice);
 * the processors go on, so no clock needs to wake the machine. Needs the feature `suspend`.
 */
export async function suspendAndResume(): Promise<void> {
  await keepVirtioAwake();
  if (existsSync(delayParameter)) await writeFile(delayParameter, '1');
  await writeFile('/sys/power/pm_test', 'devices');
  await writeFile('/sys/power/state', 'mem');
}
