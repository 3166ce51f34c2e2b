import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { defineConfig } from 'vitest/config';

/** Tests that carry calls and measure in real time: one file after another, nothing beside it that is as important. */
const REAL_TIME = [
  'e2e/websocket-call.test.ts',
  'e2e/browser-call.test.ts',
  'server/live/call-host/!(restart).test.ts',
  'server/live/call-host/media/**/*.test.ts',
  'transports/webrtc/**/*.test.ts',
];
const GENERATED = ['**/node_modules/**', '**/dist/**'];

/** What takes longest, longest first: whoever begins with them has short ones left to fill the end with. */
const LONG = [
  'providers/embedded/speech.test.ts',
  'e2e/accessibility.test.ts',
  'e2e/many-calls.test.ts',
  'server/platform/http/contract-walk.test.ts',
  'e2e/turn-taking.test.ts',
  'e2e/load-bench.test.ts',
  'providers/embedded/over-the-agent.test.ts',
  'server/compat/retell/python.test.ts',
  'e2e/chaos.test.ts',
  'sdks/python/python.test.ts',
  'cli/backup.test.ts',
  'server/platform/http/fuzz.test.ts',
  'server/main.test.ts',
  'e2e/webhooks-crash.test.ts',
  'server/live/call-host/restart.test.ts',
  'sdks/node/test/package.test.ts',
  'server/platform/openapi/generators.test.ts',
  'cli/program.test.ts',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = LONG.findIndex((name) => moduleId.endsWith(`/${name}`));
      return at === -1 ? LONG.length : at;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

const shared = {
  pool: 'forks',
  testTimeout: 60_000,
  hookTimeout: 60_000,
  // What another process does in its own time, on a machine that is busy with other tests.
  expect: { poll: { timeout: 15_000 } },
} as const;

/** What Node runs as it is, it also tests as it is: that loads twice as fast. `vi.mock` works in the others only. */
const asNodeRunsIt = {
  setupFiles: './scripts/test-setup.ts',
  experimental: { viteModuleRunner: false, nodeLoader: false },
} as const;

/** They wait for databases and processes as much as they compute. */
const sideBySide = { maxWorkers: 3, sequence: { groupOrder: 0 } } as const;

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          ...shared,
          ...asNodeRunsIt,
          ...sideBySide,
          name: 'side by side',
          include: ['{providers,transports,server,scripts,sdks,cli,e2e}/**/*.test.ts'],
          exclude: [...GENERATED, ...REAL_TIME],
        },
      },
      {
        test: {
          ...shared,
          ...sideBySide,
          name: 'by themselves',
          include: ['{contract,engine}/**/*.test.ts', 'dashboard/**/*.test.{ts,tsx}'],
          exclude: GENERATED,
        },
      },
      {
        test: {
          ...shared,
          ...asNodeRunsIt,
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
