import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Parley } from '../src/index.ts';
import { readDocument } from '../../generate/files.ts';
import { readModel } from '../../generate/model.ts';
import { samplesOf, type Samples } from '../../generate/samples.ts';
import { startRecorder, type Recorded, type Recorder } from '../../generate/testing-recorder.ts';

const document = readDocument();

/** What a shell gives curl: a shell without curl will do. */
function curlRequest(source: string, base: string): Omit<Recorded, 'operationId'> {
  const script = `curl() { for one in "$@"; do printf '%s\\0' "$one"; done; }\n${source}\n`;
  const env = { PARLEY_BASE_URL: base, PARLEY_API_KEY: 'key', PARLEY_CLIENT_TOKEN: 'token' };
  const { stdout, stderr } = spawnSync('sh', ['-c', script], { env, encoding: 'utf8' });
  expect(stderr).toBe('');
  const words = stdout.split('\0');
  const after = (flag: string): string[] => words.flatMap((word, index) => (words[index - 1] === flag ? [word] : []));
  const headers = after('-H');
  const [data] = after('--data-raw');
  const isJson = headers.includes('Content-Type: application/json');
  return {
    path: (words.find((word) => word.startsWith(base)) ?? '').slice(base.length),
    body: data === undefined ? undefined : isJson ? (JSON.parse(data) as unknown) : data,
    authorization: headers.find((one) => one.startsWith('Authorization: '))?.slice('Authorization: '.length),
  };
}

type AsyncBody = new (...args: string[]) => (...args: unknown[]) => Promise<unknown>;
const AsyncFunction = (async () => Promise.resolve()).constructor as AsyncBody;

describe('the samples', () => {
  let recorder: Recorder;
  let samples: readonly (readonly [string, Samples])[];
  beforeAll(async () => {
    recorder = await startRecorder(document);
    samples = Object.entries(await samplesOf(document, readModel(document)));
  });
  afterAll(() => recorder.close());

  test('are as many as the operations', () => {
    expect(samples.length).toBe(Object.values(document.paths).flatMap((item) => Object.keys(item)).length);
  });

  test('of Node run, and each sends one request for its operation', async () => {
    const env = { PARLEY_BASE_URL: recorder.url, PARLEY_API_KEY: 'key', PARLEY_CLIENT_TOKEN: 'token' };
    const Configured = class extends Parley {
      constructor() {
        super({ apiKey: env.PARLEY_API_KEY, baseUrl: env.PARLEY_BASE_URL });
      }
    };
    for (const [operationId, { node }] of samples) {
      recorder.recorded.length = 0;
      const body = node.replace("import { Parley } from '@parley/sdk';", '');
      await new AsyncFunction('Parley', 'process', 'console', body)(Configured, { env }, { log: () => undefined });
      expect(recorder.recorded.map((one) => one.operationId)).toEqual([operationId]);
    }
  });

  test('of curl say what those of Node send', async () => {
    for (const [operationId, { curl, node }] of samples) {
      recorder.recorded.length = 0;
      const body = node.replace(/.*new Parley\(.*\n|import .*\n/g, '');
      const env = { PARLEY_BASE_URL: recorder.url, PARLEY_API_KEY: 'key', PARLEY_CLIENT_TOKEN: 'token' };
      const parley = new Parley({ apiKey: 'key', baseUrl: recorder.url });
      await new AsyncFunction('parley', 'process', 'console', body)(parley, { env }, { log: () => undefined });
      const { operationId: _id, ...sent } = recorder.recorded[0]!;
      expect({ operationId, ...curlRequest(curl, recorder.url) }).toEqual({ operationId, ...sent });
    }
  });
});
