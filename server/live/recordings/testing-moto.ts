/** An object storage for tests: moto's server, and a way to it that can be shut or refuse. */
import { spawn } from 'node:child_process';
import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { CreateBucketCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';

export interface TestStorage {
  /** Through the door. */
  endpoint: string;
  client: S3Client;
  /** `shut`: connections break; `refuse`: 403 for everything; `fail`: 500. */
  door: 'open' | 'shut' | 'refuse' | 'fail';
  /** Requests that went through the door, as `PUT /bucket/key?query`. */
  seen: string[];
  /** Called before a request goes through. */
  onRequest: ((what: string) => void) | undefined;
  bucket(name: string): Promise<string>;
  keys(bucket: string): Promise<string[]>;
  close(): Promise<void>;
}

/** Resolves when it answers; moto says on stderr where. */
async function startMoto(python: string): Promise<{ url: string; stop: () => void }> {
  const moto = spawn(python, ['-m', 'moto.server', '-H', '127.0.0.1', '-p', '0'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const lines: string[] = [];
  for await (const line of createInterface({ input: moto.stderr })) {
    lines.push(line);
    const url = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(line)?.[1];
    if (url === undefined) continue;
    moto.stderr.resume();
    return { url, stop: () => void moto.kill() };
  }
  throw new Error(`moto did not start:\n${lines.join('\n')}`);
}

export async function startTestStorage(python: string): Promise<TestStorage> {
  const moto = await startMoto(python);
  const through = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const what = `${incoming.method ?? ''} ${incoming.url ?? ''}`;
    if (storage.door === 'shut') return void incoming.socket.destroy();
    if (storage.door !== 'open') {
      incoming.resume();
      const [status, code] = storage.door === 'refuse' ? [403, 'AccessDenied'] : [500, 'InternalError'];
      return void outgoing
        .writeHead(Number(status), { 'content-type': 'application/xml' })
        .end(incoming.method === 'HEAD' ? undefined : `<Error><Code>${String(code)}</Code><Message>no</Message></Error>`);
    }
    storage.seen.push(what);
    storage.onRequest?.(what);
    const passed = ask(`${moto.url}${incoming.url ?? ''}`, { method: incoming.method ?? 'GET', headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    passed.on('error', () => incoming.socket.destroy());
    incoming.pipe(passed);
  };
  const door = createServer(through);
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new S3Client({ endpoint: moto.url, region: 'us-east-1', forcePathStyle: true, credentials });
  const storage: TestStorage = {
    endpoint: `http://127.0.0.1:${String((door.address() as AddressInfo).port)}`,
    client,
    door: 'open',
    seen: [],
    onRequest: undefined,
    async bucket(name) {
      await client.send(new CreateBucketCommand({ Bucket: name }));
      return name;
    },
    async keys(bucket) {
      const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket }));
      return Contents.map(({ Key = '' }) => Key);
    },
    async close() {
      client.destroy();
      door.closeAllConnections();
      await new Promise((resolve) => door.close(resolve));
      moto.stop();
    },
  };
  return storage;
}
