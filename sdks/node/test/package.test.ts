/** The package as it is published: packed, installed into a folder of its own, and used there. */
import { execFile, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../../server/testing.ts';

const run = promisify(execFile);
const sdk = path.dirname(import.meta.dirname);
const root = path.resolve(sdk, '../..');
const folder = mkdtempSync(path.join(os.tmpdir(), 'parley-sdk-'));
const installed = path.join(folder, 'node_modules', '@parley', 'sdk');

/** A file in the clean folder. */
function written(name: string, text: string): string {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

const node = (args: string[], env: Record<string, string> = {}) =>
  run(process.execPath, args, { cwd: folder, env: { PATH: process.env.PATH ?? '', ...env }, timeout: 60_000 });

beforeAll(async () => {
  const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts=false', '--pack-destination', folder], { cwd: sdk });
  const name = /[\w.-]+\.tgz/.exec(stdout)?.[0] ?? '';
  written('package.json', JSON.stringify({ name: 'clean', private: true }));
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', path.join(folder, name)], { cwd: folder });
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the packed SDK', () => {
  test('holds what it needs, and needs nothing', () => {
    expect(readdirSync(installed).sort()).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'dist', 'package.json']);
    expect(readdirSync(path.join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['@parley']);
    for (const form of ['esm', 'cjs'])
      for (const end of ['js', 'd.ts']) expect(existsSync(path.join(installed, 'dist', form, `index.${end}`))).toBe(true);
  });

  test.each([
    ['an ES module', 'use.mjs', "import Default, { Parley, VERSION, verifyWebhook } from '@parley/sdk';"],
    ['CommonJS', 'use.cjs', "const { default: Default, Parley, VERSION, verifyWebhook } = require('@parley/sdk');"],
  ])('is used from %s', async (_name, file, begin) => {
    const code = `${begin}
      const parley = new Parley({ apiKey: 'k', fetch: async (url, { headers }) => Response.json({ id: url, key: headers.get('authorization') }) });
      parley.agents.get('a').then((agent) => console.log(JSON.stringify([Default === Parley, VERSION, typeof verifyWebhook, agent])));`;
    const { stdout } = await node([written(file, code)]);
    const { version } = JSON.parse(readFileSync(path.join(sdk, 'package.json'), 'utf8')) as { version: string };
    expect(JSON.parse(stdout)).toEqual([true, version, 'function', { id: 'http://127.0.0.1:3000/api/v1/agents/a', key: 'Bearer k' }]);
  });

  const USE = `
    const parley = new Parley({ apiKey: 'k' });
    export async function use(error: unknown): Promise<string> {
      const agent: Agent = await parley.agents.create({ name: 'Anna', tts: { speed: 2 } });
      const speed: number = agent.tts.speed;
      for await (const call of parley.calls.list({ status: 'ended' })) call.id satisfies string;
      for await (const event of parley.conversations.streamMessage('c', { content: 'x' })) if (event.type === 'message.delta') event.text satisfies string;
      const webhook = await Parley.webhooks.unwrap('', {}, 'whsec_');
      if (webhook.type === 'call.ended') webhook.data.duration_ms satisfies number | null;
      // @ts-expect-error: a name must be given
      void parley.agents.create({});
      // @ts-expect-error: there is no such status
      void parley.calls.list({ status: 'over' });
      return error instanceof APIError && error.code === 'not_found' ? error.message : String(speed);
    }`;
  const IMPORT = "import { APIError, Parley, type Agent } from '@parley/sdk';";
  const REQUIRE =
    "import sdk = require('@parley/sdk');\nimport { APIError, Parley, type Agent } from '@parley/sdk';\nsdk.Parley satisfies typeof Parley;";

  test.each([
    ['node16, as an ES module', 'a.mts', IMPORT, { module: 'node16', moduleResolution: 'node16' }],
    ['node16, as CommonJS', 'a.cts', REQUIRE, { module: 'node16', moduleResolution: 'node16' }],
    ['bundler', 'a.ts', IMPORT, { module: 'esnext', moduleResolution: 'bundler' }],
    [
      'bundler with all that can be absent',
      'b.ts',
      IMPORT,
      { module: 'esnext', moduleResolution: 'bundler', exactOptionalPropertyTypes: true, verbatimModuleSyntax: true },
    ],
  ])('has types under %s', async (name, file, begin, compilerOptions) => {
    const project = name.replace(/\W+/g, '-');
    const options = { strict: true, noEmit: true, target: 'es2022', lib: ['es2022', 'dom', 'dom.iterable'], types: [], ...compilerOptions };
    written(`${project}/${file}`, `${begin}\n${USE}`);
    const config = written(`${project}/tsconfig.json`, JSON.stringify({ compilerOptions: options, include: [file] }));
    const failed = await node([path.join(root, 'node_modules/typescript/bin/tsc'), '-p', config]).catch(
      (error: { stdout: string }) => error,
    );
    expect(failed.stdout).toBe('');
  });
});

describe('the examples, with the packed SDK', () => {
  let server: TestServer;
  let env: Record<string, string>;

  beforeAll(async () => {
    cpSync(path.join(sdk, 'examples'), path.join(folder, 'examples'), { recursive: true });
    written('examples/package.json', JSON.stringify({ type: 'module' }));
    server = await startTestServer({ mediaProcesses: 0 });
    env = { PARLEY_API_KEY: (await server.tenant('Examples')).key, PARLEY_BASE_URL: server.url };
  });
  afterAll(() => server.close());

  test.each([
    ['agents.ts', /^agent_\w+ Front desk \{ prod: 1 \}$/m],
    ['conversation.ts', /Anna: Hello, I am Anna\.[^]*You: Can you help me\?\nAnna: .+\nThe conversation has ended\.[^]*Can you help me/],
    ['web-call.ts', /this token: \S+…\ncall_\w+ registered\n[^]*ended api_hangup\n$/],
  ])('%s', async (file, said) => {
    const { stdout, stderr } = await node([path.join('examples', file)], env);
    expect(stderr).toBe('');
    expect(stdout).toMatch(said);
  });

  test('webhook.ts', async () => {
    const secret = `whsec_${Buffer.from('a secret of twenty-four b').toString('base64')}`;
    const child = spawn(process.execPath, [path.join('examples', 'webhook.ts')], {
      cwd: folder,
      env: { WEBHOOK_SECRET: secret, PORT: '0' },
    });
    try {
      const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
      const next = async (): Promise<string> => String((await lines.next()).value);
      const port = /"port":(\d+)/.exec(await next())?.[1] ?? '';
      const body = JSON.stringify({ type: 'call.ended', data: { id: 'call_1', duration_ms: 7 } });
      // Signed and sent with one time: a second may pass between two.
      const now = new Date();
      const send = (signature: string) =>
        fetch(`http://127.0.0.1:${port}/`, {
          method: 'POST',
          body,
          headers: { 'webhook-id': 'm', 'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)), 'webhook-signature': signature },
        });
      expect((await send(new Webhook(secret).sign('m', now, body))).status).toBe(204);
      expect(await next()).toBe('call_1 took 7 ms');
      expect((await send('v1,AAAA')).status).toBe(400);
    } finally {
      child.kill();
    }
  });
});
