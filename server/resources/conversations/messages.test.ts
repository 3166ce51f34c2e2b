import type { CallEvent, Conversation, Message } from '@parley/contract';
import { describe, expect, test } from 'vitest';
import { exportConversation } from './export.ts';
import { modelMessages, spokenMessages } from './messages.ts';

const at = '2026-01-01T00:00:00.000Z';
const user = (content: string): Message => ({ id: 'u', role: 'user', content, created_at: at });
const agent = (content: string): Message => ({ id: 'a', role: 'agent', content, created_at: at });
const ran = (id: string, result: unknown): Message => ({
  id,
  role: 'function',
  name: 'book',
  arguments: { id },
  status: 'succeeded',
  result,
  ms: 1,
  created_at: at,
});
const failed: Message = { id: 'f', role: 'function', name: 'book', arguments: {}, status: 'failed', error: 'no', ms: 1, created_at: at };

describe('what the model sees of a typed exchange', () => {
  test('functions stand with what the agent said before them', () => {
    expect(
      modelMessages([agent('Hi.'), user('Book.'), agent('One moment.'), ran('1', { ok: 1 }), ran('2', null), agent('Done.'), user('Bye.')]),
    ).toEqual([
      { role: 'assistant', content: 'Hi.' },
      { role: 'user', content: 'Book.' },
      {
        role: 'assistant',
        content: 'One moment.',
        functionCalls: [
          { id: '1', name: 'book', arguments: { id: '1' } },
          { id: '2', name: 'book', arguments: { id: '2' } },
        ],
      },
      { role: 'function', functionCallId: '1', name: 'book', content: '{"ok":1}' },
      { role: 'function', functionCallId: '2', name: 'book', content: 'null' },
      { role: 'assistant', content: 'Done.' },
      { role: 'user', content: 'Bye.' },
    ]);
  });

  test('a function without a word before it has an empty one, and a failure says why', () => {
    expect(modelMessages([user('Book.'), failed, user('And?')])).toEqual([
      { role: 'user', content: 'Book.' },
      { role: 'assistant', content: '', functionCalls: [{ id: 'f', name: 'book', arguments: {} }] },
      { role: 'function', functionCallId: 'f', name: 'book', content: '{"error":"no"}' },
      { role: 'user', content: 'And?' },
    ]);
  });
});

const START = new Date(at);
const events = (list: [number, CallEvent['event']][]): CallEvent[] =>
  list.map(([ms, event], index) => ({ seq: index + 1, at_ms: ms, kind: 'input', event }) as CallEvent);

test('what was said in a call, as messages in the order in which it was said', () => {
  const turn = { words: [], reason: 'fixed_silence' as const, silence_ms: 1, typed: false };
  const messages = spokenMessages(
    events([
      [0, { type: 'call.started' }],
      [
        2_000,
        {
          type: 'agent_turn.finished',
          turn: 0,
          text: 'Hello.',
          words: [],
          start_ms: 100,
          end_ms: 2_000,
          interrupted: false,
          unheard_text: '',
        },
      ],
      [3_000, { type: 'user_turn.committed', turn: 1, text: 'I want', start_ms: 2_200, end_ms: 2_900, ...turn }],
      [4_000, { type: 'user_turn.committed', turn: 1, text: 'I want to book', start_ms: 2_200, end_ms: 3_800, ...turn }],
      [4_100, { type: 'function.requested', turn: 1, function_call_id: 'c1', name: 'book', arguments: { a: 1 } }],
      [4_150, { type: 'function.finished', function_call_id: 'c1', ok: false, result: null, error: 'full', ms: 50 }],
      [4_160, { type: 'context.injected', text: 'VIP' }],
      [
        6_000,
        {
          type: 'agent_turn.finished',
          turn: 1,
          text: 'Sorry',
          words: [],
          start_ms: 4_500,
          end_ms: 6_000,
          interrupted: true,
          unheard_text: ', we are full.',
        },
      ],
      [6_100, { type: 'function.requested', turn: 2, function_call_id: 'c2', name: 'wait', arguments: {} }],
    ]),
    START,
  );
  expect(messages).toMatchObject([
    { role: 'agent', content: 'Hello.', start_ms: 100, interrupted: false },
    { role: 'user', content: 'I want to book', end_ms: 3_800 },
    { role: 'function', name: 'book', status: 'failed', error: 'full', ms: 50 },
    { role: 'system', content: 'VIP' },
    { role: 'agent', content: 'Sorry', interrupted: true },
    { role: 'function', name: 'wait', status: 'running', ms: null },
  ]);
});

describe('a conversation as a file', () => {
  const conversation = {
    id: 'conv_00000000000000000000000000',
    agent_name: 'Anna <b>',
    created_at: at,
    messages: [
      { id: 'm1', role: 'agent', content: 'Hello --> you & <you>.\n\n\nBye.', created_at: at, start_ms: 100, end_ms: 3_723_004 },
      { ...ran('2', { ok: true }) },
      { id: 'm3', role: 'user', content: 'Hi.', created_at: '2026-01-01T00:00:05.000Z' },
    ],
  } as unknown as Conversation;

  test('WebVTT: times, speakers, and nothing that ends or marks up a cue', () => {
    expect(exportConversation(conversation, 'vtt').text).toBe(
      'WEBVTT\n\nm1\n00:00:00.100 --> 01:02:03.004\n<v Anna &lt;b&gt;>Hello --&gt; you &amp; &lt;you&gt;.\nBye.\n\nm3\n00:00:05.000 --> 00:00:08.000\n<v User>Hi.\n',
    );
  });

  test('plain text: everything, in lines', () => {
    expect(exportConversation(conversation, 'text').text).toContain('[2026-01-01T00:00:00.000Z] Function book: {"id":"2"} → {"ok":true}\n');
  });

  test('JSON: the conversation', () => {
    expect(JSON.parse(exportConversation(conversation, 'json').text)).toEqual(conversation);
  });
});
