/**
 * What a command on the same machine asks of the server that runs on a data directory. It listens on the loopback interface, on any port, and answers whoever
 * has the token: port and token are in a file that only the owner of the data directory reads.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '@parley/contract';
import type { Log } from '../log.ts';
import { isSameSecret } from '../secrets/same-secret.ts';

const FILE = 'control.json';
const MAX_BODY_BYTES = 4_096;
const Door = z.object({ port: z.int(), token: z.string() });
const Answer = z.union([z.object({ result: z.string() }), z.object({ fault: z.string() })]);

/** By the name of the command, with what it is about ('' where that is nothing); resolves with what it is told. */
type ControlCommands = Readonly<Record<string, (about: string) => Promise<string>>>;

export interface ControlDeps {
  dataDirectory: string;
  commands: ControlCommands;
  log: Log;
}

/** Null where it is longer than anything that a command is about. */
async function bodyOf(request: IncomingMessage): Promise<string | null> {
  let body = '';
  request.setEncoding('utf8');
  for await (const part of request) if ((body += String(part)).length > MAX_BODY_BYTES) return null;
  return body;
}

/** Returns the way to stop. */
export async function startControl({ dataDirectory, commands, log }: ControlDeps): Promise<() => Promise<void>> {
  const token = randomBytes(32).toString('base64url');
  const mayAsk = ({ headers }: IncomingMessage): boolean => isSameSecret(headers.authorization ?? '', `Bearer ${token}`);
  const server = createServer((request, response) => {
    const name = request.url?.slice(1) ?? '';
    const command = mayAsk(request) && request.method === 'POST' && Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (command === undefined) {
      request.resume();
      return void response.writeHead(404).end();
    }
    const answer = (body: z.infer<typeof Answer>): void =>
      void response.setHeader('Content-Type', 'application/json').end(JSON.stringify(body));
    const told = bodyOf(request).then((about) => {
      if (about === null) throw new Error('The command is about more than it can be.');
      return command(about);
    });
    told.then(
      (result) => answer({ result }),
      (error: unknown) => {
        log.error({ err: error }, 'a command could not be carried out');
        answer({ fault: error instanceof Error ? error.message : 'unknown' });
      },
    );
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const file = join(dataDirectory, FILE);
  rmSync(file, { force: true });
  writeFileSync(file, JSON.stringify({ port: (server.address() as AddressInfo).port, token }), { mode: 0o600 });
  return async () => {
    rmSync(file, { force: true });
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
}

/** Null when no server runs on the data directory. Throws what the server says went wrong. */
export async function askServer(dataDirectory: string, command: string, about = ''): Promise<string | null> {
  let door: z.infer<typeof Door>;
  try {
    door = Door.parse(JSON.parse(readFileSync(join(dataDirectory, FILE), 'utf8')));
  } catch {
    return null;
  }
  const address = `http://127.0.0.1:${String(door.port)}/${command}`;
  // A server that was killed left its file behind.
  const response = await globalThis
    .fetch(address, { method: 'POST', body: about, headers: { Authorization: `Bearer ${door.token}` } })
    .catch(() => null);
  if (response?.status !== 200) return null;
  const answer = Answer.parse(await response.json());
  if ('fault' in answer) throw new AppError('internal', { detail: answer.fault });
  return answer.result;
}
