import type { ErrorCode } from '@parley/contract';
import type { Fact } from './emit.ts';

interface About {
  agentId?: string | null;
  callId?: string | null;
  conversationId?: string | null;
}

/** `error.occurred`: something that did not work while nobody was waiting for an answer. */
export const occurred = (code: ErrorCode, message: string, { agentId = null, callId = null, conversationId = null }: About = {}): Fact => ({
  type: 'error.occurred',
  data: { code, message, agent_id: agentId, conversation_id: conversationId, call_id: callId },
  agentId,
  callId,
  conversationId,
});
