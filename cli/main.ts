import { Command } from 'commander';
import { StartError } from '@parley/server/config.ts';
import { StorageError } from '@parley/server/live/recordings/object-storage.ts';
import { TransferError } from '@parley/server/platform/transfer/archive.ts';
import { ParleyError } from '../sdks/node/src/index.ts';
import { createProgram } from './program.ts';

/** Sentences of ours stand alone; anything else is a fault, and its stack helps to find it. */
function say(error: unknown): void {
  if (error instanceof StartError || error instanceof TransferError || error instanceof ParleyError || error instanceof StorageError)
    console.error(error.message);
  else console.error(error);
  process.exitCode = 1;
}

await createProgram(new Command('parley')).parseAsync().catch(say);
