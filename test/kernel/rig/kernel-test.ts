import { readFileSync } from 'node:fs';
import { after, type TestContext, test } from 'node:test';
import { type Feature, has } from './features.js';
import { unplugLeftUsbCards } from './monitor.js';
import { stopAllPeers } from './peer.js';

const defaultTimeoutMs = 60_000;
const exitGraceMs = 5_000;

/** The guest's kernel; `modular` is Debian's, `builtin` the project's own. */
export const kernel = {
  kind: process.env.ALSATS_RIG_KERNEL_KIND as 'modular' | 'builtin',
  release: readFileSync('/proc/sys/kernel/osrelease', 'utf8').trim(),
};

/** The project's folder; a bundled test cannot find it by its own place. */
export const projectFolder = process.env.ALSATS_RIG_PROJECT ?? '';

export interface KernelTestOptions {
  /** features of the kernel without which the test is skipped, saying so */
  needs?: Feature[];
  timeoutMs?: number;
}

/** A test on the guest's kernel; no peer that it started outlives it, and no card that it plugged in. */
export function kernelTest(
  name: string,
  { needs = [], timeoutMs = defaultTimeoutMs }: KernelTestOptions,
  body: (context: TestContext) => Promise<void>,
): void {
  const missing = needs.filter((feature) => !has(feature));
  const skip = missing.length > 0 && `kernel ${kernel.release} lacks ${missing.join(', ')}`;
  void test(name, { skip, timeout: timeoutMs }, async (context) => {
    try {
      await body(context);
    } finally {
      await stopAllPeers();
      await unplugLeftUsbCards();
    }
  });
}

// A handle left open would keep the file's process for ever: that is a failure to be named, not waited for.
after(() => {
  setTimeout(() => {
    console.error(`the process does not end; still open: ${process.getActiveResourcesInfo().join(', ')}`);
    process.exit(1);
  }, exitGraceMs).unref();
});
