import { availableParallelism } from 'node:os';
import type { Config } from '../../config.ts';
import type { Log } from '../../platform/log.ts';
import type { MediaSettings } from './channel.ts';
import { MediaLink } from './media-link.ts';

type MediaConfig = Pick<Config, 'media' | 'vadRuntime' | 'webrtc' | 'outboundAllow' | 'logLevel'>;

const settingsOf = ({ media, webrtc, outboundAllow, logLevel, vadRuntime }: MediaConfig, index: number): MediaSettings => ({
  udpPort: webrtc.udpBasePort === 0 ? 0 : webrtc.udpBasePort + index,
  bindAddress: webrtc.bindAddress,
  publicAddress: webrtc.publicAddress,
  outboundAllow,
  logLevel,
  listeningWorkers: Math.max(1, Math.floor(availableParallelism() / media.processes)),
  vadRuntime,
  recognisersPerWorker: media.recognisersPerWorker,
});

/** Begins as many at once, each of the others when one of these is ready or lost. */
export function beginInTurn(links: readonly Pick<MediaLink, 'begin' | 'ready'>[], atOnce: number): void {
  links.forEach((link, index) => {
    const before = links[index - atOnce];
    if (before === undefined) link.begin();
    else void before.ready().then(() => link.begin());
  });
}

/** As many load at once as there are cores besides the main process's: the first is ready soonest. */
export function beginMedia(config: MediaConfig, log: Log): MediaLink[] {
  const links = Array.from(
    { length: config.media.processes },
    (_, index) => new MediaLink({ index, settings: settingsOf(config, index), log }),
  );
  beginInTurn(links, Math.max(1, availableParallelism() - 1));
  return links;
}
