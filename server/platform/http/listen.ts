/** Listens on HOST and PORT; what prevents it is a StartError that says what to do. */
import { createServer, type AddressInfo, type Server } from 'node:net';
import { StartError, type Config } from '../../config.ts';

const listenFault = ({ host, port }: Config, error: NodeJS.ErrnoException): StartError => {
  const sentences: Record<string, string> = {
    EADDRINUSE: `Port ${String(port)} on ${host} is taken: stop what uses it, or set PORT to another one.`,
    EACCES: `Port ${String(port)} needs more rights than this user has: set PORT to one above 1023.`,
    EADDRNOTAVAIL: `HOST must be an address of this machine; ${host} is not.`,
    ENOTFOUND: `HOST must be an address of this machine; ${host} is not.`,
  };
  return new StartError(sentences[error.code ?? ''] ?? 'The server cannot listen on HOST and PORT.', error);
};

export async function listenOn(server: Server, config: Config): Promise<AddressInfo> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(listenFault(config, error)));
    server.listen(config.port, config.host, resolve);
  });
  return server.address() as AddressInfo;
}

/** Whether it could listen, without staying. */
export async function checkAddress(config: Config): Promise<void> {
  const server = createServer();
  await listenOn(server, config);
  await new Promise((resolve) => server.close(resolve));
}
