/** A way to PostgreSQL that tests can close: connections are cut, and new ones refused, as those of a server that is away. */
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export interface Proxy {
  /** The server's URL, through here. */
  url: string;
  /** Cuts every connection. */
  cut(): void;
  /** Cuts every connection and refuses new ones until `comeBack`. */
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  close(): Promise<void>;
}

export async function startProxy(databaseUrl: string): Promise<Proxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const pass = (socket: Socket): void => {
    const onward = connect(Number(target.port), target.hostname);
    for (const [one, other] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      sockets.add(one);
      one.on('error', () => undefined);
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  };
  const listen = (port: number): Promise<Server> =>
    new Promise((resolve, reject) => {
      const server = createServer(pass).listen(port, '127.0.0.1', () => resolve(server));
      server.once('error', reject);
    });
  let server: Server | null = await listen(0);
  const { port } = server.address() as AddressInfo;
  const url = new URL(databaseUrl);
  [url.hostname, url.port] = ['127.0.0.1', String(port)];
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const goAway = async (): Promise<void> => {
    const closed = new Promise((resolve) => (server === null ? resolve(null) : server.close(resolve)));
    server = null;
    cut();
    await closed;
  };
  return {
    url: url.href,
    cut,
    goAway,
    async comeBack() {
      server ??= await listen(port);
    },
    close: goAway,
  };
}
