/** A media process: carries calls, knows nothing of HTTP or SQL. It dies with the main process. */
import { loadEngines } from './engines.ts';
import { MediaProcess } from './media-process.ts';
import type { FromMedia, MediaSettings, ToMedia } from '../channel.ts';
import type { Socket } from 'node:net';

const send = (message: FromMedia): void => {
  if (process.connected) process.send?.(message);
};

process.on('disconnect', () => process.exit(0));
// Ctrl-C reaches the whole process group; the main process ends the calls in order.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

const settings = await new Promise<MediaSettings>((resolve) => {
  const onMessage = (message: ToMedia): void => {
    if (message.type !== 'settings') return;
    process.off('message', onMessage);
    resolve(message.settings);
  };
  process.on('message', onMessage);
});

const media = new MediaProcess(await loadEngines(settings), settings, send);
process.on('message', (message: ToMedia, socket: unknown) => media.handle(message, (socket ?? null) as Socket | null));
send({ type: 'ready', engines: media.engineStatus() });
