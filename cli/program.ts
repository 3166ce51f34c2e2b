import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { Audit } from '@parley/server/access/audit/audit-service.ts';
import { loadConfig, StartError } from '@parley/server/config.ts';
import { checkSecretKey } from '@parley/server/platform/secrets/secret-box.ts';
import type { TransferSummary } from '@parley/server/platform/transfer/archive.ts';
import { exportInstallation, type ExportOptions } from '@parley/server/platform/transfer/export.ts';
import { importInstallation } from '@parley/server/platform/transfer/import.ts';
import { resetPassword, resetSecondFactor } from './accounts.ts';
import { backUpRunning } from './backup.ts';
import { refuseMissing, withInstallation } from './installation.ts';
import { listen } from './listen.ts';
import { moveRecordings } from './recordings.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The server is a process of its own, so that its exit code and its signals are the command's. */
function start(): Promise<void> {
  const main = fileURLToPath(import.meta.resolve('@parley/server/main.ts'));
  const server = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main], {
    // Whatever ends this process, the server sees its end of the channel and follows.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? join(main, '../../node_modules/.cache/node') },
  });
  for (const signal of SIGNALS) process.on(signal, () => server.kill(signal));
  return new Promise((done) => {
    server.on('exit', (code) => {
      process.exitCode = code ?? 1;
      done();
    });
  });
}

const described = ({ tables, rows, files }: TransferSummary): string => `${rows} rows of ${tables} tables and ${files} recordings`;

/** A running server of the embedded database is asked for a copy; otherwise the database is opened, as PostgreSQL's always is. */
async function writeArchive(file: string, options: ExportOptions): Promise<TransferSummary> {
  const config = loadConfig(process.env);
  refuseMissing(config);
  const ofRunning = await backUpRunning(config, file, options);
  if (ofRunning !== null) return ofRunning;
  return withInstallation(async (installation) => {
    await checkSecretKey(installation.database, installation.secret);
    const written = await exportInstallation(installation, resolve(file), options);
    await new Audit({ database: installation.database, keptMs: null }).noteCommand('export');
    return written;
  });
}

async function exportTo(did: string, file: string, options: ExportOptions): Promise<void> {
  const summary = await writeArchive(file, options);
  console.log(`${did} ${described(summary)} to ${file}.`);
  console.log('The secret key is not in it: keep PARLEY_SECRET_KEY, or the file "secret-key" of the data directory, as well.');
}

async function importFrom(did: string, file: string): Promise<void> {
  const summary = await withInstallation(async (installation) => {
    const imported = await importInstallation(installation, resolve(file));
    await new Audit({ database: installation.database, keptMs: null }).noteCommand('import');
    return imported;
  });
  console.log(`${did} and verified ${described(summary)} from ${file}.`);
}

interface ListenFlags {
  forward: string;
  events: string;
  url: string;
  key?: string;
  secret?: string;
}

async function forward({ forward: to, events, url, key, secret }: ListenFlags): Promise<void> {
  if (key === undefined) throw new StartError('An API key is needed: give --key, or set PARLEY_API_KEY.');
  if (!URL.canParse(to)) throw new StartError(`--forward must be a URL such as http://localhost:4000/hook; ${to} is none.`);
  if (secret !== undefined && !/^whsec_[A-Za-z0-9+/]{16,}={0,2}$/.test(secret))
    throw new StartError('--secret must be base64 behind "whsec_".');
  const stop = new AbortController();
  for (const signal of SIGNALS) process.on(signal, () => stop.abort());
  await listen({ forward: to, baseUrl: url, apiKey: key, events: events.split(','), secret, say: console.log, signal: stop.signal });
}

export function createProgram(program: Command): Command {
  program.description('Parley, the self-hosted voice-agent platform. Settings come from the environment: PARLEY_DATA_DIR, DATABASE_URL, …');
  program.command('start').description('serve the dashboard and the API').action(start);
  program
    .command('export')
    .description('write the whole installation to a file')
    .argument('<file>')
    .action((file: string) => exportTo('Exported', file, { recordings: true }));
  program
    .command('import')
    .description('fill an empty installation from a file that "parley export" wrote')
    .argument('<file>')
    .action((file: string) => importFrom('Imported', file));
  program
    .command('backup')
    .description('write the whole installation to a new file, also while the server runs; the secret key is kept apart')
    .argument('<file>')
    .option('--without-recordings', 'the database alone')
    .action((file: string, { withoutRecordings = false }: { withoutRecordings?: boolean }) =>
      exportTo('Backed up', file, { recordings: !withoutRecordings }),
    );
  program
    .command('restore')
    .description('fill an empty installation from a file that "parley backup" wrote; all of it or nothing')
    .argument('<file>')
    .action((file: string) => importFrom('Restored', file));
  program
    .command('recordings')
    .description('where recordings are kept')
    .command('move')
    .description('move what exists between the data directory and the object storage; the next run goes on where this one was stopped')
    .requiredOption('--to <place>', '"s3" or "directory"')
    .option('--dry-run', 'only count', false)
    .action((flags: { to: string; dryRun: boolean }) => moveRecordings(loadConfig(process.env), flags));
  program
    .command('reset-password')
    .description('print a link that sets a new password for a person, also while the server runs')
    .argument('<email>')
    .action(resetPassword);
  program
    .command('reset-second-factor')
    .description('take the second factor from a person who lost the app and the recovery codes, also while the server runs')
    .argument('<email>')
    .action(resetSecondFactor);
  program
    .command('listen')
    .description("bring an organization's events to this machine, signed as a webhook")
    .requiredOption('--forward <url>', 'where events are posted, such as http://localhost:4000/hook')
    .option('--events <patterns>', 'types and groups, with commas between', '*')
    .option('--url <url>', 'where Parley is', process.env.PARLEY_BASE_URL ?? 'http://127.0.0.1:3000')
    .option('--key <key>', 'an API key that may read webhooks', process.env.PARLEY_API_KEY)
    .option('--secret <secret>', 'a secret to sign with (whsec_…) instead of a new one')
    .action(forward);
  return program;
}
