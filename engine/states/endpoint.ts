/** How much silence ends the caller's turn as it stands. */
import type { EndpointingVerdict } from '../turns/endpointing-strategy.ts';
import { areComplete } from '../turns/keys.ts';
import { endpointing } from '../turns/endpointing.ts';
import { isUnintelligible, textOf } from '../turns/user-turn.ts';
import type { Shared } from './state.ts';

export function endingVerdict({ user, agentText, persona }: Shared): EndpointingVerdict {
  const settings = persona.turnTaking.endpointing;
  if (user?.typed !== null && user?.typed !== undefined) return { silenceMs: 0, reason: 'typed' };
  if (user !== null && user.keys !== null)
    return areComplete(user.keys)
      ? { silenceMs: 0, reason: 'keys_complete' }
      : { silenceMs: persona.turnTaking.keys_timeout_ms, reason: 'keys_paused' };
  // Nothing intelligible will follow from waiting longer.
  if (isUnintelligible(user)) return { silenceMs: settings.silence_ms, reason: 'unintelligible' };
  return endpointing({ text: textOf(user), agentText, language: persona.language, settings });
}
