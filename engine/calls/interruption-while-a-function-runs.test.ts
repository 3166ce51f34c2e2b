/** A function's run has no length in a rehearsed call, so these are decided by the core alone. */
import { AgentConfig, type CallInput } from '@parley/contract';
import { expect, test } from 'vitest';
import { initialCore, step } from '../states/core.ts';
import type { Core } from '../states/state.ts';
import { coreSettings } from '../turns/settings.ts';

const config = AgentConfig.parse({ name: 'Test', greeting: '', functions: [{ type: 'built_in', name: 'calculator' }] });
const settings = coreSettings({ id: 'agent_test', version: 1, config }, {});

/** The core after these inputs, 100 ms apart, and what it decided on the last of them. */
function after(inputs: readonly CallInput[]): { core: Core; decided: string[] } {
  let core = initialCore;
  let decided: string[] = [];
  for (const [index, input] of inputs.entries()) {
    const stepped = step(core, input, index * 100, settings);
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
const SPEECH: CallInput = { type: 'user_speech.started', utterance: 1, speech_ms: 400 };

test('speech does not stop it: it goes on running, and the caller’s words come before the model’s next ones', () => {
  expect(after(RUNNING).core.state.name).toBe('running-function');
  expect(after([...RUNNING, SPEECH])).toMatchObject({ core: { state: { name: 'running-function' } }, decided: [] });
  const { core, decided } = after([...RUNNING, SPEECH, FINISHED]);
  expect(core.state.name).toBe('listening');
  expect(decided).not.toContain('llm.requested');
  expect(core.shared.conversation.at(-1)).toMatchObject({ role: 'function', content: '{"value":2}' });
});

test('left alone, the model is asked again with the result', () => {
  const { core, decided } = after([...RUNNING, FINISHED]);
  expect(core.state.name).toBe('thinking');
  expect(decided).toContain('llm.requested');
});
