import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'examples/**/*.test.ts'],
    // The rig's tests run inside its guest, with a configuration of their own.
    exclude: ['test/kernel/**', 'node_modules/**'],
    // Every file gets a process of its own: libasound's state and signal handlers are per process.
    pool: 'forks',
    testTimeout: 20_000,
  },
});
