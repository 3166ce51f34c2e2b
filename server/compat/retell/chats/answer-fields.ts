/** Where each field of their chats comes from, for the documentation; null: it is never there. */
export const CHAT_FIELDS: Readonly<Record<string, string | null>> = {
  chat_id: 'The id of the conversation in this API, with `chat_` for `conv_`.',
  agent_id: 'The id of the agent in this API too.',
  version: 'The version of the agent; of a chat with the draft, the number that the draft has now.',
  chat_status: '`ongoing` or `ended`.',
  chat_type: 'Always `api_chat`.',
  start_timestamp: 'When the chat began.',
  end_timestamp: 'When it ended.',
  metadata: 'As that of calls.',
  custom_attributes: 'Kept and given back.',
  retell_llm_dynamic_variables: 'The variables.',
  collected_dynamic_variables: 'What functions collected, as text.',
  chat_analysis: 'What functions collected as `custom_analysis_data`; nothing else.',
  chat_cost: 'Cents, of what the model cost.',
  transcript: 'What was written. Not in lists.',
  message_with_tool_calls: 'The messages, with function calls in their places. Not in lists.',
  agent_tag: null,
};
