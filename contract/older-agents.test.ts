import { expect, test } from 'vitest';
import { AgentConfig } from './agent.ts';
import { withLaterSettings } from './older-agents.ts';

test('an agent stored before there was a wait for dictation has its default, and keeps all else', () => {
  const today = AgentConfig.parse({ name: 'Older', turn_taking: { endpointing: { silence_ms: 900 } } });
  const { dictation_silence_ms: later, ...endpointing } = today.turn_taking.endpointing;
  const stored = { ...today, turn_taking: { ...today.turn_taking, endpointing } } as AgentConfig;
  expect(later).toBe(2_000);
  expect(withLaterSettings(stored)).toEqual(today);
});
