/** A function's run has no length in a rehearsed call, so these are decided by the core alone. */
import { AgentConfig, type CallInput } from '@parley/contract';
import { expect, test } from 'vitest';
import { initialCore, step } from '../states/core.ts';
import type { Core } from '../states/state.ts';
import { personaOf } from '../turns/persona.ts';

const config = AgentConfig.parse({ name: 'Test', greeting: '', functions: [{ type: 'built_in', name: 'calculator' }] });
const persona = personaOf({ config }, {});

/** The core after these inputs, 100 ms apart, and what it decided on the last of them. */
function after(inputs: readonly CallInput[]): { core: Core; decided: string[] } {
  let core = initialCore(persona);
  let decided: string[] = [];
  for (const [index, input] of inputs.entries()) {
    const stepped = step(core, input, index * 100);
    core = stepped.core;
    decided = stepped.effects.flatMap((effect) => (effect.type === 'decide' ? [effect.decision.type] : []));
  }
  return { core, decided };
}

const usage = { input_tokens: 1, output_tokens: 1, cached_input_tokens: 0 };
const RUNNING: readonly CallInput[] = [
  { type: 'call.started' },
  { type: 'user_text.received', text: 'one plus one' },
  { type: 'llm.function_called', request: 1, function_call_id: 'fc', name: 'calculator', arguments: { expression: '1 + 1' } },
  { type: 'llm.finished', request: 1, provider: 'fake', model: 'fake-1', usage },
];
const FINISHED: CallInput = { type: 'function.finished', function_call_id: 'fc', ok: true, result: { value: 2 }, ms: 400 };
const STOPPED: CallInput = { type: 'playout.stopped', clause: 0, heard_ms: 0, heard_text: '', words: [] };
const WORDS: CallInput = { type: 'user_transcript.partial', utterance: 1, text: 'no stop' };
const SPEECH_OVER: CallInput = { type: 'user_speech.ended', utterance: 1, speech_ms: 460 };
const NO_WORDS: CallInput = { type: 'user_transcript.final', utterance: 1, text: '', words: [], rejected: false };
const SPEECH: CallInput = { type: 'user_speech.started', utterance: 1, speech_ms: 400 };

test('speech does not stop it: it runs on, and the words of the caller come before the next ones of the model', () => {
  expect(after(RUNNING).core.state.name).toBe('running-function');
  expect(after([...RUNNING, SPEECH]).core.state.name).toBe('paused');
  const { core, decided } = after([...RUNNING, SPEECH, STOPPED, FINISHED]);
  expect(core.state.name).toBe('paused');
  expect(decided).not.toContain('llm.requested');
  const interrupted = after([...RUNNING, SPEECH, STOPPED, FINISHED, WORDS, STOPPED]);
  expect(interrupted.core.state.name).toBe('listening');
  expect(interrupted.core.shared.conversation.at(-1)).toMatchObject({ role: 'function', content: '{"value":2}' });
});

test('after a cough the model goes on with the result', () => {
  const { core, decided } = after([...RUNNING, SPEECH, STOPPED, FINISHED, SPEECH_OVER, NO_WORDS]);
  expect(core.state.name).toBe('thinking');
  expect(decided).toContain('llm.requested');
});

test('left alone, the model is asked again with the result', () => {
  const { core, decided } = after([...RUNNING, FINISHED]);
  expect(core.state.name).toBe('thinking');
  expect(decided).toContain('llm.requested');
});

const CALL: CallInput = { type: 'llm.function_called', request: 1, function_call_id: 'fc', name: 'calculator', arguments: {} };
const WHILE_THE_CALLER_SPEAKS = [...RUNNING.slice(0, 2), SPEECH, STOPPED, CALL];

test('a function that the model calls while the caller speaks waits for the verdict', () => {
  expect(after(WHILE_THE_CALLER_SPEAKS).decided).toEqual([]);
  expect(after([...WHILE_THE_CALLER_SPEAKS, SPEECH_OVER, NO_WORDS]).decided).toContain('function.requested');
  const { core, decided } = after([...WHILE_THE_CALLER_SPEAKS, WORDS]);
  expect(decided).not.toContain('function.requested');
  expect(core.state.name).toBe('listening');
});
