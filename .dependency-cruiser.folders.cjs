// No folder knows one that knows it. Tests are left out: they start whole servers. Shown to bite: scripts/lint-rules.test.ts.
const { options } = require('./.dependency-cruiser.cjs');

module.exports = {
  forbidden: [{ name: 'no-folder-circles', severity: 'error', scope: 'folder', from: {}, to: { circular: true } }],
  options: {
    ...options,
    exclude: { path: `${options.exclude.path}|(\\.test\\.tsx?$|/testing/|/testing[^/]*\\.ts$|/conformance/)` },
  },
};
