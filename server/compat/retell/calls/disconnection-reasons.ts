/** Why a call ended, in their words. Pure. */
import { DISCONNECTION_REASONS, type DisconnectionReason } from '@parley/contract';

const THEIRS = {
  user_hangup: 'user_hangup',
  transferred: 'call_transfer',
  agent_hangup: 'agent_hangup',
  api_hangup: 'manual_stopped',
  transport_closed: 'user_hangup',
  inactivity: 'inactivity',
  max_duration_reached: 'max_duration_reached',
  registered_call_timeout: 'registered_call_timeout',
  server_shutdown: 'error_retell',
  error_node_lost: 'error_retell',
  error_media_process_lost: 'error_retell',
  error_llm: 'error_unknown',
  error_stt: 'error_asr',
  error_tts: 'error_unknown',
  error_impossible_settings: 'error_unknown',
  error_provider_not_configured: 'error_unknown',
  error_transport: 'error_unknown',
  error_storage: 'error_retell',
  error_internal: 'error_retell',
} as const satisfies Record<DisconnectionReason, string>;

export const theirReason = (ours: DisconnectionReason): string => THEIRS[ours];

/** None for a reason that no call of ours ends with. */
export const ourReasons = (theirs: string): DisconnectionReason[] => DISCONNECTION_REASONS.filter((ours) => THEIRS[ours] === theirs);
