import { expect, test } from 'vitest';
import { AgentConfig, type AgentSnapshot, type CallDecision, type CallEvent } from '@parley/contract';
import { startCall } from '@parley/engine/call.ts';
import { trustedCheck } from '@parley/engine/functions/validators.ts';
import { firstDifference } from '@parley/engine/replay.ts';
import { FakeStt, FakeTransport, FakeTts, fakeVad, silentFrame, speechFrame, VirtualClock } from '@parley/engine/testing/index.ts';
import { FRONT_DESK } from './scripts/front-desk.ts';
import { createRulesDialogue } from './index.ts';

const FRAME_MS = 20;

/** Lines spoken one after another, each after the agent has finished; the call's log and its end. */
async function hold(lines: readonly string[]): Promise<{ events: CallEvent[]; end: string | null; agent: AgentSnapshot }> {
  const clock = new VirtualClock();
  const transport = new FakeTransport(clock);
  const stt = new FakeStt();
  const events: CallEvent[] = [];
  const agent: AgentSnapshot = { id: 'agent_test', version: 1, config: AgentConfig.parse(FRONT_DESK) };
  const call = startCall({
    agent,
    variables: {},
    transport,
    clock,
    checkArguments: trustedCheck,
    providers: { vad: fakeVad, stt, tts: new FakeTts(), llm: createRulesDialogue() },
    recorder: { onEvent: (event) => events.push(event), onAudio: () => undefined },
    newDefectId: () => 'defect_none',
    onDefect: (error) => {
      throw error;
    },
  });
  let end: string | null = null;
  void call.ended.then(({ reason }) => (end = reason));
  const feed = async (ms: number, speech: boolean): Promise<void> => {
    for (let fed = 0; fed < ms && end === null; fed += FRAME_MS) {
      transport.listener?.onFrame(speech ? speechFrame() : silentFrame());
      await clock.advance(FRAME_MS);
    }
  };
  await feed(4_000, false);
  for (const text of lines) {
    stt.heard.push({ text, rejected: text === '' });
    await feed(Math.max(2, text.split(' ').length) * 200, true);
    await feed(9_000, false);
  }
  call.hangUp('api');
  await clock.advance(2_000);
  return { events, end, agent };
}

const decided = <T extends CallDecision['type']>(events: readonly CallEvent[], type: T): Extract<CallDecision, { type: T }>[] =>
  events.flatMap(({ kind, event }) => (kind === 'decision' && event.type === type ? [event as Extract<CallDecision, { type: T }>] : []));

test('the front desk books an appointment in a call, and hangs up after the goodbye', async () => {
  const { events, end, agent } = await hold([
    'i would like to book an appointment',
    'john smith',
    '',
    'on wednesday the second of december',
    'at two',
    'yes',
    "no that's all",
  ]);
  expect(decided(events, 'data.collected')).toEqual([
    { type: 'data.collected', name: 'book_appointment', arguments: { name: 'John Smith', date: '2026-12-02', time: '14:00' } },
  ]);
  const said = decided(events, 'agent_turn.finished').map((turn) => turn.text);
  expect(said[0]).toBe(FRONT_DESK.greeting);
  expect(said[3]).toContain('Sorry, I did not get that. Which day');
  expect(said.at(-1)).toBe('Thank you for calling Bright Smile Dental. Goodbye.');
  expect(end).toBe('agent_hangup');
  expect(firstDifference(agent, {}, events)).toBeNull();
});
