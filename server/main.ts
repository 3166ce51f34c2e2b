/** Starts Parley: begins the media processes and the database, and loads the server while these load. */
import { environment, loadConfig, StartError } from './config.ts';
import { beginMedia } from './live/call-host/begin-media.ts';
import { prepareDataDirectory } from './platform/data-directory.ts';
import { checkAddress } from './platform/http/listen.ts';
import { loadDrizzleAsCommonJs } from './platform/load-drizzle.ts';
import { createLog } from './platform/log.ts';
import { loadSecretKey } from './platform/secrets/secret-key.ts';

async function main(): Promise<void> {
  // Whoever read the first lines need not read on.
  process.stdout.on('error', () => undefined);
  // Of what is made from here on, by this process and its children, others on this machine read nothing.
  process.umask(0o077);
  const config = loadConfig(environment());
  const log = createLog(config.logLevel);
  // Before media processes are begun for nothing.
  prepareDataDirectory(config.dataDirectory);
  await checkAddress(config);
  const media = beginMedia(config, log);
  loadDrizzleAsCommonJs();
  const secret = loadSecretKey(config);
  const { openDatabase } = await import('./platform/db/open.ts');
  const database = openDatabase(config, {
    onProblem: (message, error) => log.error({ err: error }, message),
    onBack: (message) => log.info(message),
  });
  // Whoever serves hears of it.
  database.catch(() => undefined);
  const { serve } = await import('./serve.ts');
  await serve({ config, log, media, secret, database });
}

if (Number(process.versions.node.split('.')[0]) < 24) {
  process.stderr.write('Parley needs Node 24 or newer: start it with "npm start", which brings it along.\n');
  process.exit(1);
}
main().catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof StartError ? error.message : `Parley could not start: ${error instanceof Error ? (error.stack ?? error.message) : 'unknown error'}`}\n`,
  );
  process.exit(1);
});
