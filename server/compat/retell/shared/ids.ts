/** Ids of theirs for what are other resources, or parts of resources, of ours. Pure. */
const swap = (id: string, from: string, to: string): string => (id.startsWith(from) ? to + id.slice(from.length) : id);

/** The LLM of an agent that has no other. */
export const llmIdOf = (agentId: string): string => swap(agentId, 'agent_', 'llm_');
export const agentIdOf = (llmId: string): string => swap(llmId, 'llm_', 'agent_');

export const chatIdOf = (conversationId: string): string => swap(conversationId, 'conv_', 'chat_');
/** An id of ours is none of theirs. */
export const conversationIdOf = (chatId: string): string => (chatId.startsWith('chat_') ? swap(chatId, 'chat_', 'conv_') : '');
