// Imports point down only (docs/architecture.md), and never in a circle. Shown to bite: scripts/lint-rules.test.ts.
const below = {
  contract: [],
  engine: ['contract'],
  providers: ['engine', 'contract'],
  transports: ['engine', 'contract'],
  server: ['providers', 'transports', 'engine', 'contract'],
  dashboard: ['contract'],
  cli: ['server', 'contract', 'sdks/node/src'],
  // Published on their own: at run time they have nothing but themselves.
  'sdks/node/src': [],
  'sdks/generate': [],
};
const ours = [
  'contract',
  'engine',
  'providers',
  'transports',
  'server',
  'dashboard',
  'cli',
  'e2e',
  'bench',
  'sdks/generate',
  'sdks/node/src',
];
const TEST = '(\\.test\\.tsx?$|/testing/|/testing[^/]*\\.ts$|/conformance/)';

const downwards = Object.entries(below).map(([from, allowed]) => ({
  name: `${from.replaceAll('/', '-')}-imports-down`,
  comment: `${from} may import ${allowed.join(', ') || 'nothing of ours'}.`,
  severity: 'error',
  from: { path: `^${from}/` },
  to: { path: `^(${ours.filter((name) => name !== from && !allowed.includes(name)).join('|')})/` },
}));

/**
 * The server's floors, the lowest first; above them the boot files, of which config.ts is a leaf that everybody may read. Tests start
 * whole servers and may look up.
 */
const floors = ['platform', 'access', 'live', 'resources', 'compat'];
const floorsDown = floors.map((floor, index) => ({
  name: `${floor}-looks-down`,
  comment: `server/${floor} stands on ${floors.slice(0, index).join(', ') || 'nothing'}: floors look down only, and at config.ts.`,
  severity: 'error',
  from: { path: `^server/${floor}/`, pathNot: TEST },
  to: {
    path: `^server/(${[...floors.slice(index + 1).map((name) => `${name}/`), '[^/]+\\.ts$'].join('|')})`,
    pathNot: '^server/config\\.ts$',
  },
}));

/** routes → service → store, never back. */
const layers = ['store', 'service', 'routes'];
const neverBack = layers.slice(0, -1).map((layer, index) => ({
  name: `${layer}-never-back`,
  comment: `A ${layer} knows no ${layers.slice(index + 1).join(' and no ')}: routes → service → store, never back.`,
  severity: 'error',
  from: { path: `^server/.*\\b${layer}\\.ts$` },
  to: { path: `^server/.*\\b(${layers.slice(index + 1).join('|')})\\.ts$` },
}));

module.exports = {
  forbidden: [
    ...downwards,
    ...neverBack,
    ...floorsDown,
    {
      name: 'stores-at-home',
      comment: 'Who needs what another folder keeps asks its service, never its store.',
      severity: 'error',
      from: { path: '^server/(.+)/[^/]+$', pathNot: TEST },
      to: { path: '^server/.+store\\.ts$', pathNot: '^server/$1/[^/]+$' },
    },
    {
      name: 'boot-asks-services',
      comment: 'The boot files put services together; stores are theirs.',
      severity: 'error',
      from: { path: '^server/[^/]+$', pathNot: TEST },
      to: { path: '^server/.+store\\.ts$' },
    },
    {
      name: 'routes-ask-services',
      comment: 'Routes ask a service, which opens the transaction; stores are its own.',
      severity: 'error',
      from: { path: '^server/.*\\broutes\\.ts$' },
      to: { path: '^server/.*\\bstore\\.ts$' },
    },
    {
      name: 'platform-from-the-ground',
      comment: "What lies beside the platform's rooms (ids, log, rounds) knows none of them.",
      severity: 'error',
      from: { path: '^server/platform/[^/]+\\.ts$', pathNot: TEST },
      to: { path: '^server/platform/[^/]+/' },
    },
    {
      name: 'providers-apart',
      comment: "A provider knows no other. The embedded recogniser listens for the words of the rule model's script.",
      severity: 'error',
      from: { path: '^providers/([^/]+)/', pathNot: TEST },
      to: { path: '^providers/[^/]+/', pathNot: ['^providers/$1/', '^providers/rules-dialogue/script\\.ts$'] },
    },
    {
      name: 'tests-stay-tests',
      comment: 'What runs in production stands on nothing that tests are made of.',
      severity: 'error',
      from: { path: `^(${ours.filter((name) => name !== 'e2e' && name !== 'bench').join('|')})/`, pathNot: TEST },
      to: { path: TEST },
    },
    {
      name: 'engine-stands-alone',
      comment: 'The engine has no HTTP, no database, no vendor and no machine below it.',
      severity: 'error',
      from: { path: '^engine/', pathNot: TEST },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg'], pathNot: '(^|/)(ajv|@parley)/' },
    },
    {
      name: 'sdk-stands-alone',
      comment: 'The SDK runs wherever there is fetch and WebCrypto: no machine below it, no packages.',
      severity: 'error',
      from: { path: '^sdks/node/src/' },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg'] },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^(virtual:|.*\\.css|@parley/sdk$)' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dashboard|sdks/node)/dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.css'],
    },
  },
};
