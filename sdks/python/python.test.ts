/** The Python SDK as it is published: built, installed into an environment of its own, and used there. */
import { execFile, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeWith, tool } from '../../scripts/test-tools.ts';
import { startTestServer, type TestServer } from '../../server/testing.ts';
import { readDocument } from '../generate/files.ts';
import { readModel } from '../generate/model.ts';
import { samplesOf } from '../generate/samples.ts';
import { startRecorder } from '../generate/testing-recorder.ts';

const run = promisify(execFile);
const sdk = import.meta.dirname;
const windows = process.platform === 'win32';

const folder = mkdtempSync(path.join(os.tmpdir(), 'parley-python-'));
const inEnvironment = path.join(folder, 'venv', windows ? 'Scripts' : 'bin', windows ? 'python.exe' : 'python');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PIP = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-compile', '--retries', '2'];
const NO_INDEX = /NewConnectionError|ConnectTimeoutError|ProxyError|NameResolutionError|Connection refused|name resolution/;

/** Makes the environment; why there is none where the packages of the tests cannot be had. */
async function whyNot(python: string): Promise<string | null> {
  await run(python, ['-m', 'venv', path.join(folder, 'venv')]);
  try {
    await run(inEnvironment, [...PIP, '-r', path.join(sdk, 'tests', 'requirements.txt')], { timeout: 120_000 });
    return null;
  } catch (error) {
    if (NO_INDEX.test((error as { stderr?: string }).stderr ?? '')) return 'no index of Python packages can be reached';
    throw error;
  }
}

const python = tool('python');
const missing = python === undefined ? null : await whyNot(python);

function suite(): void {
  const dist = path.join(folder, 'dist');
  /** What the source archive holds, unpacked: everything is run from there, on the wheel. */
  let source = '';
  let built: string[] = [];
  let server: TestServer;
  let env: NodeJS.ProcessEnv;

  /** Output of Python; what it wrote on both streams is in the error when it fails. */
  const say = async (args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<string> => {
    const cwd = source === '' ? folder : source;
    try {
      return (await run(inEnvironment, [...args], { cwd, env: { ...env, ...more }, timeout: 120_000, maxBuffer: 16_000_000 })).stdout;
    } catch (cause) {
      const { stdout = '', stderr = '' } = cause as { stdout?: string; stderr?: string };
      throw new Error(`python ${args.join(' ')} failed:\n${stdout}\n${stderr}`, { cause });
    }
  };

  beforeAll(async () => {
    server = await startTestServer({ mediaProcesses: 0 });
    const { key } = await server.tenant('Python');
    env = {
      ...process.env,
      PARLEY_API_KEY: key,
      PARLEY_BASE_URL: server.url,
      PARLEY_BEHAVIOUR_SUITE: path.resolve(sdk, '../behaviour/suite.json'),
      PYTHONUTF8: '1',
    };
    // Of a copy: a build leaves nothing in the repository.
    cpSync(sdk, path.join(folder, 'sdk'), { recursive: true });
    await say(['-m', 'build', '--no-isolation', '--outdir', dist, path.join(folder, 'sdk')]);
    built = readdirSync(dist).sort();
    const [wheel = '', archive = ''] = built;
    await say([...PIP, path.join(dist, wheel)]);
    await say(['-m', 'tarfile', '-e', path.join(dist, archive), folder]);
    source = path.join(folder, archive.replace('.tar.gz', ''));
  });
  afterAll(() => server.close());

  test('is built as a wheel and a source archive that hold what they should', async () => {
    const version = (await say(['-c', 'import parley; print(parley.VERSION)'])).trim();
    expect(built).toEqual([`parley_sdk-${version}-py3-none-any.whl`, `parley_sdk-${version}.tar.gz`]);
    expect(
      readdirSync(source)
        .filter((name) => !name.startsWith('.'))
        .sort(),
    ).toEqual(['CHANGELOG.md', 'LICENSE', 'PKG-INFO', 'README.md', 'examples', 'pyproject.toml', 'src', 'tests'].sort());
    const inWheel = await say(['-m', 'zipfile', '-l', path.join(dist, built.find((name) => name.endsWith('.whl')) ?? '')]);
    for (const name of ['parley/py.typed', 'parley/_generated/models.py', 'METADATA', 'licenses/LICENSE']) expect(inWheel).toContain(name);
    expect(inWheel).not.toMatch(/tests\/|examples\/|__pycache__/);
    const metadata = await say([
      '-c',
      'from importlib.metadata import metadata as m; d = m("parley-sdk"); print(d["Version"], d["Requires-Python"], d["License-Expression"], *d.get_all("Requires-Dist"))',
    ]);
    expect(metadata.trim()).toBe(`${version} >=3.9 Apache-2.0 anyio<5,>=3.7 httpx<1,>=0.25 typing-extensions>=4.7`);
    expect(await say(['-c', 'import parley; print(parley.__file__)'])).toContain('site-packages');
  });

  test('passes its own tests, and the behaviour suite through both clients', async () => {
    const said = await say(['-m', 'pytest', '-q', '-p', 'no:cacheprovider']);
    expect(said).toMatch(/\d{3} passed/);
    expect(said).not.toMatch(/skipped|failed|error/);
    expect(await say(['-m', 'pytest', '-q', '--collect-only', 'tests/test_behaviour.py'])).toMatch(
      /test_scenario\[.*-blocking\][^]*test_scenario\[.*-asyncio\]/,
    );
  });

  const mypy = (...files: readonly string[]): Promise<string> =>
    say(['-m', 'mypy', '--strict', '--python-version', '3.9', '--cache-dir', path.join(folder, 'mypy'), ...files]);

  test('is typed strictly, for the oldest Python it runs on', async () => {
    const examples = readdirSync(path.join(source, 'examples')).map((name) => path.join('examples', name));
    expect(await mypy('src', 'tests', ...examples)).toMatch(/^Success: no issues found in \d+ source files/);
  });

  test('has types that find mistakes, as installed', async () => {
    const use = path.join(folder, 'typing_use.py');
    cpSync(path.join(source, 'tests', 'typing_use.py'), use);
    expect(await mypy(use)).toMatch(/^Success: no issues found in 1 source file/);
  });

  test('is linted and formatted', async () => {
    await say(['-m', 'ruff', 'check', '--no-cache', '.']);
    await say(['-m', 'ruff', 'format', '--no-cache', '--check', '.']);
  });

  test('runs the samples of the API documentation: each sends one request, for its operation', async () => {
    const document = readDocument();
    const samples = Object.entries(await samplesOf(document, readModel(document)));
    const file = path.join(folder, 'samples.json');
    writeFileSync(file, JSON.stringify(samples.map(([, { python: source }]) => source)));
    const recorder = await startRecorder(document);
    try {
      const program = `import json, sys; [exec(compile(one, "sample", "exec"), {}) for one in json.load(open(${JSON.stringify(file)}))]`;
      await say(['-c', program], { PARLEY_BASE_URL: recorder.url, PARLEY_CLIENT_TOKEN: 'token' });
      expect(recorder.recorded.map((one) => one.operationId)).toEqual(samples.map(([operationId]) => operationId));
    } finally {
      await recorder.close();
    }
  });

  describe('its examples', () => {
    test.each([
      ['agents.py', /^agent_\w+ Front desk \{'prod': 1\}$/m],
      ['conversation.py', /Anna: Hello, I am Anna\.[^]*You: Can you help me\?\nAnna: .+\nThe conversation has ended\.[^]*Can you help me/],
      ['conversation_async.py', /^Anna: .+\nBen: .+\nCleo: .+\n$/],
      ['web_call.py', /this token: \S+…\ncall_\w+ registered\n[^]*ended api_hangup\n$/],
    ])('%s', async (file, said) => {
      expect(await say(['-W', 'error', path.join('examples', file)])).toMatch(said);
    });

    test('webhook.py', async () => {
      const secret = `whsec_${Buffer.from('a secret of twenty-four b').toString('base64')}`;
      const child = spawn(inEnvironment, [path.join('examples', 'webhook.py')], {
        cwd: source,
        env: { ...env, WEBHOOK_SECRET: secret, PORT: '0' },
      });
      try {
        const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
        const next = async (): Promise<string> => String((await lines.next()).value);
        const port = /(\d+)$/.exec(await next())?.[1] ?? '';
        const body = JSON.stringify({ type: 'call.ended', data: { id: 'call_1', duration_ms: 7 } });
        const now = new Date();
        const send = async (signature: string): Promise<number> => {
          const headers = {
            'webhook-id': 'm',
            'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
            'webhook-signature': signature,
          };
          return (await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body, headers })).status;
        };
        expect(await send(new Webhook(secret).sign('m', now, body))).toBe(204);
        expect(await next()).toBe('call_1 took 7 ms');
        expect(await send('v1,AAAA')).toBe(400);
      } finally {
        child.kill();
      }
    });
  });
}

const TITLE = 'the Python SDK';
if (missing === null) describeWith('python', TITLE, suite);
else describe.skip(`${TITLE} (skipped: ${missing})`, suite);
