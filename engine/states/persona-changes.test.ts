import type { CallDecision } from '@parley/contract';
import { AgentConfig } from '@parley/contract';
import { expect, test } from 'vitest';
import { personaOf } from '../turns/persona.ts';
import { initialCore, step } from './core.ts';
import type { Core } from './state.ts';

const persona = (config: Partial<AgentConfig>) =>
  personaOf({ config: AgentConfig.parse({ name: 'A', greeting: 'Hello.', ...config }) }, {});

test('what is said and asked from a change of persona on is by its voice and its model', () => {
  const decisions: CallDecision[] = [];
  const take = (core: Core, input: Parameters<typeof step>[1], now: number): Core => {
    const stepped = step(core, input, now);
    for (const effect of stepped.effects) if (effect.type === 'decide') decisions.push(effect.decision);
    return stepped.core;
  };
  const first = persona({ tts: { provider: 'embedded', voice: 'slt', speed: 1 } });
  const second = { ...first, voice: { ...first.voice, id: 'rms', speed: 1.25 }, model: { provider: 'openai', model: 'gpt-5-mini' } };
  let core = take(initialCore(first), { type: 'call.started' }, 0);
  core = { ...core, shared: { ...core.shared, persona: second } };
  core = take(core, { type: 'playout.started', clause: 1 }, 20);
  core = take(core, { type: 'playout.finished', clause: 1, words: [] }, 400);
  core = take(core, { type: 'user_text.received', text: 'hello' }, 600);
  take(core, { type: 'llm.delta_received', request: 1, text: 'Good day to you. And' }, 900);
  const spoken = decisions.flatMap((one) => (one.type === 'clause.spoken' ? [one.voice] : []));
  expect(spoken).toEqual([
    { provider: 'embedded', id: 'slt', speed: 1, language: 'en-US' },
    { provider: 'embedded', id: 'rms', speed: 1.25, language: 'en-US' },
  ]);
  expect(decisions).toContainEqual({
    type: 'llm.requested',
    request: 1,
    turn: 1,
    messages: 3,
    model: { provider: 'openai', model: 'gpt-5-mini' },
  });
});
