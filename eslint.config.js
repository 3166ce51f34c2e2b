import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const TESTS = ['**/*.test.ts', '**/*.test.tsx', 'engine/testing/**', '**/testing.ts', '**/testing/**', 'providers/conformance/**', 'transports/conformance/**'];

const noClock = [
  { name: 'setTimeout', message: 'Time is injected: use the Clock.' },
  { name: 'setInterval', message: 'Time is injected: use the Clock.' },
  { name: 'performance', message: 'Time is injected: use the Clock.' },
];
const noWallTime = [
  { selector: "MemberExpression[object.name='Date'][property.name='now']", message: 'Time is injected: use the Clock.' },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Time is injected: use the Clock.' },
];
const noEnvironment = [{ object: 'process', property: 'env', message: 'Configuration is read once, in server/config.ts.' }];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '**/migrations/**', 'screenshots/**', 'data/**', 'coverage/**', '**/*.cjs'] },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
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
      'no-console': 'error',
      'no-restricted-properties': ['error', ...noEnvironment],
      eqeqeq: 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false, attributes: false } }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // An interface of promises is implemented by functions that need not wait.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['engine/**/*.ts'],
    ignores: TESTS,
    rules: { 'no-restricted-globals': ['error', ...noClock], 'no-restricted-syntax': ['error', ...noWallTime] },
  },
  { files: ['dashboard/**/*.{ts,tsx}'], plugins: { 'react-hooks': reactHooks }, rules: reactHooks.configs.recommended.rules },
  { files: TESTS, rules: { 'max-lines-per-function': 'off', 'max-lines': 'off', '@typescript-eslint/no-non-null-assertion': 'off' } },
  {
    files: ['server/config.ts', 'scripts/**', 'e2e/**', 'bench/**', 'cli/**', '**/vite.config.ts', ...TESTS],
    rules: { 'no-restricted-properties': 'off' },
  },
  { files: ['scripts/**', 'cli/**', 'bench/**', 'e2e/**'], rules: { 'no-console': 'off' } },
  { files: ['**/*.js', '**/*.mjs'], ...tseslint.configs.disableTypeChecked },
  { files: ['**/*.js', '**/*.mjs'], languageOptions: { globals: { process: 'readonly', Buffer: 'readonly', console: 'readonly', setTimeout: 'readonly', clearTimeout: 'readonly', setInterval: 'readonly', clearInterval: 'readonly', URL: 'readonly', fetch: 'readonly', AbortSignal: 'readonly' } } },
);
