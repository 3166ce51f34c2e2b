/** Types with a new agent and prints its answers as they are made: `PARLEY_API_KEY=… PARLEY_BASE_URL=… node examples/conversation.ts` */
import { APIError, Parley } from '@parley/sdk';

const parley = new Parley();

const agent = await parley.agents.create({ name: 'Anna', greeting: 'Hello, I am Anna.' });
const conversation = await parley.conversations.create({ agent_id: agent.id, metadata: { source: 'example' } });
for (const message of conversation.messages) if (message.role === 'agent') console.log(`Anna: ${message.content}`);

for (const content of ['Hello, who are you?', 'Can you help me?']) {
  console.log(`You: ${content}`);
  process.stdout.write('Anna: ');
  for await (const event of parley.conversations.streamMessage(conversation.id, { content })) {
    if (event.type === 'message.delta') process.stdout.write(event.text);
    if (event.type === 'error') throw new Error(event.message);
  }
  console.log();
}

await parley.conversations.end(conversation.id);
try {
  await parley.conversations.createMessage(conversation.id, { content: 'Are you still there?' });
} catch (error) {
  if (!(error instanceof APIError) || error.code !== 'conversation_ended') throw error;
  console.log('The conversation has ended.');
}
console.log(await parley.conversations.export(conversation.id, { format: 'text' }));
