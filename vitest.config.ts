import { defineConfig } from 'vitest/config';

/** Tests that start whole servers and measure in real time: one file after another, when the others are done. */
const WHOLE_PROGRAM = [
  'e2e/**/*.test.ts',
  'server/call-host/**/*.test.ts',
  'server/main.test.ts',
  'cli/**/*.test.ts',
  'sdks/node/test/package.test.ts',
  'sdks/python/*.test.ts',
  'transports/webrtc/**/*.test.ts',
];
const GENERATED = ['**/node_modules/**', '**/dist/**'];

const shared = { pool: 'forks', testTimeout: 30_000, hookTimeout: 60_000 } as const;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...shared,
          name: 'parts',
          include: ['{contract,engine,providers,transports,server,scripts,sdks}/**/*.test.ts', 'dashboard/**/*.test.{ts,tsx}'],
          exclude: [...GENERATED, ...WHOLE_PROGRAM],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...shared,
          name: 'whole program',
          include: WHOLE_PROGRAM,
          exclude: GENERATED,
          fileParallelism: false,
          testTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
