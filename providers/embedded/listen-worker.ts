/** A listening worker: detects and recognises speech for several calls, one message at a time. */
import { parentPort, workerData } from 'node:worker_threads';
import { createHash } from 'node:crypto';
import type { SpeechContext } from '@parley/engine/stt/stt.ts';
import type { FromListener, ListenerData, ToListener } from './listen-messages.ts';
import type { Recogniser } from './stt/decoder.ts';
import { phrasesFor } from './stt/vocabulary.ts';
import { portable } from './worker-error.ts';
import type { Detection } from './vad/detection.ts';
import { loadDetectors } from './vad/load.ts';

/** Loaded late, so that a recogniser whose package is broken takes nothing else along. */
const decoding = () => import('./stt/decoder.ts');
const { vadModel, vadRuntime } = workerData as ListenerData;
/** Messages wait until it is there or not: nobody listens to them yet. */
const vad = await loadDetectors(vadModel, vadRuntime).catch(portable);

/** Frames between two looks at the partial transcript. */
const PARTIAL_EVERY_FRAMES = 8;
/** With fewer recognisers waiting, a new context gets its own, so that a few agents in turn all find theirs. */
const MIN_SPARE = 3;

interface SttSession {
  key: string;
  recogniser: Recogniser;
  utterance: number;
  frames: number;
  partial: string;
}

const detections = new Map<number, Detection>();
const sessions = new Map<number, SttSession>();
/** Being opened; taken out when closed before that. */
const opening = new Set<number>();
const spare: { key: string; recogniser: Recogniser }[] = [];

let outbox: FromListener[] = [];

/** Everything said in one turn of the event loop goes in one message. */
function send(message: FromListener): void {
  outbox.push(message);
  if (outbox.length > 1) return;
  queueMicrotask(() => {
    parentPort?.postMessage(outbox);
    outbox = [];
  });
}

const keyOf = (context: SpeechContext): string => createHash('sha256').update(JSON.stringify(context)).digest('hex');

/** One that knows the context already, else the one that has waited longest, taught anew, else a new one. */
async function recogniserFor(key: string, context: SpeechContext): Promise<Recogniser> {
  const at = spare.findIndex((one) => one.key === key);
  const [warm] = at < 0 ? [] : spare.splice(at, 1);
  if (warm !== undefined) {
    await warm.recogniser.forget();
    return warm.recogniser;
  }
  const old = spare.length >= MIN_SPARE ? spare.shift() : undefined;
  const phrases = phrasesFor(context);
  if (old === undefined) return (await decoding()).openRecogniser(phrases);
  await old.recogniser.teach(phrases);
  return old.recogniser;
}

async function open(session: number, context: SpeechContext): Promise<void> {
  opening.add(session);
  const key = keyOf(context);
  const recogniser = await recogniserFor(key, context);
  // Closed meanwhile.
  if (!opening.delete(session)) {
    spare.push({ key, recogniser });
    return;
  }
  sessions.set(session, { key, recogniser, utterance: 0, frames: 0, partial: '' });
  send({ type: 'stt-opened', session });
}

function closeStt(session: number): void {
  opening.delete(session);
  const found = sessions.get(session);
  if (found === undefined) return;
  sessions.delete(session);
  if (found.utterance !== 0) found.recogniser.finish();
  spare.push({ key: found.key, recogniser: found.recogniser });
}

function hear(session: number, pcm: Int16Array): void {
  const found = sessions.get(session);
  if (found === undefined || found.utterance === 0) return;
  found.recogniser.push(pcm);
  found.frames += 1;
  if (found.frames % PARTIAL_EVERY_FRAMES !== 0) return;
  const text = found.recogniser.partial();
  if (text === found.partial) return;
  found.partial = text;
  send({ type: 'stt-partial', session, utterance: found.utterance, text });
}

function finish(session: number): void {
  const found = sessions.get(session);
  if (found === undefined || found.utterance === 0) return;
  const { utterance } = found;
  found.utterance = 0;
  send({ type: 'stt-final', session, utterance, ...found.recogniser.finish() });
}

function openVad(session: number): void {
  if (vad instanceof Error) throw vad;
  const detection = vad.detectors.open({
    onResult: ({ audioMs, speech }) => send({ type: 'vad-result', session, audioMs, speech }),
    onFailed: (error) => send({ type: 'vad-failed', session, error: portable(error) }),
  });
  detections.set(session, detection);
}

function closeVad(session: number): void {
  detections.get(session)?.close();
  detections.delete(session);
}

function handle(message: ToListener): void {
  switch (message.type) {
    case 'vad-open':
      return openVad(message.session);
    case 'vad-push':
      return detections.get(message.session)?.push(message.pcm);
    case 'vad-close':
      return closeVad(message.session);
    case 'stt-open':
      open(message.session, message.context).catch((error: unknown) => {
        if (isCorrupting(error)) return end(error);
        opening.delete(message.session);
        send({ type: 'stt-failed', session: message.session, error: portable(error) });
      });
      return;
    case 'stt-start': {
      const found = sessions.get(message.session);
      if (found === undefined) return;
      if (found.utterance !== 0) found.recogniser.finish();
      Object.assign(found, { utterance: message.utterance, frames: 0, partial: '' });
      found.recogniser.start();
      return;
    }
    case 'stt-push':
      return hear(message.session, message.pcm);
    case 'stt-finish':
      return finish(message.session);
    case 'stt-close':
      return closeStt(message.session);
    default:
      return message satisfies never;
  }
}

/** After a trap the engine's memory cannot be trusted: the worker ends, is started again, and its calls open new sessions. */
const isCorrupting = (error: unknown): boolean => error instanceof WebAssembly.RuntimeError;

/** Uncaught, so that whoever begins the worker again learns why. */
function end(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}

parentPort?.on('message', (messages: ToListener[]) => {
  for (const message of messages) {
    try {
      handle(message);
    } catch (error) {
      if (isCorrupting(error)) return end(error);
      const kind = message.type.startsWith('vad') ? 'vad-failed' : 'stt-failed';
      send({ type: kind, session: message.session, error: portable(error) });
    }
  }
});

/** Null when it works, else why not. */
async function attempt(load: () => unknown): Promise<Error | null> {
  try {
    await load();
    return null;
  } catch (error) {
    return portable(error);
  }
}

send({
  type: 'ready',
  vad: vad instanceof Error ? vad : { runtime: vad.runtime, passedOver: vad.passedOver === null ? null : portable(vad.passedOver) },
  stt: await attempt(async () => (await decoding()).warmUp()),
});
