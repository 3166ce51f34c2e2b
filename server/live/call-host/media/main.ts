/** A media process: carries calls, knows nothing of HTTP or SQL. It dies with the main process. */
import type { DefectPlace } from '@parley/contract';
import { createLog } from '../../../platform/log.ts';
import { logDefect, traceOf } from '../../../platform/defects.ts';
import { newId } from '../../../platform/ids.ts';
import { loadEngines } from './engines.ts';
import { systemClock } from '../../system-clock.ts';
import { watchLag } from './lag.ts';
import { MediaProcess } from './media-process.ts';
import type { FromMedia, MediaSettings, ToMedia } from '../channel.ts';
import type { Socket } from 'node:net';

/** For the message that counts what ends the process. */
const LAST_WORD_MS = 100;

const send = (message: FromMedia): void => {
  if (process.connected) process.send?.(message);
};

process.on('disconnect', () => process.exit(0));
// It may have died while this process was loading.
if (!process.connected) process.exit(0);
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

const log = createLog(settings.logLevel);

function trace(error: unknown, place: DefectPlace): void {
  logDefect(log, { id: newId('defect'), place, trace: traceOf(error) });
  send({ type: 'defect', place });
}

/**
 * After an exception that nobody caught, nothing is known of the process: its calls are lost with it; the main process closes them and starts another.
 * The line is out before anything else.
 */
function die(error: unknown): void {
  logDefect(log, { id: newId('defect'), place: 'host', trace: traceOf(error) });
  setTimeout(() => process.exit(1), LAST_WORD_MS);
  if (process.connected) process.send?.({ type: 'defect', place: 'host' } satisfies FromMedia, undefined, undefined, () => process.exit(1));
}
process.on('uncaughtException', die);
process.on('unhandledRejection', die);

const engines = await loadEngines(settings, trace);
const media = new MediaProcess({ engines, settings, send, log });
// A promise for which nobody waited holds nothing else up.
process.off('unhandledRejection', die);
process.on('unhandledRejection', (error) => media.onUnhandled(error));
process.on('message', (message: ToMedia, socket: unknown) => media.handle(message, (socket ?? null) as Socket | null));
watchLag({
  clock: systemClock,
  carriesCalls: () => media.liveCalls > 0,
  listeningMs: () => engines.measureListeningLag(),
  tell: (lag) => send({ type: 'load', lag }),
});
send({ type: 'ready', engines: media.engineStatus() });
