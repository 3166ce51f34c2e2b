import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { Parley, ParleyError, WebhookVerificationError } from '../src/index.ts';
import { failure } from './testing-client.ts';

const SECRET = `whsec_${Buffer.from('a secret of twenty-four b').toString('base64')}`;
const OTHER = `whsec_${Buffer.from('another secret, also long').toString('base64')}`;
const NOW = new Date('2025-11-25T10:00:00Z');
const BODY = JSON.stringify({ id: 'event_1', type: 'call.ended', data: { text: 'Grüß dich' } });

function signedBy(secret: string, body = BODY, sentAt = NOW): Record<string, string> {
  return {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1_000)),
    'webhook-signature': new Webhook(secret).sign('msg_1', sentAt, body),
  };
}
const { verify, unwrap } = Parley.webhooks;
const options = { now: NOW.getTime() };
const seconds = (offset: number): Date => new Date(NOW.getTime() + offset * 1_000);

describe('a webhook', () => {
  test('that standardwebhooks has signed is right, whatever the form of body and headers', async () => {
    const headers = signedBy(SECRET);
    await verify(BODY, headers, SECRET, options);
    await verify(new TextEncoder().encode(BODY), new Headers(headers), SECRET, options);
    await verify(
      Buffer.from(BODY),
      { 'Webhook-Id': 'msg_1', 'WEBHOOK-TIMESTAMP': headers['webhook-timestamp'], 'webhook-signature': [headers['webhook-signature']!] },
      SECRET,
      options,
    );
    await verify(BODY, headers, SECRET.slice('whsec_'.length), options);
    expect(await unwrap(BODY, headers, SECRET, options)).toEqual(JSON.parse(BODY));
  });

  test.each([
    ['another body', () => verify(`${BODY} `, signedBy(SECRET), SECRET, options)],
    ['another secret', () => verify(BODY, signedBy(OTHER), SECRET, options)],
    ['another id', () => verify(BODY, { ...signedBy(SECRET), 'webhook-id': 'msg_2' }, SECRET, options)],
    ['another time', () => verify(BODY, { ...signedBy(SECRET), 'webhook-timestamp': String(NOW.getTime() / 1_000 - 1) }, SECRET, options)],
    ['no signature', () => verify(BODY, { ...signedBy(SECRET), 'webhook-signature': undefined }, SECRET, options)],
    ['an empty signature', () => verify(BODY, { ...signedBy(SECRET), 'webhook-signature': 'v1,' }, SECRET, options)],
    ['a signature that is no base64', () => verify(BODY, { ...signedBy(SECRET), 'webhook-signature': 'v1,!!' }, SECRET, options)],
    [
      'a signature of another version',
      () =>
        verify(
          BODY,
          { ...signedBy(SECRET), 'webhook-signature': signedBy(SECRET)['webhook-signature']!.replace('v1,', 'v2,') },
          SECRET,
          options,
        ),
    ],
    ['no id', () => verify(BODY, new Headers({ 'webhook-timestamp': '1' }), SECRET, options)],
    ['a time that is none', () => verify(BODY, { ...signedBy(SECRET), 'webhook-timestamp': '1e9' }, SECRET, options)],
    ['a time too long ago', () => verify(BODY, signedBy(SECRET, BODY, seconds(-301)), SECRET, options)],
    ['a time too far ahead', () => verify(BODY, signedBy(SECRET, BODY, seconds(301)), SECRET, options)],
    [
      'a time outside a narrower tolerance',
      () => verify(BODY, signedBy(SECRET, BODY, seconds(-11)), SECRET, { ...options, toleranceSeconds: 10 }),
    ],
  ])('with %s is wrong', async (_name, attempt) => {
    expect(await failure(attempt())).toBeInstanceOf(WebhookVerificationError);
  });

  test('within the tolerance is right', async () => {
    await verify(BODY, signedBy(SECRET, BODY, seconds(-300)), SECRET, options);
    await verify(BODY, signedBy(SECRET, BODY, seconds(300)), SECRET, options);
  });

  test('is right by any of several signatures, and by any of several secrets', async () => {
    const headers = signedBy(SECRET);
    const both = { ...headers, 'webhook-signature': `${signedBy(OTHER)['webhook-signature']!} ${headers['webhook-signature']!}` };
    await verify(BODY, both, SECRET, options);
    await verify(BODY, headers, [OTHER, SECRET], options);
    expect(await failure(verify(BODY, headers, [OTHER], options))).toBeInstanceOf(WebhookVerificationError);
  });

  test('a secret that is none is the caller’s mistake, not the sender’s', async () => {
    for (const secret of ['whsec_', 'whsec_!!', []] as const) {
      const error = await failure(verify(BODY, signedBy(SECRET), secret, options));
      expect(error).toBeInstanceOf(ParleyError);
      expect(error).not.toBeInstanceOf(WebhookVerificationError);
    }
  });
});
