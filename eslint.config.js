// What is not linted is not a rule. Import directions and circles: .dependency-cruiser.cjs. Shown to bite: scripts/lint-rules.test.ts.
import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const TESTS = [
  '**/*.test.ts',
  '**/*.test.tsx',
  '**/testing/**',
  '**/testing.ts',
  '**/testing-*.ts',
  '{providers,transports}/conformance/**',
];

const TIME = 'Time is injected: use the Clock.';
const GUARDED =
  'URLs of tenants are reached through server/platform/outgoing/guarded-fetch.ts; `globalThis.fetch`, spelled out, is for the operator’s own.';

const ROUNDS = 'What is done again and again is a round: server/platform/rounds.ts, which hands back the way to stop.';

const environment = [{ object: 'process', property: 'env', message: 'Configuration is read once, in server/config.ts.' }];
const environmentImport = [{ name: 'node:process', importNames: ['env'], message: 'Configuration is read once, in server/config.ts.' }];
const timers = ['setTimeout', 'setInterval', 'setImmediate', 'performance'];

const engineClock = {
  'no-restricted-globals': ['error', ...timers.map((name) => ({ name, message: TIME }))],
  'no-restricted-properties': [
    'error',
    ...environment,
    ...timers.map((property) => ({ object: 'globalThis', property, message: TIME })),
    { object: 'Date', property: 'now', message: TIME },
    { object: 'AbortSignal', property: 'timeout', message: TIME },
  ],
  'no-restricted-syntax': [
    'error',
    { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: TIME },
    { selector: "CallExpression[callee.name='Date']", message: TIME },
  ],
};

const outgoing = {
  'no-restricted-globals': ['error', { name: 'fetch', message: GUARDED }],
  'no-restricted-imports': [
    'error',
    {
      paths: [
        ...environmentImport,
        { name: 'undici', message: GUARDED },
        { name: 'node:https', message: GUARDED },
        { name: 'node:http', importNames: ['request', 'get', 'Agent', 'default'], message: GUARDED },
      ],
    },
  ],
};

const untyped = ['**/*.js', '**/*.mjs'];
const nodeGlobals = [
  'AbortController',
  'process',
  'Buffer',
  'console',
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'URL',
  'fetch',
  'AbortSignal',
];

export default tseslint.config(
  {
    ignores: ['**/dist/**', '**/node_modules/**', '**/migrations/**', 'screenshots/**', 'data/**', '.cache/**', 'coverage/**', '**/*.cjs'],
  },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['eslint.config.js'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      'max-lines': ['error', { max: 400 }],
      'max-lines-per-function': ['error', { max: 60 }],
      'max-params': ['error', 4],
      'no-console': 'error',
      'no-restricted-properties': ['error', ...environment],
      'no-restricted-imports': ['error', { paths: environmentImport }],
      eqeqeq: 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false, attributes: false } }],
      // A union that grows must not be dropped silently: what is ignored is listed, and `default` is for what cannot be.
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: false, allowDefaultCaseForExhaustiveSwitch: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // An interface of promises is implemented by functions that need not wait.
      '@typescript-eslint/require-await': 'off',
    },
  },
  { files: ['engine/**/*.ts'], ignores: TESTS, rules: engineClock },
  { files: ['{server,providers}/**/*.ts'], ignores: [...TESTS, 'server/platform/outgoing/guarded-fetch.ts'], rules: outgoing },
  {
    files: ['server/**/*.ts'],
    ignores: [...TESTS, 'server/platform/rounds.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: "CallExpression[callee.name='setInterval']", message: ROUNDS },
        { selector: "MemberExpression[property.name='setInterval']", message: ROUNDS },
        { selector: "ImportSpecifier[imported.name='setInterval']", message: ROUNDS },
      ],
    },
  },
  { files: ['dashboard/**/*.{ts,tsx}'], plugins: { 'react-hooks': reactHooks }, rules: reactHooks.configs.recommended.rules },
  { files: TESTS, rules: { 'max-lines-per-function': 'off', '@typescript-eslint/no-non-null-assertion': 'off' } },
  // Written by sdks/generate.
  { files: ['sdks/node/src/generated/**', 'dashboard/api/generated/**'], rules: { 'max-lines': 'off' } },
  {
    files: ['server/config.ts', 'scripts/**', 'e2e/**', 'bench/**', 'cli/**', 'sdks/*/examples/**', '**/vite.config.ts', ...TESTS],
    rules: { 'no-restricted-properties': 'off' },
  },
  { files: ['scripts/**', 'cli/**', 'bench/**', 'e2e/**', 'sdks/*/examples/**'], rules: { 'no-console': 'off' } },
  { files: untyped, ...tseslint.configs.disableTypeChecked },
  { files: untyped, languageOptions: { globals: Object.fromEntries(nodeGlobals.map((name) => [name, 'readonly'])) } },
);
