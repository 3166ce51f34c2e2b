/**
 * Settings that do nothing for as long as a call lasts: a greeting without a sound, a reminder after the call's end. They keep no call from beginning:
 * agents that have them from before go on. Pure.
 */
import { TurnTakingSettings, type AgentConfig } from '@parley/contract';
import { fillTemplate, unknownVariables } from '@parley/engine/turns/template.ts';
import { isSpeakable } from '@parley/engine/tts/written-words.ts';
import type { Channel, SettingFault } from '../../live/models/impossible-settings.ts';

/** A typed conversation has neither sound nor these times. */
export const unworkableSettings = (config: AgentConfig, channel: Channel): SettingFault[] =>
  channel === 'text' ? [] : [...soundlessTexts(config), ...timesNeverReached(config)];

function soundlessTexts({ greeting, variables, turn_taking: { reminder } }: AgentConfig): SettingFault[] {
  // Of an empty one nothing is expected; what a call has still to fill in may have a sound.
  const isSoundless = (text: string): boolean =>
    text !== '' && unknownVariables(text, variables).length === 0 && !isSpeakable(fillTemplate(text, variables));
  const message = 'has neither a letter nor a digit, nothing that a voice could say';
  return [
    ...(isSoundless(greeting) ? [{ pointer: '/greeting', message }] : []),
    ...(isSoundless(reminder.text) ? [{ pointer: '/turn_taking/reminder/text', message }] : []),
  ];
}

const DEFAULTS = TurnTakingSettings.parse({});

/**
 * A default that a shorter call never reaches was nobody's wish. An idle time beyond the longest call is how a call is told not to end for silence, and
 * silences and keys hold the idle time up.
 */
function timesNeverReached({ turn_taking: { reminder, idle_timeout_ms, max_call_ms, ...other } }: AgentConfig): SettingFault[] {
  const reminds = reminder.max > 0 && reminder.after_ms !== DEFAULTS.reminder.after_ms;
  const fault = (pointer: string, message: string): SettingFault => ({ pointer: `/turn_taking/${pointer}`, message });
  const beyond = (['keys_timeout_ms', 'provider_timeout_ms'] as const).filter(
    (name) => other[name] !== DEFAULTS[name] && other[name] > max_call_ms,
  );
  const limit = Math.min(idle_timeout_ms, max_call_ms);
  return [
    ...(reminds && reminder.after_ms > limit
      ? [
          fault(
            'reminder/after_ms',
            `must not be more than ${limit === idle_timeout_ms ? 'idle_timeout_ms' : 'max_call_ms'}, when the call has ended; 0 turns reminders off`,
          ),
        ]
      : []),
    ...beyond.map((name) => fault(name, 'must not be more than max_call_ms, when the call has ended')),
  ];
}
