import type { ServerMessage } from '@parley/contract';
import { describe, expect, it } from 'vitest';
import { IDLE, reduce, unheardOf, type CallState, type Happening } from './call-state.ts';

const after = (...happenings: Happening[]): CallState => happenings.reduce(reduce, IDLE);
const received = (message: ServerMessage): Happening => ({ type: 'received', message, atMs: 0 });
const said = (role: 'user' | 'agent', turn: number, text: string, final: boolean): Happening =>
  received({ type: 'transcript', role, turn, text, final });
const interrupted = (turn: number, heard: string): Happening =>
  received({ type: 'transcript', role: 'agent', turn, text: heard, final: true, interrupted: true });
const LIVE: Happening[] = [
  { type: 'pressed' },
  { type: 'registered', call: { id: 'call_1' } },
  { type: 'connected', transport: 'webrtc', atMs: 40 },
];

describe('the phases of a web call', () => {
  it('goes from the press to live', () => {
    expect(after(...LIVE)).toMatchObject({ phase: 'live', callId: 'call_1', transport: 'webrtc', liveAtMs: 40 });
  });

  it('does not become live after a hang-up while connecting', () => {
    const state = after(
      { type: 'pressed' },
      { type: 'registered', call: { id: 'call_1' } },
      { type: 'ended', reason: 'user_hangup', atMs: 9 },
      { type: 'connected', transport: 'webrtc', atMs: 10 },
    );
    expect(state).toMatchObject({ phase: 'ended', reason: 'user_hangup', liveAtMs: null });
  });

  it('keeps the first reason when the connection closes after the goodbye', () => {
    const state = after(...LIVE, received({ type: 'ended', reason: 'agent_hangup' }), {
      type: 'ended',
      reason: 'transport_closed',
      atMs: 5,
    });
    expect(state.reason).toBe('agent_hangup');
  });

  it('fails with the words of the server and is quiet', () => {
    const state = after(
      ...LIVE,
      received({ type: 'agent_speaking', value: true }),
      received({ type: 'error', code: 'internal', message: 'Something failed.' }),
    );
    expect(state).toMatchObject({ phase: 'failed', agentSpeaking: false, failure: { message: 'Something failed.' } });
  });

  it('says why the server refused it, and when to try again', () => {
    const state = after(
      { type: 'pressed' },
      { type: 'registered', call: { id: 'call_1' } },
      received({ type: 'error', code: 'busy', message: 'No room.', retry_after: 5 }),
      { type: 'ended', reason: 'transport_closed', atMs: 9 },
    );
    expect(state).toMatchObject({ phase: 'failed', failure: { message: 'No room. Try again in 5 seconds.' } });
  });

  it('takes the new call when the WebSocket takes over from WebRTC', () => {
    const state = after(
      { type: 'pressed' },
      { type: 'registered', call: { id: 'call_1' } },
      { type: 'registered', call: { id: 'call_2' } },
    );
    expect(state).toMatchObject({ phase: 'connecting', callId: 'call_2' });
  });

  it('forgets the last call when talk is pressed again', () => {
    expect(after(...LIVE, said('user', 1, 'hello', true), { type: 'pressed' })).toEqual({ ...IDLE, phase: 'preparing' });
  });
});

describe('the live transcript', () => {
  it('grows a partial in place and replaces it by the final line', () => {
    const state = after(
      ...LIVE,
      said('user', 1, 'what', false),
      said('user', 1, 'what are your', false),
      said('user', 1, 'what are your hours', true),
    );
    expect(state.lines).toEqual([{ kind: 'user', id: 'user-1', turn: 1, text: 'what are your hours', final: true }]);
  });

  it('lets the final line of another turn number replace the partial', () => {
    const state = after(...LIVE, said('user', 3, 'and on', false), said('user', 2, 'and on friday', true));
    expect(state.lines.map(({ id }) => id)).toEqual(['user-2']);
  });

  it('replaces a committed turn when the caller went on speaking', () => {
    const state = after(...LIVE, said('user', 1, 'on friday', true), said('user', 1, 'on friday at ten', true));
    expect(state.lines).toMatchObject([{ text: 'on friday at ten' }]);
  });

  it('strikes through what was not heard of an interrupted line', () => {
    const state = after(...LIVE, said('agent', 1, 'Friday at two is free.', false), interrupted(1, 'Friday at'));
    expect(state.lines).toMatchObject([{ text: 'Friday at', interrupted: true, unheard: 'two is free.' }]);
  });

  it('drops an agent line of which nothing was said or heard', () => {
    expect(after(...LIVE, interrupted(1, '')).lines).toEqual([]);
  });

  it('keeps the latency of each turn', () => {
    const state = after(
      ...LIVE,
      received({ type: 'latency', turn: 2, e2e_ms: 610, endpointing_ms: 350, stt_ms: 5, llm_ms: 120, tts_ms: 90 }),
    );
    expect(state.latencies.get(2)).toEqual({ e2e_ms: 610, endpointing_ms: 350, stt_ms: 5, llm_ms: 120, tts_ms: 90 });
  });

  it('turns a running function into a finished one, each run of the same name its own', () => {
    const run = (status: 'running' | 'succeeded' | 'failed', ms?: number): Happening =>
      received({ type: 'function', name: 'calculator', arguments: {}, status, turn: 1, ...(ms === undefined ? {} : { ms }) });
    const state = after(...LIVE, run('running'), run('succeeded', 4), run('running'), run('failed', 7));
    expect(state.lines).toMatchObject([
      { status: 'succeeded', ms: 4 },
      { status: 'failed', ms: 7 },
    ]);
  });
});

it('counts unheard words, not characters', () => {
  expect(unheardOf('One  two three', 'One two')).toBe('three');
  expect(unheardOf('', '')).toBe('');
});
