/** Takes webhooks and answers 400 to everybody else: `WEBHOOK_SECRET=whsec_… PORT=4000 node examples/webhook.ts` */
import { createServer, type IncomingMessage } from 'node:http';
import { Parley, WebhookVerificationError } from '@parley/sdk';

const secret = process.env.WEBHOOK_SECRET ?? '';

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

async function statusFor(request: IncomingMessage): Promise<number> {
  try {
    const event = await Parley.webhooks.unwrap(await bodyOf(request), request.headers, secret);
    if (event.type === 'call.ended') console.log(`${event.data.id} took ${event.data.duration_ms ?? 0} ms`);
    else console.log(event.type);
    return 204;
  } catch (error) {
    if (error instanceof WebhookVerificationError) return 400;
    throw error;
  }
}

const server = createServer((request, response) => {
  statusFor(request).then(
    (status) => response.writeHead(status).end(),
    () => response.writeHead(500).end(),
  );
});
server.listen(Number(process.env.PORT ?? 4000), '127.0.0.1', () => {
  console.log(`ready on ${JSON.stringify(server.address())}`);
});
