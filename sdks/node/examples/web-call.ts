/** Registers a web call, finds it by its metadata and ends it: `PARLEY_API_KEY=… PARLEY_BASE_URL=… node examples/web-call.ts` */
import { Parley } from '@parley/sdk';

const parley = new Parley();

const agent = await parley.agents.create({ name: 'Anna' });
const call = await parley.calls.create({ type: 'web', transport: 'webrtc', agent_id: agent.id, metadata: { visitor: '4711' } });
console.log(`A browser sends its offer to ${call.webrtc_url ?? ''} with this token: ${call.client_token.slice(0, 12)}…`);

for await (const { id, status } of parley.calls.list({ agent_id: agent.id, metadata: { visitor: '4711' } })) console.log(id, status);

await parley.calls.end(call.id);
// Ends by itself when the call is over; during a call it brings every event as it happens.
for await (const { at_ms, event } of parley.calls.followEvents(call.id)) console.log(at_ms, event.type);
const { status, disconnection_reason: reason } = await parley.calls.get(call.id);
console.log(status, reason);
