import type {
  Conversation,
  ConversationListItem,
  CreateConversation,
  Message,
  MessageExchange,
  MessageStreamEvent,
} from '../conversation.ts';
import { AGENT_EXAMPLES } from './agents.ts';

const question: Message = {
  id: 'msg_01kaxy2e4g6j8m0p2r4t6v8x0z',
  created_at: '2025-11-25T10:15:04.112Z',
  role: 'user',
  content: 'When are you open?',
};
const answer: Message = {
  id: 'msg_01kaxy2f5h7k9n1q3s5v7x9z1b',
  created_at: '2025-11-25T10:15:04.870Z',
  role: 'agent',
  content: 'We are open from Monday to Thursday, eight to five.',
};

const { messages, collected, agent_override, ...item } = {
  id: 'conv_01kaxy2d3f5h7k9n1q3s5v7x9z',
  channel: 'text',
  call_id: null,
  agent_id: AGENT_EXAMPLES.Agent.id,
  agent_name: 'Front desk',
  agent_version: 3,
  status: 'ongoing',
  end_reason: null,
  metadata: { ticket: '4711' },
  variables: { practice: 'Bright Smile Dental' },
  message_count: 2,
  revision: 0,
  created_at: '2025-11-25T10:15:00.000Z',
  last_message_at: '2025-11-25T10:15:04.870Z',
  ended_at: null,
  cost: { total: 920, usage: { input_tokens: 640, output_tokens: 41, cached_input_tokens: 0 } },
  messages: [question, answer],
  collected: [],
  agent_override: null,
} satisfies Conversation;

const listed: ConversationListItem = item;
const conversation: Conversation = { ...item, messages, collected, agent_override };
const created: CreateConversation = { agent_id: item.agent_id, agent_version: 'prod', metadata: item.metadata, variables: item.variables };
const exchange: MessageExchange = { conversation_id: item.id, status: 'ongoing', messages, answer: answer.content };
const delta: MessageStreamEvent = { type: 'message.delta', text: 'We are open from Monday' };

export const CONVERSATION_EXAMPLES = {
  Message: answer,
  Conversation: conversation,
  ConversationListItem: listed,
  ConversationSummary: item,
  CreateConversation: created,
  UpdateConversation: { metadata: { ticket: '4712' } },
  CreateMessage: { content: question.content },
  MessageExchange: exchange,
  MessageStreamEvent: delta,
};
