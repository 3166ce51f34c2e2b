/** Makes an agent and lists all there are: `PARLEY_API_KEY=… PARLEY_BASE_URL=… node examples/agents.ts` */
import { Parley } from '@parley/sdk';

const parley = new Parley();

const agent = await parley.agents.create({
  name: 'Front desk',
  greeting: 'Bright Smile Dental, good morning!',
  prompt: 'You answer the telephone of a dental practice. Be brief and friendly.',
});
const published = await parley.agents.publish(agent.id);
await parley.agents.setTag(agent.id, 'prod', { version: published.version });

for await (const { id, name, tags } of parley.agents.list({ sort: 'name' })) console.log(id, name, tags);
