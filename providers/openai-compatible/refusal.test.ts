/** An endpoint that refuses: what it says is kept as facts, and never the key, a credential or what was said in the call. */
import { setTimeout as wait } from 'node:timers/promises';
import { AppError, ProviderRefusal } from '@parley/contract';
import { afterEach, describe, expect, test } from 'vitest';
import { collect, llmRequest } from '../conformance/llm.ts';
import { createOpenAiCompatible } from './index.ts';
import { refusalOf } from './refusal.ts';
import { chunk, startEndpoint, type Answering, type Endpoint } from './testing/endpoint.ts';

const KEY = 'sk-proj-Abc123Def456Ghi789';
const SAID = 'my number is five five five';

const open: Endpoint[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((endpoint) => endpoint.close()));
});

async function refused(answer: (answering: Answering) => Promise<void> | void): Promise<AppError> {
  const endpoint = await startEndpoint(async (answering) => answer(answering));
  open.push(endpoint);
  const engine = createOpenAiCompatible({ baseUrl: endpoint.baseUrl, model: 'm', provider: 'openai_compatible', apiKey: KEY });
  const failure: unknown = await collect(engine.stream(llmRequest([{ role: 'user', content: SAID }]), new AbortController().signal)).catch(
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(AppError);
  const error = failure as AppError;
  expect(() => ProviderRefusal.parse(error.refusal ?? {})).not.toThrow();
  expect(error.defect, 'it was foreseen').toBeUndefined();
  return error;
}

const answering =
  (status: number, body: string, type = 'application/json') =>
  ({ response }: Answering): void =>
    void response.writeHead(status, { 'content-type': type }).end(body);
const openAi = (error: object): string => JSON.stringify({ error });

describe('what an endpoint says over HTTP', () => {
  test.each([
    [
      400,
      openAi({
        message: "Unsupported value: 'temperature' must be 1.",
        type: 'invalid_request_error',
        param: 'temperature',
        code: 'unsupported_value',
      }),
      {
        type: 'invalid_request_error',
        code: 'unsupported_value',
        param: 'temperature',
        message: "Unsupported value: 'temperature' must be 1.",
      },
    ],
    [
      401,
      openAi({ message: 'Incorrect API key provided.', type: 'invalid_request_error', param: null, code: 'invalid_api_key' }),
      { type: 'invalid_request_error', code: 'invalid_api_key', message: 'Incorrect API key provided.' },
    ],
    [
      404,
      openAi({ message: 'The model `claude-3-5-sonnet-20241022` does not exist', code: 'model_not_found' }),
      { code: 'model_not_found', message: 'The model `claude-3-5-sonnet-20241022` does not exist' },
    ],
    [
      429,
      openAi({ message: 'You exceeded your current quota.', type: 'insufficient_quota', code: 'insufficient_quota' }),
      { type: 'insufficient_quota', code: 'insufficient_quota', message: 'You exceeded your current quota.' },
    ],
    [
      500,
      openAi({ message: 'The server had an error.', type: 'server_error' }),
      { type: 'server_error', message: 'The server had an error.' },
    ],
    [400, '{"error":"model is required"}', { message: 'model is required' }],
    [
      422,
      '{"detail":[{"loc":["body","max_tokens"],"msg":"must be positive","type":"value_error"}]}',
      { type: 'value_error', param: 'body.max_tokens', message: 'must be positive' },
    ],
    [
      400,
      '[{"error":{"code":400,"message":"API key not valid","status":"INVALID_ARGUMENT"}}]',
      { code: '400', message: 'API key not valid' },
    ],
    [400, 'no such\n\tmodel', { message: 'no such model' }],
    [400, '', {}],
    [400, 'null', {}],
    [400, '{"error":{"message":{"deep":["nothing to read"]}}}', {}],
  ])('%i %s', async (status, body, facts) => {
    expect((await refused(answering(status, body))).refusal).toEqual({ status, ...facts });
  });

  test('html-body: the title of the page, without its markup', async () => {
    const page = '<html><head><title>502 Bad Gateway</title></head><body><center>nginx</center></body></html>';
    expect((await refused(answering(500, page, 'text/html'))).refusal).toEqual({ status: 500, message: '502 Bad Gateway' });
    expect((await refused(answering(500, '<html><body><h1>Oh no</h1><p>Again</p></body></html>', 'text/html'))).refusal).toEqual({
      status: 500,
      message: 'Oh no Again',
    });
  });

  test('endless-body: what came at first is told, and the connection is closed', async () => {
    const gone = Promise.withResolvers<void>();
    const began = performance.now();
    const error = await refused(async ({ response, whenGone }) => {
      response.writeHead(400, { 'content-type': 'text/plain' });
      let going = true;
      void whenGone.then(() => {
        going = false;
        gone.resolve();
      });
      while (going) {
        response.write('it goes on and on ');
        await wait(0);
      }
    });
    expect(error.refusal?.message).toMatch(/^it goes on/);
    expect(error.refusal?.message?.length).toBeLessThanOrEqual(300);
    await gone.promise;
    expect(performance.now() - began).toBeLessThan(10_000);
  }, 20_000);

  test('body-that-never-ends-and-says-nothing: the status is told after a moment', async () => {
    const error = await refused(({ response }) => void response.writeHead(400, { 'content-type': 'application/json' }).write('{"error":'));
    expect(error.refusal).toMatchObject({ status: 400 });
  }, 10_000);

  test('an error within the answer has no status', async () => {
    const error = await refused(
      ({ response }) =>
        void response
          .writeHead(200, { 'content-type': 'text/event-stream' })
          .end(`data: ${JSON.stringify(chunk({ content: 'We ' }))}\n\ndata: ${openAi({ message: 'busy', type: 'server_error' })}\n\n`),
    );
    expect(error.refusal).toEqual({ type: 'server_error', message: 'busy' });
  });
});

describe('what is taken out', () => {
  const facts = (body: unknown): string =>
    JSON.stringify(refusalOf(400, typeof body === 'string' ? body : JSON.stringify(body), { apiKey: KEY, said: [SAID, 'short'] }));

  test('key-echoed: in any field, in part, and encoded', async () => {
    const error = await refused(
      answering(401, openAi({ message: `Incorrect API key provided: ${KEY}.`, code: KEY, param: KEY, type: KEY })),
    );
    expect(JSON.stringify(error.refusal)).not.toMatch(/sk-proj|Abc123|Ghi789/);
    expect(error.refusal?.message).toMatch(/^Incorrect API key provided: \[removed\]/);
    for (const part of [KEY.slice(0, 14), `${KEY.slice(0, 8)}****`, encodeURIComponent(KEY), `Bearer ${KEY}`])
      expect(facts({ error: { message: `bad ${part}` } })).not.toMatch(/sk-proj|Abc123/);
  });

  test.each([
    'Authorization: Bearer abcdef0123456789',
    'Basic dXNlcjpwYXNzd29yZA==',
    'see https://user:hunter2secret@proxy.example/v1',
    'GET /v1?api_key=hunter2secret&x=1',
    '{"api_key": "hunter2secret"}',
    'token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl',
    'another key sk-live-hunter2secret',
    'id 0123456789abcdef0123456789abcdef',
  ])('credential: %s', (text) => {
    expect(facts({ error: { message: text } })).not.toMatch(/hunter2|abcdef0123|dXNlcjp|eyJ/);
  });

  test('words-of-the-call: quoted as they were sent, or at length', async () => {
    const error = await refused(answering(400, openAi({ message: `Content "${SAID}" was flagged.`, code: 'content_filter' })));
    expect(error.refusal).toEqual({ status: 400, code: 'content_filter', message: 'Content "[…]" was flagged.' });
    expect(facts({ error: { message: `Prompt was "${'a long prompt that goes on '.repeat(4)}".` } })).toContain('Prompt was \\"[…]\\".');
    expect(facts({ error: { message: `We don't know that model, and we can't guess which of the other ones you mean.` } })).toContain(
      "can't",
    );
  });

  test('the key at the end of what is read is not left in part', () => {
    expect(facts(`${' '.repeat(16_384 - 10)}${KEY}`.slice(0, 16_384))).not.toContain('sk-proj');
  });
});
