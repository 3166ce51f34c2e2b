import { defineConfig } from 'vitest/config';

/** Tests that carry calls and measure in real time: one file after another, when the others are done. */
const REAL_TIME = [
  'e2e/websocket-call.test.ts',
  'e2e/browser-call.test.ts',
  'e2e/chaos.test.ts',
  'e2e/load-bench.test.ts',
  'server/live/call-host/**/*.test.ts',
  'transports/webrtc/**/*.test.ts',
];
const GENERATED = ['**/node_modules/**', '**/dist/**'];

const shared = {
  pool: 'forks',
  testTimeout: 60_000,
  hookTimeout: 60_000,
  // What another process does in its own time, on a machine that is busy with other tests.
  expect: { poll: { timeout: 15_000 } },
} as const;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...shared,
          name: 'side by side',
          include: ['{contract,engine,providers,transports,server,scripts,sdks,cli,e2e}/**/*.test.ts', 'dashboard/**/*.test.{ts,tsx}'],
          exclude: [...GENERATED, ...REAL_TIME],
          // They wait for databases and processes as much as they compute.
          maxWorkers: 3,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...shared,
          name: 'real time',
          include: REAL_TIME,
          exclude: GENERATED,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
