/** Forms of requests and answers about chats: what we work with is checked, the rest may be anything. */
import { z } from 'zod';
import { ChatCriteria } from './chats.ts';
import { pageBody } from '../shared/paging.ts';
import { overrideForm } from '../agents/agent-override.ts';
import { beginning, change, id, ms, text, variables } from '../shared/schemas.ts';

export const ChatPath = z.strictObject({ chat_id: id });
export const CreateChat = z.looseObject({ agent_id: id, ...beginning, ...overrideForm });
export const UpdateChat = z.looseObject({ ...change, override_dynamic_variables: variables });
export const ChatCompletion = z.looseObject({ chat_id: id, content: text.trim().min(1).max(16_000) });
export const ListChats = z.looseObject({ ...pageBody, filter_criteria: ChatCriteria.nullish() }).prefault({});
const chat = {
  chat_id: text,
  agent_id: text,
  chat_status: z.enum(['ongoing', 'ended', 'error']),
  chat_type: z.literal('api_chat'),
  version: z.int().min(0),
  start_timestamp: ms,
};
export const ListedChat = z.looseObject(chat);
const ChatMessage = z.looseObject({
  role: z.enum(['agent', 'user', 'tool_call_invocation', 'tool_call_result', 'injected']),
  message_id: text,
  created_timestamp: ms,
});
export const ChatAnswer = z.looseObject({ ...chat, transcript: text, message_with_tool_calls: z.array(ChatMessage) });
export const CompletionAnswer = z.strictObject({ messages: z.array(ChatMessage) });
