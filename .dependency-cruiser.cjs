// Imports point down only (docs/architecture.md), and never in a circle.
const below = {
  contract: [],
  engine: ['contract'],
  providers: ['engine', 'contract'],
  transports: ['engine', 'contract'],
  server: ['providers', 'transports', 'engine', 'contract'],
  dashboard: ['contract'],
  cli: ['server', 'contract'],
};
const ours = ['contract', 'engine', 'providers', 'transports', 'server', 'dashboard', 'cli', 'e2e', 'bench'];

const downwards = Object.entries(below).map(([from, allowed]) => ({
  name: `${from}-imports-down`,
  comment: `${from} may import ${allowed.join(', ') || 'nothing of ours'}.`,
  severity: 'error',
  from: { path: `^${from}/`, pathNot: '\\.test\\.tsx?$' },
  to: { path: `^(${ours.filter((name) => name !== from && !allowed.includes(name)).join('|')})/` },
}));

module.exports = {
  forbidden: [
    ...downwards,
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^(virtual:|.*\\.css)' } },
    {
      name: 'stores-know-no-routes',
      comment: 'routes → service → store, never back.',
      severity: 'error',
      from: { path: '^server/.*(store|service)\\.ts$' },
      to: { path: '^server/.*routes\\.ts$' },
    },
    {
      name: 'stores-know-no-services',
      severity: 'error',
      from: { path: '^server/.*store\\.ts$' },
      to: { path: '^server/.*service\\.ts$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|node_modules)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'], extensions: ['.ts', '.tsx', '.js', '.mjs', '.css'] },
  },
};
