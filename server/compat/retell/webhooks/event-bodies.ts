/** Events as Retell's clients get them: `{ event, call }` and `{ event, chat }`, with the call or chat as it is when it is sent. */
import { AppError, type WebhookEvent } from '@parley/contract';
import { presentListed as presentListedCall } from '../calls/call-presentation.ts';
import type { RetellCalls } from '../calls/calls.ts';
import { presentListed as presentListedChat, type RetellChats } from '../chats/chats.ts';
import { chatIdOf } from '../shared/ids.ts';
import { omit, type Fields } from '../shared/lens.ts';

const CALL_EVENTS = { 'call.started': 'call_started', 'call.ended': 'call_ended', 'call.analyzed': 'call_analyzed' } as const;

export interface EventBodiesDeps {
  calls: Pick<RetellCalls, 'retrieve'>;
  chats: Pick<RetellChats, 'retrieve'>;
  /** Where a receiver reaches this server: for links to recordings. */
  origin: string;
}

/** What is sent of it; events that Retell has no word for are never asked for (platform/outbox/match.ts). */
export const createEventBodies =
  ({ calls, chats, origin }: EventBodiesDeps) =>
  async (event: WebhookEvent): Promise<Fields> => {
    const { organization_id } = event;
    const callNow = (id: string): Promise<Fields | undefined> =>
      calls.retrieve(organization_id, id, { origin, mayJoin: false }).catch(unlessGone);
    switch (event.type) {
      case 'call.started':
      case 'call.ended':
      case 'call.analyzed': {
        const name = CALL_EVENTS[event.type];
        const agentVersion = Math.max(0, (event.data.agent_version ?? 1) - 1);
        const call =
          (await callNow(event.data.id)) ??
          presentListedCall(event.data, { agentVersion, record: undefined, accessToken: '', recordingUrl: undefined });
        return { event: name, call: name === 'call_analyzed' ? call : omit(call, ['call_analysis']) };
      }
      case 'conversation.ended':
      case 'conversation.updated': {
        const name = event.type === 'conversation.ended' ? 'chat_ended' : 'transcript_updated';
        const { id, call_id, agent_version } = event.data;
        if (call_id !== null) return { event: name, call: (await callNow(call_id)) ?? { call_id, agent_id: event.data.agent_id } };
        const chat = await chats.retrieve(organization_id, chatIdOf(id)).catch(unlessGone);
        return { event: name, chat: chat ?? presentListedChat(event.data, Math.max(0, (agent_version ?? 1) - 1), undefined) };
      }
      case 'agent.deployed':
      case 'agent.deleted':
      case 'function.failed':
      case 'error.occurred':
      case 'usage.quota_warning':
        return { event: event.type, data: event.data };
      default:
        return event satisfies never;
    }
  };

/** Deleted since, or a test's: the event itself has to do. */
function unlessGone(error: unknown): undefined {
  if (!(error instanceof AppError) || error.code !== 'not_found') throw error;
}
