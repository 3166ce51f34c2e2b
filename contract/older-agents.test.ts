import { expect, test } from 'vitest';
import { AgentConfig } from './agent.ts';
import { withLaterSettings } from './older-agents.ts';

test('an agent stored before there were waits for dictation and keys has their defaults, and keeps all else', () => {
  const today = AgentConfig.parse({ name: 'Older', turn_taking: { endpointing: { silence_ms: 900 } } });
  const { dictation_silence_ms: later, ...endpointing } = today.turn_taking.endpointing;
  const { keys_timeout_ms: keys, ...turn_taking } = today.turn_taking;
  const stored = { ...today, turn_taking: { ...turn_taking, endpointing } } as AgentConfig;
  expect([later, keys]).toEqual([2_000, 2_500]);
  expect(withLaterSettings(stored)).toEqual(today);
});
