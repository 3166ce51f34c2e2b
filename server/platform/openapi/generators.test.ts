/** What others make of the document: generators of clients leave nothing out of it, and requests made up from it find no fault. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWith } from '../../../scripts/test-tools.ts';
import { startTestServer, type Tenant, type TestServer } from '../../testing.ts';
import { furnish, type Belongings } from '../http/testing-walk.ts';

const run = promisify(execFile);
const DOCUMENT = path.join(import.meta.dirname, 'openapi.json');
const { paths } = JSON.parse(readFileSync(DOCUMENT, 'utf8')) as { paths: Record<string, Record<string, { operationId: string }>> };
const operations = Object.values(paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId));

/** `agent-tags.ts` → `agenttags`: how a name is written is the generator's business. */
const plain = (name: string): string =>
  name
    .replace(/\.\w+$/, '')
    .replaceAll(/[^a-zA-Z0-9]/g, '')
    .toLowerCase();

describeWith('generators', 'generators of clients', (place) => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'parley-generators-'));
  const windows = process.platform === 'win32';
  const program = (name: string): string => path.join(place, 'venv', windows ? 'Scripts' : 'bin', windows ? `${name}.exe` : name);
  let parley: TestServer;
  let tenant: Tenant;
  let own: Belongings;

  beforeAll(async () => {
    parley = await startTestServer({ environment: { PARLEY_RATE_LIMIT_PER_MINUTE: '1000000' } });
    tenant = await parley.tenant('Generators');
    own = await furnish(parley, tenant);
  });
  afterAll(async () => {
    await parley.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** What a program says on both streams; that it failed, with all that it said. */
  const said = async (file: string, args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<string> => {
    // The generator looks for its formatter beside itself.
    const PATH = `${path.dirname(program('python'))}${path.delimiter}${process.env.PATH ?? ''}`;
    const options = { cwd: folder, env: { ...process.env, PATH, PYTHONUTF8: '1', NO_COLOR: '1', ...more }, maxBuffer: 32_000_000 };
    const { stdout, stderr } = await run(file, [...args], options).catch((cause: unknown) => {
      const { stdout = '', stderr = '' } = cause as { stdout?: string; stderr?: string };
      throw new Error(`${path.basename(file)} ${args.join(' ')} failed:\n${stdout}\n${stderr}`, { cause });
    });
    return stdout + stderr;
  };

  test('openapi-python-client leaves no operation out, and its client is answered', { timeout: 120_000 }, async () => {
    writeFileSync(
      path.join(folder, 'config.yml'),
      'content_type_overrides:\n  audio/wav: application/octet-stream\n  application/sdp: application/json\n',
    );
    const output = path.join(folder, 'client');
    const args = ['generate', '--path', DOCUMENT, '--config', 'config.yml', '--output-path', output, '--fail-on-warning'];
    expect(await said(program('openapi-python-client'), args)).not.toMatch(/warning|skipping|unable|error/i);
    const [name = ''] = readdirSync(output).filter((one) => one.startsWith('parley'));
    const made = readdirSync(path.join(output, name, 'api'), { recursive: true, encoding: 'utf8' }).map((one) => plain(path.basename(one)));
    expect(operations.filter((operation) => !made.includes(plain(operation)))).toEqual([]);
    await said(program('python'), ['-m', 'compileall', '-q', output]);
    const use = `
from ${name} import AuthenticatedClient
from ${name}.api.agents import get_agent
with AuthenticatedClient(base_url="${parley.url}/api/v1", token="${tenant.key}") as client:
    print(get_agent.sync(client=client, id="${own.agent}").id)
`;
    expect((await said(program('python'), ['-c', use], { PYTHONPATH: output })).trim()).toBe(own.agent);
  });

  test('datamodel-code-generator makes models that read an answer', { timeout: 120_000 }, async () => {
    const args = ['--input', DOCUMENT, '--input-file-type', 'openapi', '--output', 'models.py'];
    const options = ['--output-model-type', 'pydantic_v2.BaseModel', '--formatters', 'builtin'];
    expect(await said(program('datamodel-codegen'), [...args, ...options])).not.toMatch(/warning|error/i);
    const agent = await parley.request('GET', `/agents/${own.agent}`, { key: tenant.key });
    writeFileSync(path.join(folder, 'agent.json'), agent.text);
    const use = 'import models; print(models.Agent.model_validate_json(open("agent.json").read()).id)';
    expect(await said(program('python'), ['-c', use])).toContain(own.agent);
  });

  test('openapi-typescript makes types that compile, of every operation', { timeout: 120_000 }, async () => {
    const modules = path.join(place, 'node_modules');
    await said(process.execPath, [path.join(modules, 'openapi-typescript', 'bin', 'cli.js'), DOCUMENT, '-o', 'api.ts']);
    writeFileSync(
      path.join(folder, 'use.ts'),
      `import type { operations } from './api';
type Answer = operations['getAgent']['responses'][200]['content']['application/json'];
export const nameOf = (agent: Answer): string => agent.name;
// @ts-expect-error: a revision is a number
export const revisionOf = (agent: Answer): string => agent.revision;
export const all: readonly (keyof operations)[] = ${JSON.stringify(operations)};
`,
    );
    await said(process.execPath, [path.join(modules, 'typescript', 'bin', 'tsc'), '--noEmit', '--strict', '--skipLibCheck', 'use.ts']);
  });

  test('schemathesis finds no answer that is not declared', { timeout: 120_000 }, async () => {
    const checks =
      'not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance';
    const options =
      '--phases fuzzing --max-examples 2 --max-time 20 --seed 1 --no-shrink --no-color --warnings off --generation-database none';
    // Without media processes nobody speaks a sample; it writes no SDP.
    const without = '--exclude-operation-id getVoiceSample --exclude-operation-id offerCall';
    const report = await said(program('schemathesis'), [
      ...['run', `${parley.url}/api/openapi.json`, '--header', `Authorization: Bearer ${tenant.key}`, '--checks', checks],
      ...options.split(' '),
      ...without.split(' '),
    ]);
    expect(report).toMatch(/Tested: \d\d/);
    expect(parley.logged.filter((line) => /"level":[56]0/.test(line))).toEqual([]);
  });
});
