/** An endpoint of webhooks: takes each whole, whatever is answered. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export abstract class WebhookServer {
  readonly #server = createServer((request, response) => {
    let body = '';
    request.on('data', (data: Buffer) => (body += data.toString()));
    request.on('end', () => this.answer(request.headers as Record<string, string>, body, response));
  });

  protected abstract answer(headers: Record<string, string>, body: string, response: ServerResponse): void;

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}/hook`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

/** More arrivals than events: what at-least-once costs. */
export const repeatedIn = (arrivals: ReadonlyMap<string, number>): number =>
  [...arrivals.values()].reduce((sum, times) => sum + times - 1, 0);
