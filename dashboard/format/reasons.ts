/** Why a call ended, in plain words. */
import type { DisconnectionReason } from '@parley/contract';

export const REASONS = {
  user_hangup: 'Caller hung up',
  agent_hangup: 'Agent ended the call',
  api_hangup: 'Ended from the dashboard or API',
  transport_closed: 'Connection closed',
  inactivity: 'Nobody spoke',
  max_duration_reached: 'Longest duration reached',
  registered_call_timeout: 'Nobody joined',
  error_node_lost: 'Server stopped during the call',
  error_media_process_lost: 'Media process stopped',
  error_llm: 'Language model failed',
  error_stt: 'Speech recognition failed',
  error_tts: 'Voice failed',
  error_transport: 'Connection failed',
  error_internal: 'Failed on our side',
} as const satisfies Record<DisconnectionReason, string>;

export const reasonInWords = (reason: string | null): string =>
  reason === null ? '–' : Object.hasOwn(REASONS, reason) ? REASONS[reason as DisconnectionReason] : reason;

export const isFailure = (reason: string | null): boolean => reason?.startsWith('error_') === true;
