import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string) => fileURLToPath(new URL(`src/${path}`, import.meta.url));

export default defineConfig({
  // Examples import what a user of the package would.
  resolve: {
    alias: [
      { find: /^alsats$/, replacement: source('index.ts') },
      { find: /^alsats\/virtual$/, replacement: source('virtual-card/index.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts', 'examples/**/*.test.ts'],
    // The rig's tests run inside its guest, with a configuration of their own.
    exclude: ['test/kernel/**', 'node_modules/**'],
    // Every file gets a process of its own: libasound's state and signal handlers are per process.
    pool: 'forks',
    testTimeout: 20_000,
  },
});
