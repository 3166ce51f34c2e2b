/** The thread that compiles tenants' schemas and checks arguments with them, one question after the other. */
import { parentPort } from 'node:worker_threads';
import { checkHere } from '@parley/engine/functions/validators.ts';
import type { FromChecker, ToChecker } from './check-messages.ts';

const send = (message: FromChecker): void => parentPort?.postMessage(message);

parentPort?.on('message', ({ id, schema, args }: ToChecker) => send({ type: 'checked', id, verdict: checkHere(schema, args) }));
send({ type: 'ready' });
