import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Most of the slow files wait for processes that they started: a core less than there are would idle.
    maxWorkers: '100%',
    disableConsoleIntercept: true,
  },
});
